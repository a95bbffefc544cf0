// For people whom moving pictures disturb: nothing moves but what they move.
#include "gui/window/main_window.hpp"

#include <QMenu>
#include <QSettings>

namespace weft::gui {
namespace {

constexpr const char* reduced_motion_key = "reduced-motion";

}  // namespace

/// Without dots, how busy a line is is told by its width alone.
void MainWindow::build_motion(QMenu& view, QAction& dots) {
    QAction* const reduced = add(view, tr("Reduced &Motion"), {}, [] {});
    reduced->setCheckable(true);
    connect(reduced, &QAction::toggled, this, [this, &dots](bool on) {
        QSettings{}.setValue(reduced_motion_key, on);
        dots.setEnabled(!on);
        mesh_->set_dots(!on && dots.isChecked());
        setAnimated(!on);
        mesh_->set_glides(!on);
    });
    mesh_->set_glides(true);
    reduced->setChecked(QSettings{}.value(reduced_motion_key).toBool());
}

}  // namespace weft::gui
