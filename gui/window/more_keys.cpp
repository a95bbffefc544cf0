// From fault to fault, and second keys as other programs that play something have them.
#include "gui/window/main_window.hpp"

#include <QMenu>

#include <algorithm>
#include <ranges>
#include <utility>

namespace weft::gui {

void MainWindow::build_faults(QMenu& run) {
    add(run, tr("Next Fault"), QKeySequence{"Shift+."}, [this] { seek_fault(true); });
    add(run, tr("Previous Fault"), QKeySequence{"Shift+,"}, [this] { seek_fault(false); });
}

/// To where a fault begins, ends, or strikes nobody.
void MainWindow::seek_fault(bool forward) {
    if (!session_.has_run()) return;
    const mesh::Instant here = session_.at();
    const auto is_beyond = [&](const Event& event) {
        const mesh::Instant at = event.change.at;
        return mark_row_of(event.change.kind) == MarkRow::faults &&
               (forward ? at > here : at < here);
    };
    const auto& events = session_.run().events();
    const auto next = std::ranges::find_if(events, is_beyond);
    auto before = std::views::reverse(events);
    const auto last = std::ranges::find_if(before, is_beyond);
    if (forward && next != events.end()) return session_.seek(next->change.at);
    if (!forward && last != before.end()) return session_.seek(last->change.at);
    session_.tell(tr("There is no other fault there."));
}

void MainWindow::add_second_keys() {
    const std::pair<QKeySequence, QKeySequence> keys[] = {
        {QKeySequence{"F5"}, QKeySequence{"K"}},
        {QKeySequence{"F6"}, QKeySequence{"J"}},
        {QKeySequence{"F7"}, QKeySequence{"L"}},
        {QKeySequence{QKeySequence::Find}, QKeySequence{"/"}}};
    for (QAction* const action : findChildren<QAction*>())
        for (const auto& [first, second] : keys)
            if (action->shortcut() == first) action->setShortcuts({first, second});
}

}  // namespace weft::gui
