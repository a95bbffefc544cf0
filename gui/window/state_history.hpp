#pragma once

#include "gui/source/state_spans.hpp"
#include "gui/window/session.hpp"
#include "gui/window/tables.hpp"

#include <QString>

namespace weft::gui {

/// A span in words, with what it is sorted by.
struct StateRow {
    StateSpan span{};
    QString state;
    QString whose;       ///< Host, or service in panic.
    QString by;          ///< The proxy that holds it so; "" if nobody in particular does.
    bool holds = false;  ///< At the moment that is shown.
};

/// How hosts stood in the eyes of those that call them, over the run, for what is selected: who was
/// ejected by whom, whose circuit was open or half open, and from when to when. Of a time range,
/// what held in it. A row seeks where it began.
class StateHistory final : public TablePanel<StateRow> {
public:
    explicit StateHistory(Session& session);

private:
    void show_states();
    void mark_those_that_hold();
    Session& session_;
};

}  // namespace weft::gui
