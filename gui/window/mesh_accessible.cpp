#include "gui/window/mesh_accessible.hpp"

#include "gui/picture/spoken_mesh.hpp"
#include "gui/window/said.hpp"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <memory>
#include <vector>

namespace weft::gui {
namespace {

/// One box of the mesh. It belongs to Qt's cache, which the mesh's own interface empties.
class BoxAccessible final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    BoxAccessible(MeshWidget& mesh, std::uint32_t box) : mesh_(&mesh), box_(box) {}

    std::uint32_t number() const { return box_; }

    bool isValid() const override { return mesh_ && box_ < mesh_->graph().boxes.size(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return mesh_->window()->windowHandle(); }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(mesh_);
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text which) const override;
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override;
    QAccessible::State state() const override;
    QList<QPair<QAccessibleInterface*, QAccessible::Relation>> relations(
        QAccessible::Relation match) const override;

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type != QAccessible::ActionInterface) return nullptr;
        return static_cast<QAccessibleActionInterface*>(this);
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override {
        if (isValid() && name == pressAction()) mesh_->select_box(box_);
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    QPointer<MeshWidget> mesh_;
    std::uint32_t box_;
};

/// The widget, whose children are its boxes.
class MeshAccessible final : public QAccessibleWidget {
public:
    explicit MeshAccessible(MeshWidget& mesh)
        : QAccessibleWidget(&mesh, QAccessible::List), mesh_(mesh) {}
    ~MeshAccessible() override { forget(); }

    int childCount() const override { return static_cast<int>(mesh_.graph().boxes.size()); }
    QAccessibleInterface* child(int index) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* const box = dynamic_cast<const BoxAccessible*>(child);
        return box != nullptr ? static_cast<int>(box->number()) : -1;
    }
    QAccessibleInterface* focusChild() const override {
        const std::uint32_t box = mesh_.current_box();
        return mesh_.hasFocus() && box != none ? child(static_cast<int>(box)) : nullptr;
    }

private:
    void forget() const {
        for (const QAccessible::Id id : boxes_)
            QAccessible::deleteAccessibleInterface(id);
        boxes_.clear();
    }

    MeshWidget& mesh_;
    mutable std::vector<QAccessible::Id> boxes_;  ///< Of Qt's cache, by number.
};

QString BoxAccessible::text(QAccessible::Text which) const {
    if (!isValid()) return {};
    if (which == QAccessible::Description)
        return QString::fromStdString(spoken_links(mesh_->graph(), box_, said));
    if (which != QAccessible::Name) return {};
    const Session& session = mesh_->session();
    const QString words = QString::fromStdString(spoken_box(
        mesh_->graph(), mesh_->look(), session.topology(), session.snapshot(), box_, said));
    const bool is_pinned = mesh_->marks().is_pinned(box_);
    return is_pinned ? words + ", " + QCoreApplication::translate("weft::gui::MeshWidget", "pinned")
                     : words;
}

QRect BoxAccessible::rect() const {
    if (!isValid()) return {};
    const QRect place = mesh_->place_of_box(box_).toAlignedRect();
    return {mesh_->mapToGlobal(place.topLeft()), place.size()};
}

QAccessible::State BoxAccessible::state() const {
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.focusable = true;
    state.selectable = true;
    state.selected = mesh_->selected_box() == box_;
    state.focused = mesh_->hasFocus() && mesh_->current_box() == box_;
    state.offscreen = !mesh_->place_of_box(box_).intersects(mesh_->rect());
    return state;
}

/// Who calls controls whom it calls.
QList<QPair<QAccessibleInterface*, QAccessible::Relation>> BoxAccessible::relations(
    QAccessible::Relation match) const {
    QList<QPair<QAccessibleInterface*, QAccessible::Relation>> found;
    if (!isValid()) return found;
    const QAccessibleInterface* const mesh = parent();
    for (const MeshGraph::Link& link : mesh_->graph().links) {
        if (link.from == box_ && match.testFlag(QAccessible::Controlled))
            found.push_back({mesh->child(static_cast<int>(link.to)), QAccessible::Controlled});
        if (link.to == box_ && match.testFlag(QAccessible::Controller))
            found.push_back({mesh->child(static_cast<int>(link.from)), QAccessible::Controller});
    }
    return found;
}

QAccessibleInterface* MeshAccessible::child(int index) const {
    if (index < 0 || index >= childCount()) return nullptr;
    // Another graph has other boxes; what a reader still holds of the old ones is forgotten.
    if (static_cast<int>(boxes_.size()) != childCount()) {
        forget();
        for (std::uint32_t box = 0; box < mesh_.graph().boxes.size(); ++box)
            boxes_.push_back(
                QAccessible::registerAccessibleInterface(new BoxAccessible(mesh_, box)));
    }
    return QAccessible::accessibleInterface(boxes_[static_cast<std::size_t>(index)]);
}

QAccessibleInterface* MeshAccessible::childAt(int x, int y) const {
    const QPointF place = mesh_.mapFromGlobal(QPointF(x, y));
    for (int box = 0; box < childCount(); ++box)
        if (mesh_.place_of_box(static_cast<std::uint32_t>(box)).contains(place)) return child(box);
    return nullptr;
}

QAccessibleInterface* interface_of_mesh(const QString&, QObject* object) {
    auto* const mesh = dynamic_cast<MeshWidget*>(object);
    return mesh != nullptr ? new MeshAccessible(*mesh) : nullptr;
}

/// What was heard, and when.
struct Announcer {
    StateNews news;
    QElapsedTimer clock;
    QTimer later;
};

void announce(MeshWidget& mesh, Announcer& announcer) {
    if (!QAccessible::isActive() || !mesh.is_laid_out()) return;
    const mesh::Duration now{announcer.clock.nsecsElapsed()};
    const std::string news = announcer.news.hear(mesh.graph(), mesh.look(), now, said);
    if (announcer.news.has_more() && !announcer.later.isActive()) announcer.later.start();
    if (news.empty()) return;
    mesh.setAccessibleDescription(QString::fromStdString(news));
    QAccessibleEvent alert{&mesh, QAccessible::Alert};
    QAccessible::updateAccessibility(&alert);
}

}  // namespace

void make_accessible(MeshWidget& mesh, Session& session) {
    QAccessible::installFactory(interface_of_mesh);  // Once: Qt knows it by its address.
    auto announcer = std::make_shared<Announcer>();
    announcer->clock.start();
    announcer->later.setSingleShot(true);
    announcer->later.setInterval(std::chrono::seconds{1});
    const auto speak = [&mesh, announcer] { announce(mesh, *announcer); };
    QObject::connect(&announcer->later, &QTimer::timeout, &mesh,
                     [&mesh, it = announcer.get()] { announce(mesh, *it); });
    QObject::connect(&session, &Session::snapshotChanged, &mesh, speak);
    const auto tell_focus = [&mesh] {
        const std::uint32_t box = mesh.current_box();
        if (!QAccessible::isActive() || box == none) return;
        QAccessibleEvent focus{&mesh, QAccessible::Focus};
        focus.setChild(static_cast<int>(box));
        QAccessible::updateAccessibility(&focus);
    };
    QObject::connect(&session, &Session::selectionChanged, &mesh, tell_focus);
    mesh.on_walk = tell_focus;  // What stands for many is no selection.
}

}  // namespace weft::gui
