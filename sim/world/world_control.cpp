#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::sim {

using mesh::Purpose;

/// Brings controllers up to date with the store, and sends the news to the control plane.
void World::follow_store() {
    while (store_seen_ < store_.version()) {
        // What controllers write meanwhile is seen in the next round.
        const auto span = store_.since(store_seen_);
        const std::vector<StoreEvent> news{span.begin(), span.end()};
        store_seen_ = store_.version();
        store_.forget(store_seen_);
        for (const StoreEvent& event : news) {
            send_news(event);
            if (event.change == StoreEvent::Change::deleted) continue;
            follow(*event.object);
        }
    }
}

/// What controllers do about a new or changed object.
void World::follow(const mesh::control::Resource& object) {
    if (const auto* const workload = std::get_if<mesh::control::Workload>(&object)) {
        return reconcile(*workload);
    }
    const auto* const pod = std::get_if<mesh::control::Pod>(&object);
    if (pod != nullptr && link_->is_settled) {
        reconcile_owner(*pod_by_name_.at(pod->meta.name + "." + pod->meta.ns));
    }
}

/// A cluster that starts is known to its control plane; later news take their time.
void World::send_news(const StoreEvent& event) {
    if (!link_->is_settled) return learn(event);
    const bool is_pod = event.key.kind == "Pod";
    const auto stream = static_cast<std::size_t>(is_pod ? ControlLink::Stream::endpoints
                                                        : ControlLink::Stream::rules);
    mesh::Draws draws = mesh::Draws{plan_.seed, "news"}.of(
        Purpose::propagation, static_cast<std::uint32_t>(++link_->changes));
    Duration way = link_->watch(draws);
    if (is_pod) way += link_->endpoint_slices(draws);
    auto& news = link_->streams[stream];
    const Instant at = news.empty() ? now_ + way : std::max(now_ + way, news.back().at);
    news.push_back({at, event});
    events_.at_control(at, EventKind::news_arrives, static_cast<Handle>(stream));
}

void World::learn(const StoreEvent& event) {
    if (event.change == StoreEvent::Change::deleted) {
        control_.remove(event.key);
    } else {
        control_.apply(*event.object);
    }
}

/// The next of a stream is at the control plane; while that is down, nobody reads.
void World::on_news(Handle stream) {
    if (environment_.control_down()) return;
    auto& news = link_->streams[stream];
    while (!news.empty() && news.front().at <= now_) {
        link_->gathered.push_back(std::move(news.front().event));
        news.pop_front();
        gather();
    }
}

/// Something changed that proxies may have to be told.
void World::gather() {
    const Instant before = link_->debounce.next_look();
    link_->debounce.on_change(now_);
    if (link_->debounce.next_look() != before) look_at_control();
}

void World::look_at_control() {
    events_.at_control(link_->debounce.next_look(), EventKind::config_push, 0);
}

/// Pushes what has gathered, if it is time.
void World::on_look() {
    if (!link_->is_settled) return settle();
    if (environment_.control_down() || link_->debounce.next_look() != now_) return;
    if (!link_->debounce.look(now_)) return look_at_control();
    for (const StoreEvent& event : link_->gathered)
        learn(event);
    link_->gathered.clear();
    if (queue_pushes()) {
        facts_.add(observe::Change{
            .at = now_, .kind = observe::Change::Kind::config_pushed, .value = control_.version()});
    }
}

/// At the start every proxy holds what it must know.
void World::settle() {
    link_->is_settled = true;
    for (const auto& push : control_.pushes())
        configure(*pod_by_name_.at(push.proxy), push.config, EventKind::config_push);
    facts_.add(observe::Change{
        .at = now_, .kind = observe::Change::Kind::config_pushed, .value = control_.version()});
}

/// Queues what proxies must be told. Whether there was anything.
bool World::queue_pushes() {
    const auto pushes = control_.pushes();
    for (const auto& push : pushes)
        link_->queue.add(push);
    start_pushes();
    return !pushes.empty();
}

void World::start_pushes() {
    while (auto push = link_->queue.start()) {
        Pod& pod = *pod_by_name_.at(push->proxy);
        SentConfig& sent = link_->sent.take();
        sent.pod = &pod;
        sent.config = std::move(push->config);
        sent.start = link_->starts;
        mesh::Draws draws =
            mesh::Draws{plan_.seed, pod.name}.of(Purpose::propagation, ++pod.pushes);
        const Duration work = environment_.push_work(link_->push_work(draws));
        events_.at_control(now_ + work, EventKind::push_sent, sent.self);
    }
}

/// The control plane is done with one proxy, and turns to the next.
void World::on_push_sent(SentConfig& sent) {
    if (sent.start != link_->starts) return forget(sent);
    Pod& pod = *sent.pod;
    link_->queue.done(pod.name);
    mesh::Draws draws = mesh::Draws{plan_.seed, pod.name}.of(Purpose::propagation, ++pod.pushes);
    pod.configured_at = std::max(pod.configured_at, now_ + link_->apply(draws));
    events_.at_control(pod.configured_at, EventKind::config_arrives, sent.self);
    start_pushes();
}

void World::on_config(SentConfig& sent) {
    Pod& pod = *sent.pod;
    const auto config = std::move(sent.config);
    forget(sent);
    if (pod.stage == PodStage::gone) return;
    configure(pod, config, EventKind::config_arrives);
    try_ready(pod);
}

void World::forget(SentConfig& sent) {
    sent.config.reset();
    link_->sent.give_back(sent);
}

void World::configure(Pod& pod,
                      const std::shared_ptr<const mesh::ProxyConfig>& config,
                      EventKind kind) {
    count({now_, kind, 0}, pod, {});
    tell_sidecar(pod, mesh::input::ConfigPushed{config}, mesh::Draws{plan_.seed, pod.name});
}

/// A proxy that is new, or has lost the control plane, asks for all that it must know.
void World::connect_proxy(Pod& pod) {
    if (environment_.control_down()) return;  // It comes back when there is one.
    control_.connect({.name = pod.name,
                      .ns = pod.object.meta.ns,
                      .labels = pod.object.meta.labels,
                      .zone = pod.object.zone,
                      .node = pod.object.node});
    if (link_->is_settled) queue_pushes();
}

void World::disconnect_proxy(Pod& pod) {
    control_.disconnect(pod.name);
    link_->queue.remove(pod.name);
}

/// Nobody reads news, and nothing is pushed any more.
void World::stop_control(FaultId fault) {
    const bool was_down = environment_.control_down();
    environment_.stop_control(fault);
    if (was_down) return;
    ++link_->starts;
    link_->queue.clear();
    link_->debounce.clear();
}

void World::slow_control(FaultId fault, double factor) {
    environment_.slow_control(fault, factor);
}

/// A control plane that starts reads the whole store, and all proxies come back to it at once.
void World::restart_control() {
    for (const StoreEvent& event : link_->gathered)
        learn(event);
    link_->gathered.clear();
    for (auto& news : link_->streams) {
        while (!news.empty()) {
            learn(news.front().event);
            news.pop_front();
        }
    }
    for (const auto& pod : pods_) {
        const bool runs = pod->stage != PodStage::created && pod->stage != PodStage::gone;
        if (runs && (pod->is_client() || pod->owner != nullptr)) connect_proxy(*pod);
    }
}

}  // namespace weft::sim
