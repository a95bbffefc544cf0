// Going to a moment that is written: a time, so much from here, an event by its number, an error.
#include "gui/source/words.hpp"
#include "gui/window/main_window.hpp"

#include <QInputDialog>

namespace weft::gui {

void MainWindow::ask_for_moment() {
    bool given = false;
    const QString written = QInputDialog::getText(
        this, tr("Go to"),
        tr("A moment (31.8, 200ms), from here (+200ms, -1s), 'event 120000' or 'next error':"),
        QLineEdit::Normal, {}, &given);
    if (given) go_to(written);
}

bool MainWindow::go_to(const QString& written) {
    if (!session_.has_run()) return false;
    const QString wanted = written.simplified().toLower();
    if (wanted == "next error") {
        seek_next_error();
        return true;
    }
    const QString event = "event ";
    if (wanted.startsWith(event)) return go_to_event(wanted.mid(event.size()).remove(','));
    const auto moment = read_moment(wanted.toStdString(), session_.at());
    if (!moment) {
        session_.tell(tr("'%1' is no moment: 31.8, 200ms, +200ms, -1s, 'event 120000' and "
                         "'next error' are.")
                          .arg(written));
        return false;
    }
    const Range range = session_.run().range();
    if (*moment > range.end && !is_following())
        session_.tell(
            tr("The run ends at %1.").arg(QString::fromStdString(moment_words(range.end))));
    if (*moment < range.begin)
        session_.tell(
            tr("The run begins at %1.").arg(QString::fromStdString(moment_words(range.begin))));
    go_to(*moment);
    return true;
}

/// Events are counted by interval, so that is where it leads.
bool MainWindow::go_to_event(const QString& written) {
    bool is_number = false;
    const std::uint64_t number = written.toULongLong(&is_number);
    if (!is_number || number == 0) {
        session_.tell(tr("'%1' is no number of an event.").arg(written));
        return false;
    }
    const auto start = session_.run().interval_of_event(number);
    if (!start) {
        session_.tell(tr("The run has no more than %1 events.").arg(start.error()));
        return false;
    }
    session_.seek(*start);
    session_.tell(tr("Event %1 is in the interval that begins at %2.")
                      .arg(number)
                      .arg(QString::fromStdString(moment_words(*start))));
    return true;
}

}  // namespace weft::gui
