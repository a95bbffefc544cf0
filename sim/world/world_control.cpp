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
    const bool is_deleted = event.change == StoreEvent::Change::deleted;
    mesh::control::ObjectChange change{event.key, is_deleted ? nullptr : event.object};
    if (!link_->is_settled) return discovery_.learn(change);
    const bool is_pod = event.key.kind == "Pod";
    const auto stream = static_cast<std::size_t>(is_pod ? ControlLink::Stream::endpoints
                                                        : ControlLink::Stream::rules);
    const std::string owner = "news/" + event.key.kind + "/" + event.key.ns + "/" + event.key.name;
    mesh::Draws draws =
        mesh::Draws{plan_.seed, owner}.of(Purpose::propagation, link_->changes[event.key]++);
    Duration way = link_->watch(draws);
    if (is_pod) way += link_->endpoint_slices(draws);
    auto& news = link_->streams[stream];
    const Instant at = news.empty() ? now_ + way : std::max(now_ + way, news.back().at);
    news.push_back({at, std::move(change)});
    events_.at_control(at, EventKind::news_arrives, static_cast<Handle>(stream));
}

/// The next of a stream is at the control plane; while that is down, nobody reads.
void World::on_news(Handle stream) {
    if (environment_.control_down()) return;
    auto& news = link_->streams[stream];
    while (!news.empty() && news.front().at <= now_) {
        const Instant before = discovery_.next_look();
        discovery_.hear(std::move(news.front().change), now_);
        news.pop_front();
        if (discovery_.next_look() != before) look_at_control();
    }
}

void World::look_at_control() {
    events_.at_control(discovery_.next_look(), EventKind::config_push, 0);
}

/// Pushes what has gathered, if it is time.
void World::on_look() {
    if (!link_->is_settled) return settle();
    if (environment_.control_down() || discovery_.next_look() != now_) return;
    const bool pushes = discovery_.look(now_);
    if (discovery_.next_look() != mesh::never) look_at_control();
    if (!pushes) return;
    facts_.add(observe::Change{.at = now_,
                               .kind = observe::Change::Kind::config_pushed,
                               .value = discovery_.plane().version()});
    start_pushes();
}

/// At the start every proxy holds what it must know.
void World::settle() {
    link_->is_settled = true;
    for (const auto& push : discovery_.all_pushes())
        configure(*pod_by_name_.at(push.proxy), push.config, EventKind::config_push);
    facts_.add(observe::Change{.at = now_,
                               .kind = observe::Change::Kind::config_pushed,
                               .value = discovery_.plane().version()});
}

void World::start_pushes() {
    while (auto push = discovery_.start()) {
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
    discovery_.done(pod.name);
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

/// A proxy that is new, or has lost the control plane, asks for all that it must know. Those of one
/// instant are answered together.
void World::connect_proxy(const Pod& pod) {
    if (environment_.control_down()) return;  // It comes back when there is one.
    discovery_.connect({.name = pod.name,
                        .ns = pod.object.meta.ns,
                        .labels = pod.object.meta.labels,
                        .zone = pod.object.zone,
                        .node = pod.object.node});
    if (!link_->is_settled || std::exchange(link_->has_callers, true)) return;
    events_.at_control(now_, EventKind::proxies_connected, 0);
}

void World::answer_callers() {
    link_->has_callers = false;
    if (environment_.control_down()) return;
    discovery_.queue_pushes();
    start_pushes();
}

/// Nobody reads news, and nothing is pushed any more.
void World::stop_control(FaultId fault) {
    const bool was_down = environment_.control_down();
    environment_.stop_control(fault);
    if (was_down) return;
    ++link_->starts;
    discovery_.stop();
}

void World::slow_control(FaultId fault, double factor) {
    environment_.slow_control(fault, factor);
}

/// A control plane that starts reads the whole store, and all proxies come back to it at once.
void World::restart_control() {
    discovery_.restart();
    for (auto& news : link_->streams) {
        while (!news.empty()) {
            discovery_.learn(news.front().change);
            news.pop_front();
        }
    }
    for (const auto& pod : pods_) {
        const bool runs = pod->stage != PodStage::created && pod->stage != PodStage::gone;
        if (runs && (pod->is_client() || pod->owner != nullptr)) connect_proxy(*pod);
    }
}

}  // namespace weft::sim
