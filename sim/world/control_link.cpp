#include "sim/world/control_link.hpp"

#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/trust.hpp"

#include <algorithm>
#include <utility>

namespace weft::sim {

using mesh::Purpose;

void ControlLink::send(const StoreEvent& event) {
    const bool is_deleted = event.change == StoreEvent::Change::deleted;
    mesh::control::ObjectChange change{event.key, is_deleted ? nullptr : event.object, world_.now_};
    if (!is_settled_) return world_.discovery_.learn(change);
    const bool is_pod = event.key.kind == "Pod";
    const auto stream = static_cast<std::size_t>(is_pod ? Stream::endpoints : Stream::rules);
    const std::string owner = "news/" + event.key.kind + "/" + event.key.ns + "/" + event.key.name;
    mesh::Draws draws =
        mesh::Draws{world_.plan_.seed, owner}.of(Purpose::propagation, changes_[event.key]++);
    Duration way = watch_(draws);
    if (is_pod) way += endpoint_slices_(draws);
    auto& news = streams_[stream];
    const Instant at =
        news.empty() ? world_.now_ + way : std::max(world_.now_ + way, news.back().at);
    news.push_back({at, std::move(change)});
    ++world_.books_.news_sent;
    world_.events_.at_control(at, EventKind::news_arrives, static_cast<Handle>(stream));
}

/// The next of a stream is at the control plane; while that is down, nobody reads.
void ControlLink::on_news(Handle stream) {
    if (world_.environment_.control_down()) return;
    auto& news = streams_[stream];
    while (!news.empty() && news.front().at <= world_.now_) {
        const Instant before = world_.discovery_.next_look();
        world_.discovery_.hear(std::move(news.front().change), world_.now_);
        news.pop_front();
        ++world_.books_.news_heard;
        if (world_.discovery_.next_look() != before) look_at_control();
    }
}

void ControlLink::look_at_control() {
    world_.events_.at_control(world_.discovery_.next_look(), EventKind::config_push, 0);
}

void ControlLink::on_look() {
    if (!is_settled_) return settle();
    if (world_.environment_.control_down() || world_.discovery_.next_look() != world_.now_) return;
    const bool pushes = world_.discovery_.look(world_.now_);
    if (world_.discovery_.next_look() != mesh::never) look_at_control();
    if (!pushes) return;
    world_.facts_.add(observe::Change{.at = world_.now_,
                                      .kind = observe::Change::Kind::config_pushed,
                                      .value = world_.discovery_.plane().version()});
    start_pushes();
}

/// At the start every proxy holds what it must know.
void ControlLink::settle() {
    is_settled_ = true;
    world_.trust_->settle_certificates();
    for (const auto& push : world_.discovery_.all_pushes()) {
        Pod& pod = *world_.pod_by_name_.at(push.proxy);
        configure(pod, push.config, EventKind::config_push);
        pod.is_configured = pod.sidecar.config_version() > 0;
        keep_connected(pod);
    }
    world_.facts_.add(observe::Change{.at = world_.now_,
                                      .kind = observe::Change::Kind::config_pushed,
                                      .value = world_.discovery_.plane().version()});
    if (world_.environment_.control_down()) return lose();
    if (!world_.environment_.marks_any()) return;
    for (const auto& pod : world_.pods_) {
        if (!reaches(*pod)) cut(*pod);
    }
}

void ControlLink::start_pushes() {
    while (auto push = world_.discovery_.start(world_.now_)) {
        Pod& pod = *world_.pod_by_name_.at(push->proxy);
        SentConfig& sent = sent_.take();
        ++world_.books_.pushes_begun;
        sent.pod = &pod;
        sent.push = std::move(*push);
        sent.start = starts_;
        mesh::Draws draws =
            mesh::Draws{world_.plan_.seed, pod.name}.of(Purpose::propagation, ++pod.pushes);
        const Duration work = world_.environment_.push_work(push_work_(draws));
        world_.events_.at_control(world_.now_ + work, EventKind::push_sent, sent.self);
    }
}

/// The control plane is done with one proxy, and turns to the next.
void ControlLink::on_push_sent(Handle handle) {
    SentConfig& sent = sent_[handle];
    if (sent.start != starts_) return forget(sent);
    Pod& pod = *sent.pod;
    world_.discovery_.done(sent.push, world_.now_);
    sent.push.config = as_sent(sent.push.config);
    mesh::Draws draws =
        mesh::Draws{world_.plan_.seed, pod.name}.of(Purpose::propagation, ++pod.pushes);
    pod.configured_at = std::max(pod.configured_at, world_.now_ + apply_(draws));
    world_.events_.at_control(pod.configured_at, EventKind::config_arrives, sent.self);
    start_pushes();
}

void ControlLink::on_config(Handle handle) {
    SentConfig& sent = sent_[handle];
    Pod& pod = *sent.pod;
    if (world_.environment_.is(PodMark::config_held, pod.id)) return held_.push_back(handle);
    const mesh::control::Push push = std::move(sent.push);
    forget(sent);
    const bool is_there = pod.stage != PodStage::created && pod.stage != PodStage::gone;
    const bool is_cut = world_.environment_.is(PodMark::control_cut, pod.id);
    if (!is_there || is_cut || !world_.nodes_->runs(pod)) {
        world_.discovery_.answered(push, false, world_.now_);
        return record_push_times();
    }
    configure(pod, push.config, EventKind::config_arrives);
    const bool accepted = push.config->mistake == nullptr;
    world_.discovery_.answered(push, accepted, world_.now_);
    record_push_times();
    if (accepted) {
        world_.facts_.add(observe::Change{.at = world_.now_,
                                          .kind = observe::Change::Kind::config_applied,
                                          .pod = pod.name_number,
                                          .value = push.config->version});
        pod.is_configured = true;
        if (pod.waits_for_proxy) world_.agents_->let_app_start(pod);
    }
    world_.try_ready(pod);
}

void ControlLink::release_held() {
    const std::vector<Handle> held = std::exchange(held_, {});
    for (const Handle handle : held)
        on_config(handle);
}

/// What arrives of a configuration while faults act.
std::shared_ptr<const mesh::ProxyConfig> ControlLink::as_sent(
    const std::shared_ptr<const mesh::ProxyConfig>& config) {
    if (!world_.environment_.config_spoilt()) return config;
    auto& spoilt = spoilt_[config];
    if (spoilt == nullptr) {
        mesh::ProxyConfig copy = *config;
        copy.mistake = std::make_shared<const std::string>("a fault spoils it");
        spoilt = std::make_shared<const mesh::ProxyConfig>(std::move(copy));
    }
    return spoilt;
}

/// Once every proxy acts on what it was to be told.
void ControlLink::record_push_times() {
    const auto times = world_.discovery_.take_times();
    if (!times) return;
    using Kind = observe::Change::Kind;
    for (const auto& [kind, time] : {std::pair{Kind::config_converged, times->convergence},
                                     std::pair{Kind::config_queued, times->queue},
                                     std::pair{Kind::config_made, times->work}}) {
        world_.facts_.add(observe::Change{
            .at = world_.now_, .kind = kind, .value = static_cast<std::uint64_t>(time.count())});
    }
}

void ControlLink::overrule(
    const std::map<std::string, mesh::control::ServicePolicy, std::less<>>& of_hosts) {
    for (const auto& [host, policy] : of_hosts)
        world_.discovery_.overrule(host, policy);
    if (world_.environment_.control_down()) return;
    const Instant before = world_.discovery_.next_look();
    world_.discovery_.hear_of_policies(world_.now_);
    if (world_.discovery_.next_look() != before) look_at_control();
}

void ControlLink::tell_all_anew() {
    if (world_.environment_.control_down()) return;
    spoilt_.clear();
    const Instant before = world_.discovery_.next_look();
    world_.discovery_.hear_of_all(world_.now_);
    if (world_.discovery_.next_look() != before) look_at_control();
}

void ControlLink::hear_of_keys(const std::set<std::string>& missing) {
    const Instant before = world_.discovery_.next_look();
    world_.discovery_.hear_of_keys(missing, world_.now_);
    if (world_.discovery_.next_look() != before) look_at_control();
}

void ControlLink::forget(SentConfig& sent) {
    sent.push = {};
    sent_.give_back(sent);
    ++world_.books_.pushes_over;
}

void ControlLink::configure(Pod& pod,
                            const std::shared_ptr<const mesh::ProxyConfig>& config,
                            EventKind kind) {
    world_.count({world_.now_, kind, 0}, pod, {});
    world_.tell_sidecar(pod, mesh::input::ConfigPushed{config},
                        mesh::Draws{world_.plan_.seed, pod.name});
}

std::uint64_t ControlLink::news_on_way() const {
    std::uint64_t news = 0;
    for (const auto& stream : streams_)
        news += stream.size();
    return news;
}

}  // namespace weft::sim
