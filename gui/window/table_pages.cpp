// What is painted as a table: for people who do not see it, and for other tools.
#include "gui/window/curve_table.hpp"
#include "gui/window/heat_map_table.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/waterfall_table.hpp"

#include <QDockWidget>
#include <QMenu>

namespace weft::gui {

/// Each has a page among the others from the time on when somebody first asks for it.
void MainWindow::build_table_pages(QMenu& view) {
    const auto page_of = [this](auto* panel, const QString& title) {
        tabs_->setTabVisible(tabs_->addTab(panel, title), false);
        return [this, panel] {
            if (auto* const dock = findChild<QDockWidget*>("dock-tabs")) dock->show();
            tabs_->setTabVisible(tabs_->indexOf(panel), true);
            tabs_->setCurrentWidget(panel);
            panel->table().setFocus();
        };
    };
    heat_->on_table = page_of(new HeatMapTable(session_, *heat_), tr("Heat map as a table"));
    time_->on_table = page_of(new TimeTable(session_), tr("Time as a table"));
    const auto calls =
        page_of(new WaterfallTable(session_, *waterfall_), tr("Waterfall as a table"));
    add(view, tr("Heat Map as Table"), QKeySequence{"Shift+H"}, heat_->on_table);
    add(view, tr("Time as Table"), QKeySequence{"Shift+T"}, time_->on_table);
    add(view, tr("Waterfall as Table"), QKeySequence{"Shift+R"}, calls);
}

}  // namespace weft::gui
