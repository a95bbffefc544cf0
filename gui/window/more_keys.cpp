// From fault to fault, and second keys as other programs that play something have them.
#include "gui/window/main_window.hpp"

#include <QMenu>

#include <algorithm>
#include <ranges>
#include <utility>

namespace weft::gui {

/// Three to begin with, as simulators have them, and half or double of what it is.
void MainWindow::build_speeds(QMenu& run) {
    constexpr double real_time = 1;
    constexpr double fast = 8;
    constexpr double express = 64;
    const auto play_at = [this](double speed) {
        session_.set_speed(speed);
        session_.play(true);
    };
    add(run, tr("Play in Real Time"), QKeySequence{"Shift+F5"}, [play_at] { play_at(real_time); });
    add(run, tr("Play Fast"), QKeySequence{"F6"}, [play_at] { play_at(fast); });
    add(run, tr("Play Express"), QKeySequence{"F7"}, [play_at] { play_at(express); });
    add(run, tr("&Slower"), QKeySequence{"J"},
        [this] { session_.set_speed(session_.speed() / 2); });
    add(run, tr("&Faster"), QKeySequence{"L"},
        [this] { session_.set_speed(session_.speed() * 2); });
}

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
    const std::pair<QKeySequence, QList<QKeySequence>> keys[] = {
        {QKeySequence{"F5"}, {QKeySequence{"K"}}},
        {QKeySequence{"I"}, {QKeySequence{"Ctrl+B"}}},
        {QKeySequence{"Ctrl+?"},
         {QKeySequence{"F1"}, QKeySequence{"Ctrl+,"}, QKeySequence{"Ctrl+Shift+,"}}},
        {QKeySequence{"Ctrl+Q"}, {QKeySequence{"Ctrl+W"}}},
        {QKeySequence{QKeySequence::Find}, {QKeySequence{"/"}}}};
    for (QAction* const action : findChildren<QAction*>())
        for (const auto& [first, others] : keys)
            if (action->shortcut() == first) action->setShortcuts(QList{first} + others);
}

}  // namespace weft::gui
