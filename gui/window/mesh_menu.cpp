#include "gui/window/mesh_menu.hpp"

#include "gui/window/mesh_widget.hpp"
#include "gui/window/side_by_side.hpp"

#include <QActionGroup>
#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace weft::gui {
namespace {

QString mesh_menu_text(const char* text) {
    return QCoreApplication::translate("weft::gui::MeshWidget", text);
}

/// Checked as the view says that one has come back to.
void follow_view(QAction& action, const MeshWidget& mesh, std::function<bool(const MeshView&)> is) {
    QObject::connect(
        &mesh.session(), &Session::viewChanged, &action,
        [&action, &mesh, is = std::move(is)] { action.setChecked(is(mesh.session().view())); });
}

/// One of each level, under the keys 1 to 5.
void add_levels(QMenu& view, MeshWidget& mesh) {
    QMenu& menu =
        *view.addMenu(mesh_menu_text(QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "L&evel")));
    menu.setObjectName("levels");
    auto* const levels = new QActionGroup(&menu);
    const std::tuple<const char*, const char*, Level> choices[] = {
        {"level-namespaces", QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Namespaces"), Level::ns},
        {"level-services", QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Services"), Level::service},
        {"level-versions", QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Versions"), Level::version},
        {"level-pods", QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Pods"), Level::pod},
        {"level-sidecars", QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "S&idecars"), Level::sidecar},
    };
    int key = Qt::Key_1;
    for (const auto& [name, text, level] : choices) {
        QAction* const action = menu.addAction(mesh_menu_text(text), &mesh,
                                               [&mesh, to = level] { mesh.set_level(to); });
        action->setObjectName(name);
        action->setShortcut(QKeySequence{key++});
        action->setCheckable(true);
        action->setChecked(level == mesh.view().level);
        levels->addAction(action);
        follow_view(*action, mesh,
                    [to = level](const MeshView& shown) { return shown.level == to; });
    }
}

/// Of the box where the keyboard is, and of all.
void add_pins(QMenu& view, MeshWidget& mesh) {
    QAction* const pin = view.addAction(
        mesh_menu_text(QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "Pin Here, or Unpin")), &mesh,
        [&mesh] { mesh.toggle_pin(mesh.current_box()); });
    pin->setObjectName("pin");
    pin->setShortcut(QKeySequence{"P"});
    QAction* const all =
        view.addAction(mesh_menu_text(QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "Unpin All")),
                       &mesh, [&mesh] { mesh.unpin_all(); });
    all->setObjectName("unpin-all");
}

}  // namespace

void add_pin_entry(QMenu& menu, MeshWidget& mesh) {
    const std::uint32_t box = mesh.asked_box();
    if (!mesh.can_pin(box)) return;
    const char* const text = mesh.marks().is_pinned(box)
                                 ? QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "Unpin")
                                 : QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "Pin Here");
    // While the menu is open, a run that goes on may give the boxes other numbers.
    menu.addAction(mesh_menu_text(text), &mesh, [&mesh, asked = mesh.graph().boxes[box]] {
        const auto& boxes = mesh.graph().boxes;
        mesh.toggle_pin(
            static_cast<std::uint32_t>(std::ranges::find(boxes, asked) - boxes.begin()));
    });
}

void add_mesh_actions(QMenu& view, MeshWidget& mesh) {
    add_levels(view, mesh);
    QAction* const zones = view.addAction(
        mesh_menu_text(QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "Group by &Zone")));
    zones->setCheckable(true);
    QObject::connect(zones, &QAction::toggled, &mesh, [&mesh](bool on) { mesh.set_by_zone(on); });
    follow_view(*zones, mesh, [](const MeshView& shown) { return shown.by_zone; });
    QAction* const control = view.addAction(
        mesh_menu_text(QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "Control &Plane")));
    control->setCheckable(true);
    control->setChecked(true);
    QObject::connect(control, &QAction::toggled, &mesh, [&mesh](bool on) { mesh.set_control(on); });
    follow_view(*control, mesh, [](const MeshView& shown) { return shown.with_control; });
    QAction* const dims = view.addAction(
        mesh_menu_text(QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "Filter Onl&y Dims")));
    dims->setCheckable(true);
    QObject::connect(dims, &QAction::toggled, &mesh,
                     [&mesh](bool on) { mesh.set_filter_dims(on); });
    add_pins(view, mesh);
    auto* const sides = dynamic_cast<SideBySide*>(mesh.parentWidget());
    if (sides == nullptr) return;
    QAction* const both = view.addAction(
        mesh_menu_text(QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "A and B Si&de by Side")));
    both->setShortcut(QKeySequence{"Ctrl+D"});
    both->setCheckable(true);
    QObject::connect(both, &QAction::toggled, sides, [sides](bool on) { sides->set_on(on); });
}

}  // namespace weft::gui
