// The scenario as text: its dock and its menu.
#include "gui/window/main_window.hpp"
#include "gui/window/scenario_panel.hpp"
#include "reports/store/read_run.hpp"
#include "scenarios/read/data_folder.hpp"

#include <QDockWidget>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>

#include <exception>

namespace weft::gui {
namespace {

/// The file that a run's scenario was read from; empty if it was made without one.
std::filesystem::path scenario_of_run(const std::filesystem::path& run) {
    for (const auto& [option, value] : reports::read_run(run).head.given) {
        if (option != "scenario") continue;
        std::error_code ignored;  // What cannot be looked at is looked for by its name.
        if (std::filesystem::is_regular_file(value, ignored)) return value;
        const std::filesystem::path file = scenarios::find_data(scenarios::data::library, value);
        return file.empty() ? std::filesystem::path{value} : file;
    }
    return {};
}

}  // namespace

void MainWindow::build_scenario() {
    scenario_ = new ScenarioPanel(session_);
    scenario_->on_play = [this](const std::filesystem::path& file, const std::string& text) {
        play_text(file, text);
    };
    auto* const dock = new QDockWidget(tr("Scenario"), this);
    dock->setObjectName("dock-scenario");
    dock->setWidget(scenario_);
    addDockWidget(Qt::LeftDockWidgetArea, dock);
    dock->hide();
}

void MainWindow::build_scenario_menu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Scenario"));
    add(menu, tr("&Edit That of This Run"), QKeySequence{"Ctrl+E"}, [this] { edit_scenario(); });
    add(menu, tr("&Open a Text…"), QKeySequence{"Ctrl+Shift+O"}, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Open"), {},
                                                          tr("Scenarios (*.yaml *.yml *.json)"));
        if (path.isEmpty()) return;
        if (scenario_->open(path.toStdString())) show_scenario();
    });
    QMenu& examples = *menu.addMenu(tr("&New from an Example"));
    for (const std::string& name : scenarios::data_names(scenarios::data::library)) {
        examples.addAction(QString::fromStdString(name), this, [this, name] {
            scenario_->open(scenarios::find_data(scenarios::data::library, name));
            show_scenario();
        });
    }
    menu.addSeparator();
    add(menu, tr("&Save"), QKeySequence::Save, [this] { scenario_->save(); });
    add(menu, tr("Save &As…"), QKeySequence{"Ctrl+Shift+S"}, [this] { scenario_->save_as(); });
    menu.addSeparator();
    add(menu, tr("&Play What Is Written"), QKeySequence{"Ctrl+Shift+Return"},
        [this] { scenario_->play(); });
}

void MainWindow::show_scenario() {
    QWidget* const dock = scenario_->parentWidget();
    dock->show();
    dock->raise();
    scenario_->editor().setFocus();
}

bool MainWindow::edit_scenario() {
    if (!session_.has_run()) return false;
    try {
        const std::filesystem::path file = scenario_of_run(session_.run().file());
        if (file.empty()) {
            tell(tr("This run was made without a scenario."));
            return false;
        }
        if (!scenario_->open(file)) return false;
        show_scenario();
        return true;
    } catch (const std::exception& failure) {
        tell(QString::fromLocal8Bit(failure.what()));
        return false;
    }
}

/// Not as long as something is unsaved: then the user is asked, and the window closes itself.
bool MainWindow::may_close() {
    if (!scenario_->is_modified()) return true;
    show_scenario();
    scenario_->when_saved([this] { close(); });
    return false;
}

}  // namespace weft::gui
