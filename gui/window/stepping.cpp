// The run event by event: what the menu "Run" does with it, and what the other panels show then.
#include "gui/window/main_window.hpp"
#include "gui/window/run_until_sheet.hpp"
#include "gui/window/step_panel.hpp"

#include <QMenu>
#include <QStatusBar>

namespace weft::gui {

void MainWindow::build_steps(QMenu& run) {
    constexpr std::uint64_t several = 10;
    steps_ = new StepPanel(session_);
    tabs_->addTab(steps_, tr("Events ahead"));
    statusBar()->addPermanentWidget(steps_->progress());
    steps_->on_news = [this] {
        if (!steps_->is_on()) return mesh_->show_on_the_way({});
        mesh_->show_on_the_way(steps_->state().on_the_way);
    };
    const auto step = [this](std::uint64_t events) {
        tabs_->setCurrentWidget(steps_);
        steps_->step(events);
    };
    add(run, tr("Step One E&vent"), QKeySequence{"F4"}, [step] { step(1); });
    add(run, tr("Step &Ten Events"), QKeySequence{"Shift+F4"}, [step] { step(several); });
    add(run, tr("&Run Until…"), QKeySequence{"Ctrl+R"}, [this] { ask_until(); });
    add(run, tr("Le&ave the Events"), QKeySequence{"Shift+F8"}, [this] { steps_->leave(); });
    run.addSeparator();
}

void MainWindow::ask_until() {
    if (!session_.has_run()) return;
    RunUntilSheet sheet{session_.at(),
                        [this](const QString& condition) { return steps_->mistakes(condition); },
                        this};
    if (sheet.exec() != QDialog::Accepted) return;
    tabs_->setCurrentWidget(steps_);
    steps_->run(sheet.until(), sheet.condition());
}

}  // namespace weft::gui
