#pragma once

#include "gui/window/heat_map.hpp"
#include "gui/window/tables.hpp"

#include <QPointer>

#include <cstdint>
#include <vector>

namespace weft::gui {

/// The heat map as a table: a row for each pod, in the same order, and a column for each stretch of
/// time. What a cell says is taken from the heat map when it is seen. A cell that is activated is
/// sought, and its pod selected.
class HeatMapTable final : public TablePanel<std::uint32_t> {
public:
    HeatMapTable(Session& session, HeatMap& heat);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void show_rows();
    void show_columns();
    QString words_of_cell(std::uint32_t pod, std::size_t cell) const;

    Session& session_;
    QPointer<HeatMap> heat_;
    std::vector<mesh::Instant> begins_;  ///< Of the columns.
};

}  // namespace weft::gui
