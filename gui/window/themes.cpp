// How the window looks: as the desktop does, or as its user wants it.
#include "gui/window/main_window.hpp"

#include <QActionGroup>
#include <QApplication>
#include <QEvent>
#include <QMenu>
#include <QSettings>

#include <utility>

namespace weft::gui {
namespace {

constexpr const char* theme_key = "theme";

}  // namespace

void MainWindow::follow_desktop() {
    QApplication::setPalette(QPalette{});  // The desktop's again.
    set_theme(desktop_theme(QApplication::palette()));
    themes_->actions().first()->setChecked(true);
}

bool MainWindow::event(QEvent* event) {
    const bool is_change = event->type() == QEvent::ThemeChange;
    if (is_change && themes_->actions().first()->isChecked()) follow_desktop();
    return QMainWindow::event(event);
}

/// The one that is ticked is the one that is shown, whoever chose it.
void MainWindow::tick_theme(Theme theme) {
    for (QAction* const action : themes_->actions())
        if (action->data() == QVariant{static_cast<int>(theme)}) action->setChecked(true);
}

void MainWindow::build_themes(QMenu& view) {
    themes_ = new QActionGroup(this);
    const QVariant kept = QSettings{}.value(theme_key);
    const auto add_theme = [&](const QString& text, bool is_kept, std::function<void()> act) {
        QAction* const action = add(view, text, {}, std::move(act));
        action->setCheckable(true);
        action->setChecked(is_kept);
        return themes_->addAction(action);
    };
    add_theme(tr("Theme of the Desktop"), !kept.isValid(), [this] {
        QSettings{}.remove(theme_key);
        follow_desktop();
    });
    const std::pair<QString, Theme> choices[] = {{tr("&Light"), Theme::light},
                                                 {tr("Dar&k"), Theme::dark},
                                                 {tr("High &Contrast"), Theme::contrast}};
    for (const auto& [text, theme] : choices) {
        const bool is_kept = kept.isValid() && kept.toInt() == static_cast<int>(theme);
        add_theme(text, is_kept, [this, wanted = theme] {
            QSettings{}.setValue(theme_key, static_cast<int>(wanted));
            set_theme(wanted);
        })->setData(static_cast<int>(theme));
    }
}

}  // namespace weft::gui
