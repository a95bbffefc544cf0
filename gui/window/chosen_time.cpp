#include "gui/window/chosen_time.hpp"

#include "gui/source/time_range.hpp"
#include "gui/window/main_window.hpp"

#include <QMenu>

namespace weft::gui {

void choose_time(Session& session, const std::optional<Range>& range) {
    if (range != time_range_of(session.filter()))
        session.set_filter(narrowed_to(session.filter(), range));
}

bool clear_time(Session& session) {
    const bool was_narrowed = time_range_of(session.filter()).has_value();
    choose_time(session, std::nullopt);
    return was_narrowed;
}

void MainWindow::build_time_range(QMenu& run) {
    add(run, tr("Time Range: All Times Again"), QKeySequence{"Shift+Esc"}, [this] {
        if (!clear_time(session_)) session_.tell(tr("No time range is chosen."));
    });
}

}  // namespace weft::gui
