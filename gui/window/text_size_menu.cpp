// How large all text of the window is.
#include "gui/window/main_window.hpp"
#include "gui/window/text_scale.hpp"

#include <QActionGroup>
#include <QMenu>
#include <QSettings>

namespace weft::gui {
namespace {

constexpr const char* text_size_key = "text-size";
constexpr int usual_size = 100;

}  // namespace

/// What was chosen is there the next time.
void MainWindow::build_text_sizes(QMenu& view) {
    QMenu& menu = *view.addMenu(tr("Te&xt Size"));
    menu.setObjectName("text-sizes");
    auto* const group = new QActionGroup(&menu);
    const int kept = QSettings{}.value(text_size_key, usual_size).toInt();
    for (const int percent : text_sizes) {
        QAction* const action = add(menu, tr("%1 %").arg(percent), {}, [percent] {
            QSettings{}.setValue(text_size_key, percent);
            set_text_size(percent);
        });
        action->setCheckable(true);
        action->setChecked(percent == kept);
        group->addAction(action);
        if (percent == kept && percent != usual_size) set_text_size(percent);
    }
}

}  // namespace weft::gui
