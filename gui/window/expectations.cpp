// What was expected of the run and did not hold: from one mark of it to the next.
#include "gui/window/main_window.hpp"

#include <QMenu>

#include <algorithm>
#include <iterator>

namespace weft::gui {

void MainWindow::build_expectations(QMenu& run) {
    add(run, tr("Next Broken E&xpectation"), QKeySequence{"X"}, [this] { seek_broken(true); });
    add(run, tr("Previous Bro&ken Expectation"), QKeySequence{"Shift+X"},
        [this] { seek_broken(false); });
}

/// To the next moment from which an expectation is broken, or the one before.
void MainWindow::seek_broken(bool forward) {
    const auto& broken = time_->broken();
    const auto moment = &reports::BrokenExpectation::at;
    if (forward) {
        const auto next = std::ranges::upper_bound(broken, session_.at(), {}, moment);
        if (next == broken.end()) return tell(tr("No expectation is broken after this moment."));
        session_.seek(next->at);
        return tell(tr("Broken from here: %1").arg(QString::fromStdString(next->text)));
    }
    const auto here = std::ranges::lower_bound(broken, session_.at(), {}, moment);
    if (here == broken.begin()) return tell(tr("No expectation is broken before this moment."));
    session_.seek(std::prev(here)->at);
    tell(tr("Broken from here: %1").arg(QString::fromStdString(std::prev(here)->text)));
}

}  // namespace weft::gui
