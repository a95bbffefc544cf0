#pragma once

#include "gui/window/heat_map.hpp"
#include "gui/window/tables.hpp"

#include <QPointer>

#include <cstdint>
#include <optional>
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
    struct HeatCell {
        std::uint32_t pod = 0;
        mesh::Instant begin{};  ///< Never: that of its name.
    };

    void show_rows();
    std::optional<HeatCell> current_cell() const;
    void go_back_to(const HeatCell& cell);
    void show_columns();
    QString words_of_cell(std::uint32_t pod, std::size_t cell) const;

    Session& session_;
    QPointer<HeatMap> heat_;
    std::vector<mesh::Instant> begins_;  ///< Of the columns.
};

}  // namespace weft::gui
