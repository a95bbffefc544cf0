// Proxies' connections to the control plane.
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"

#include <utility>

namespace weft::sim {
namespace {

mesh::control::ProxyIdentity proxy_of(const Pod& pod) {
    return {.name = pod.name,
            .ns = pod.object.meta.ns,
            .labels = pod.object.meta.labels,
            .zone = pod.object.zone,
            .node = pod.object.node,
            .kind = pod.kind,
            .calls = pod.calls,
            .ports = pod.object.ports};
}

}  // namespace

using mesh::Purpose;
using State = ControlConnection::State;

void ControlLink::connect(Pod& pod) {
    if (is_settled_) return ask_control(pod);
    world_.discovery_.connect(proxy_of(pod));
}

void ControlLink::disconnect(Pod& pod) {
    world_.discovery_.disconnect(pod.name, world_.now_);
    pod.is_configured = false;
    await_control(pod, State::closed, mesh::never);
}

bool ControlLink::reaches(const Pod& pod) const {
    const EnvironmentState& environment = world_.environment_;
    return !environment.control_down() && !environment.is(PodMark::control_cut, pod.id);
}

void ControlLink::ask_control(Pod& pod) {
    if (!reaches(pod)) return await_control(pod, State::refused, later_try(pod));
    const auto at = world_.discovery_.admit(world_.now_);
    if (!at) return await_control(pod, State::refused, later_try(pod));
    if (*at > world_.now_) return await_control(pod, State::waiting, *at);
    open_control(pod);
}

/// Those of one instant are answered together.
void ControlLink::open_control(Pod& pod) {
    world_.discovery_.connect(proxy_of(pod));
    pod.control.refusals = 0;
    keep_connected(pod);
    if (std::exchange(has_callers_, true)) return;
    world_.events_.at_control(world_.now_, EventKind::proxies_connected, 0);
}

/// Its connection lasts until it is too old.
void ControlLink::keep_connected(Pod& pod) {
    const auto& rules = world_.plan_.defaults.push.connections;
    Instant end = mesh::never;
    if (rules.max_age > Duration::zero()) {
        mesh::Draws draws = mesh::Draws{world_.plan_.seed, pod.name}.of(Purpose::control_connection,
                                                                        pod.control.draws++);
        end = world_.now_ + age_of(rules, draws.next());
    }
    await_control(pod, State::open, end);
}

/// `never` if nothing will happen of itself.
void ControlLink::await_control(Pod& pod, State state, Instant next) {
    pod.control.state = state;
    pod.control.next = next;
    if (next < world_.plan_.horizon)
        world_.events_.at_control(next, EventKind::control_connection, pod.id.number());
}

/// When a proxy that was refused asks again.
Instant ControlLink::later_try(Pod& pod) {
    const auto& rules = world_.plan_.defaults.push.connections;
    if (rules.retry.max == Duration::zero()) return mesh::never;
    mesh::Draws draws = mesh::Draws{world_.plan_.seed, pod.name}.of(Purpose::control_connection,
                                                                    pod.control.draws++);
    return world_.now_ + mesh::backoff_delay(rules.retry, ++pod.control.refusals, draws.next());
}

void ControlLink::on_connection(Pod& pod) {
    const bool is_due = pod.control.next == world_.now_;
    if (!is_due || pod.stage == PodStage::gone) return;  // Long out of date.
    switch (pod.control.state) {
        case State::open:
            world_.discovery_.disconnect(pod.name, world_.now_);
            return ask_control(pod);
        case State::refused:
            return ask_control(pod);
        case State::waiting:
            return open_control(pod);
        case State::closed:
            return;
    }
}

void ControlLink::answer_callers() {
    has_callers_ = false;
    if (world_.environment_.control_down()) return;
    world_.discovery_.queue_pushes(world_.now_);
    start_pushes();
}

/// Nobody reads news, nothing is pushed any more, and proxies lose their connections.
void ControlLink::lose() {
    ++starts_;
    world_.discovery_.stop(world_.now_);
    for (const auto& pod : world_.pods_) {
        const State state = pod->control.state;
        if (pod->stage != PodStage::gone && (state == State::open || state == State::waiting))
            await_control(*pod, State::refused, later_try(*pod));
    }
}

/// A control plane that starts reads the whole store. Proxies come back to it when they try again,
/// or at once if they know no back-off.
void ControlLink::restart() {
    world_.discovery_.restart();
    for (auto& news : streams_) {
        while (!news.empty()) {
            world_.discovery_.learn(news.front().change);
            news.pop_front();
            ++world_.books_.news_heard;
        }
    }
    reach_again();
}

void ControlLink::cut(Pod& pod) {
    const State state = pod.control.state;
    const bool has_way = state == State::open || state == State::waiting;
    if (!is_settled_ || !has_way || pod.stage == PodStage::gone) return;
    world_.discovery_.disconnect(pod.name, world_.now_);
    await_control(pod, State::refused, later_try(pod));
}

void ControlLink::reach_again() {
    for (const auto& pod : world_.pods_) {
        const bool waits = pod->control.state == State::refused && pod->control.next == mesh::never;
        if (!waits || !reaches(*pod)) continue;
        if (pod->stage != PodStage::gone && world_.nodes_->runs(*pod)) ask_control(*pod);
    }
}

}  // namespace weft::sim
