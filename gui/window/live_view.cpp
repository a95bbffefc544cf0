// How the window keeps up with a run that goes on.
#include "gui/source/live_run.hpp"
#include "gui/source/words.hpp"
#include "gui/window/keys.hpp"
#include "gui/window/main_window.hpp"

#include <QLayout>
#include <QMenu>
#include <QToolButton>

#include <utility>

namespace weft::gui {

namespace {

constexpr int read_file_ms = 500;  ///< As often as it is committed.

}  // namespace

void MainWindow::build_live(QMenu& run) {
    session_.on_hold = [this] {
        if (live_ == nullptr) return false;
        const bool holds = !live_->playing().is_paused();
        live_->playing().pause(holds);
        message_bar_->hide();
        if (holds) session_.tell(tr("The simulation is held. Play lets it go on."));
        return true;
    };
    QAction* const go_live =
        add(run, tr("Go &Live"), QKeySequence{"Ctrl+L"}, [this] { session_.seek(mesh::never); });
    add_live_button(*go_live);
    add(run, tr("&Hold the Simulation"), {}, [this] {
        if (!session_.on_hold()) session_.tell(tr("This run has ended."));
    });
    at_speed_ = add(run, tr("Simulation at the Chosen Speed"), {}, [this] { limit_live(); });
    at_speed_->setCheckable(true);
    connect(&session_, &Session::playingChanged, this, [this] { limit_live(); });
}

/// Beside the strip as long as a run goes on, so that nothing moves while one scrubs.
void MainWindow::add_live_button(QAction& go_live) {
    auto* const button = new QToolButton;
    button->setObjectName("go-live");
    button->setText(tr("Go Live"));
    button->setAccessibleName(button->text());
    button->setToolTip(text_with_keys(go_live));
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->hide();
    connect(button, &QToolButton::clicked, &go_live, &QAction::trigger);
    time_->parentWidget()->layout()->addWidget(button);
    const auto show = [this, button] {
        button->setVisible(session_.is_live());
        button->setEnabled(session_.at() < session_.run().range().end);
    };
    for (const auto changed : {&Session::runChanged, &Session::runGrew, &Session::momentChanged})
        connect(&session_, changed, button, show);
}

/// No faster than the chosen speed, if that is wanted.
double MainWindow::wanted_speed() const {
    return at_speed_->isChecked() ? session_.speed() : 0;
}

void MainWindow::limit_live() {
    if (live_ != nullptr) live_->playing().limit_speed(wanted_speed());
}

/// The newest interval comes from the run itself, all that it has recorded from its file. Neither
/// is looked at more often than the run can spare.
void MainWindow::follow_live() {
    const Pace::Clocks clocks = Pace::Clocks::now();
    const bool has_ended = live_->playing().has_ended();
    if (!has_ended && !pace_.is_due(clocks)) return;
    pace_.look(clocks);
    const RunSource& run = session_.run();
    const bool at_the_end = session_.at() >= run.range().end;
    const std::size_t known = run.topology().size();
    const std::size_t recorded = run.intervals().size();
    // Who has gone elsewhere meanwhile is not called back.
    if (session_.at() != left_at_) go_there_ = mesh::never;
    const bool has_news = live_->take();
    if (has_ended || since_refresh_.elapsed() >= read_file_ms) {
        since_refresh_.start();
        live_->refresh();
    }
    if (has_ended || run.intervals().size() != recorded || run.topology().size() != known) {
        session_.refresh(at_the_end);
    } else if (has_news && at_the_end) {
        session_.seek(run.range().end);
    } else {
        show_status();  // How far it is.
    }
    // Past it, so that the session is not at the newest moment then and goes on with the run.
    const mesh::Instant end = run.recorded().end;
    if (end > go_there_ || (has_ended && end == go_there_))
        session_.seek(std::exchange(go_there_, mesh::never));
    left_at_ = session_.at();
    if (has_ended) end_live();
}

void MainWindow::go_to(mesh::Instant moment) {
    to_first_fault_ = false;
    session_.seek(moment);
    if (live_ == nullptr || moment <= session_.run().range().end) return;
    go_there_ = moment;
    left_at_ = session_.at();
}

void MainWindow::end_live() {
    // Who has gone elsewhere meanwhile is not called back.
    if (std::exchange(to_first_fault_, false) && session_.at() >= session_.run().range().end)
        seek_first_fault();
    const bool was_waited_for = std::exchange(go_there_, mesh::never) != mesh::never;
    if (live_->playing().has_failed()) {
        tell_failure(live_->playing());
    } else if (was_waited_for) {
        const mesh::Instant end = session_.run().range().end;
        tell(tr("The run ends at %1.").arg(QString::fromStdString(moment_words(end))));
    }
    live_ = nullptr;
    if (!session_.is_playing()) frames_.stop();
    show_status();
}

}  // namespace weft::gui
