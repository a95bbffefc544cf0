#include "gui/window/mesh_menu.hpp"

#include "gui/window/mesh_widget.hpp"

#include <QActionGroup>
#include <QCoreApplication>

#include <utility>

namespace weft::gui {
namespace {

QString mesh_menu_text(const char* text) {
    return QCoreApplication::translate("weft::gui::MeshWidget", text);
}

/// One of each level, under the keys 1 to 5.
void add_levels(QMenu& view, MeshWidget& mesh) {
    QMenu& menu =
        *view.addMenu(mesh_menu_text(QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Level")));
    auto* const levels = new QActionGroup(&menu);
    const std::pair<const char*, Level> choices[] = {
        {QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Namespaces"), Level::ns},
        {QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Services"), Level::service},
        {QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Versions"), Level::version},
        {QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "&Pods"), Level::pod},
        {QT_TRANSLATE_NOOP("weft::gui::MeshWidget", "S&idecars"), Level::sidecar},
    };
    int key = Qt::Key_1;
    for (const auto& choice : choices) {
        QAction* const action =
            menu.addAction(mesh_menu_text(choice.first), &mesh,
                           [&mesh, level = choice.second] { mesh.set_level(level); });
        action->setShortcut(QKeySequence{key++});
        action->setToolTip(action->text() + " (" + action->shortcut().toString() + ")");
        action->setCheckable(true);
        action->setChecked(choice.second == mesh.view().level);
        levels->addAction(action);
    }
}

}  // namespace

void add_mesh_actions(QMenu& view, MeshWidget& mesh) {
    add_levels(view, mesh);
}

}  // namespace weft::gui
