#pragma once

#include "gui/window/session.hpp"
#include "gui/window/tables.hpp"

namespace weft::gui {

/// One interval of the run, of what is selected.
struct CurveRow {
    mesh::Instant from{};
    Flow flow{};
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

}  // namespace weft::gui
