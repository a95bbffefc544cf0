// What of the mesh is shown.
#include "gui/picture/walk.hpp"
#include "gui/source/declared.hpp"
#include "gui/window/mesh_widget.hpp"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

/// By service.
std::vector<bool> unaccepted(const Filter& filter,
                             const Topology& topology,
                             const Snapshot& snapshot) {
    std::vector<bool> services(topology.services.size());
    if (filter.accepts_all()) return services;
    for (std::uint32_t service = 0; service < services.size(); ++service)
        services[service] = !filter.accepts(topology, snapshot, service);
    return services;
}

/// By pod; of no pod where they are no boxes.
std::vector<bool> gone_pods(const Snapshot& snapshot, Level level) {
    std::vector<bool> gone;
    if (level < Level::pod) return gone;
    for (const PodState& pod : snapshot.pods)
        gone.push_back(pod.life == PodState::Life::gone);
    return gone;
}

}  // namespace

void MeshWidget::rebuild() {
    if (!session_.has_run() || leader_ != nullptr) return;
    const Topology& topology = session_.topology();
    const Filter& filter = session_.filter();
    view_.hidden =
        unaccepted(filter_dims_ ? filter.hiding() : filter, topology, session_.snapshot());
    dimmed_ =
        filter_dims_ ? unaccepted(filter, topology, session_.snapshot()) : std::vector<bool>{};
    update_faded();
    view_.gone = gone_pods(session_.snapshot(), view_.level);
    wanted_ = mesh_graph(topology, view_);
    if (wanted_ == graph_) {
        update_look();
        return;
    }
    QThreadPool::globalInstance()->start([graph = wanted_, self = QPointer<MeshWidget>{this}] {
        Placement placement = lay_out(graph);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [graph, self, placement = std::move(placement)] {
                if (self && self->wanted_ == graph) self->take(graph, placement);
            },
            Qt::QueuedConnection);
    });
}

/// Where pods are boxes, they come and go; so do services that a filter accepts by their figures.
void MeshWidget::follow_moment() {
    if (!session_.has_run()) return;
    if (session_.filter().asks_figures() ||
        gone_pods(session_.snapshot(), view_.level) != view_.gone)
        rebuild();
    update_look();
}

void MeshWidget::set_view(MeshView view) {
    view_ = std::move(view);
    MeshView chosen = view_;
    chosen.hidden.clear();  // By the filter and the moment.
    chosen.gone.clear();
    session_.set_view(chosen);
    follows_size_ = true;
    rebuild();
}

void MeshWidget::set_filter_dims(bool on) {
    filter_dims_ = on;
    rebuild();
}

/// What the filter does not accept, and while something is pointed at, what is not near it.
void MeshWidget::update_faded() {
    marks_.faded.assign(graph_.boxes.size(), false);
    if (is_hovered_ && marks_.pointed_box < graph_.boxes.size()) {
        marks_.faded = boxes_near(graph_, marks_.pointed_box);
        marks_.faded.flip();
    }
    const auto is_dimmed = [this](std::uint32_t service) {
        return service < dimmed_.size() && dimmed_[service];
    };
    for (std::size_t box = 0; box < graph_.boxes.size(); ++box)
        if (std::ranges::all_of(graph_.boxes[box].services, is_dimmed)) marks_.faded[box] = true;
    is_stale_ = true;
    update();
}

void MeshWidget::set_level(Level level) {
    MeshView view = view_;
    view.level = level;
    view.opened.clear();
    set_view(std::move(view));
}

void MeshWidget::show_all() {
    set_view(view_.of_all());
}

void MeshWidget::set_by_zone(bool on) {
    MeshView view = view_;
    view.by_zone = on;
    set_view(std::move(view));
}

void MeshWidget::set_control(bool on) {
    MeshView view = view_;
    view.with_control = on;
    set_view(std::move(view));
}

/// It takes a while where there are many manifests, and may come later.
void MeshWidget::read_declared() {
    declared_ = nullptr;
    const std::string file = session_.run().file();
    QThreadPool::globalInstance()->start([file, self = QPointer<MeshWidget>{this}] {
        auto declared = std::make_shared<const Declared>(Declared::of(file));
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [file, self, declared = std::move(declared)] {
                if (!self || self->session_.run().file() != file) return;
                self->declared_ = declared;
                self->update_look();
                if (self->on_declared) self->on_declared(*declared);
            },
            Qt::QueuedConnection);
    });
}

void MeshWidget::set_plain(bool on) {
    is_plain_ = on;
    update_look();
}

void MeshWidget::set_caption(const QString& caption) {
    caption_ = caption;
    update();
}

void MeshWidget::follow(const MeshWidget& leader) {
    leader_ = &leader;
    read_declared();
    follows_size_ = false;
    update();
}

void MeshWidget::follow_leader() {
    with_dots_ = leader_->with_dots_;
    if (graph_ == leader_->graph_ && marks_ == leader_->marks_ && zoom_ == leader_->zoom_ &&
        offset_ == leader_->offset_ && pins_ == leader_->pins_)
        return;
    graph_ = leader_->graph_;
    wanted_ = graph_;
    placement_ = leader_->placement_;
    pins_ = leader_->pins_;
    view_ = leader_->view_;
    marks_ = leader_->marks_;
    zoom_ = leader_->zoom_;
    offset_ = leader_->offset_;
    update_look();
}

void MeshWidget::set_dots(bool on) {
    with_dots_ = on;
    is_stale_ = true;  // Whoever follows hears of a picture that is painted anew.
    update();
}

}  // namespace weft::gui
