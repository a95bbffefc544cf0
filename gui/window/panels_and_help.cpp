// Where panels are, and how one finds what the window can do.
#include "gui/window/command_palette.hpp"
#include "gui/window/main_window.hpp"

#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>

#include <utility>

namespace weft::gui {
namespace {

constexpr const char* hidden_by_key = "hidden-by-key";

}  // namespace

/// Hides the docks there; the next time those that it hid are there again.
void MainWindow::toggle_docks(Qt::DockWidgetAreas where) {
    QList<QDockWidget*> shown;
    QList<QDockWidget*> hidden;
    for (QDockWidget* const dock : findChildren<QDockWidget*>()) {
        const bool stays = !dock->features().testFlag(QDockWidget::DockWidgetClosable);
        if (stays || dock->isFloating() || !where.testFlag(dockWidgetArea(dock))) continue;
        if (!dock->isHidden()) shown.push_back(dock);
        if (dock->isHidden() && dock->property(hidden_by_key).toBool()) hidden.push_back(dock);
    }
    for (QDockWidget* const dock : shown) {
        dock->setProperty(hidden_by_key, true);
        dock->hide();
    }
    if (!shown.empty()) return;
    for (QDockWidget* const dock : hidden) {
        dock->setProperty(hidden_by_key, false);
        dock->show();
    }
}

void MainWindow::build_panels_menu(QMenu& view) {
    add(view, tr("Panels at the Sides"), QKeySequence{"F9"},
        [this] { toggle_docks(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea); });
    add(view, tr("Panels Belo&w"), QKeySequence{"Shift+F9"},
        [this] { toggle_docks(Qt::BottomDockWidgetArea); });
    add(view, tr("&Reset Layout"), {}, [this] {
        for (QDockWidget* const dock : findChildren<QDockWidget*>())
            dock->setProperty(hidden_by_key, false);
        restoreState(first_layout_);
    });
}

/// Where nobody has chosen, a narrow window is the mesh's.
void MainWindow::showEvent(QShowEvent* event) {
    constexpr int narrow = 1200;
    QMainWindow::showEvent(event);
    if (std::exchange(was_shown_, true) || width() >= narrow) return;
    if (!QSettings{}.contains("window/state")) findChild<QDockWidget*>("dock-runs")->hide();
}

void MainWindow::build_help_menu() {
    QMenu& help = *menuBar()->addMenu(tr("&Help"));
    const auto show_actions = [this](bool only_keys) {
        auto* const palette = new CommandPalette(*menuBar(), only_keys, this);
        palette->show();
        palette->activateWindow();
    };
    add(help, tr("&Find an Action…"), QKeySequence{"Ctrl+K"},
        [show_actions] { show_actions(false); });
    add(help, tr("&Keyboard Shortcuts"), QKeySequence{"Ctrl+?"},
        [show_actions] { show_actions(true); });
    add(help, tr("Go to the &Menus"), QKeySequence{"F10"},
        [this] { menuBar()->setActiveAction(menuBar()->actions().first()); });
}

}  // namespace weft::gui
