#pragma once

#include "gui/window/session.hpp"
#include "gui/window/tables.hpp"

#include <vector>

namespace weft::gui {

/// One interval of the run.
struct CurveRow {
    mesh::Instant from{};
    Flow flow{};
    mesh::Instant to{};
    Flow of_a{};  ///< The same interval of the run that is compared with, if there is one.
};

/// The inspector's charts as a table: for people who do not see them, and for copying. A row that
/// is activated is sought.
class CurveTable final : public TablePanel<CurveRow> {
public:
    explicit CurveTable(Session& session);

private:
    void show_rows();
    Session& session_;
};

/// The time strip as a table: what was asked, what failed and what happened in each interval. What
/// a cell says is made when it is seen.
class TimeTable final : public TablePanel<CurveRow> {
public:
    explicit TimeTable(Session& session);

private:
    void show_rows();
    QString happened_in(const CurveRow& row) const;
    std::vector<RowModel<CurveRow>::Column> columns(bool of_two) const;
    Session& session_;
    bool of_two_ = false;  ///< There are columns of A.
    std::vector<reports::BrokenExpectation> broken_;
};

}  // namespace weft::gui
