#include "mesh/proxy/sidecar.hpp"

#include "mesh/proxy/own_answers.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace weft::mesh {
void Sidecar::handle(const Input& input, Instant now, Draws& draws, Actions& out) {
    const Moment moment{now, draws, out};
    std::visit([&](const auto& what) { on(what, moment); }, input);
}

std::uint64_t Sidecar::config_version() const {
    return epochs_.empty() ? 0 : epochs_.back().config->version;
}

void Sidecar::on(const input::RequestStarted& input, const Moment& moment) {
    Stream& stream = input.stream;
    assert(stream.phase == Stream::Phase::idle);
    if (epochs_.empty()) {
        stream.flags.add(Flag::NR);
        return reply(stream, input.id, own_answer::no_route, moment);
    }
    RouteMemo::Entry* const known = memo_.find(input.shape);
    RouteMemo::Entry& entry = known != nullptr ? *known : remember_route(input.shape);
    stream.epoch = next_epoch_ - 1;
    ++epochs_.back().streams;
    stream.route = entry.route;
    if (entry.route == nullptr) {
        stream.flags.add(Flag::NR);
        return reply(stream, input.id, own_answer::no_route, moment);
    }
    stream.shape = entry.sent;
    stream.is_explained = input.explained;
    if (input.destination) stream.host = {.id = *input.destination};
    stream.set_hash(entry.hash);
    if (entry.is_direct) return enter_slot(stream, input.id, *entry.cluster_slot, moment);
    const Route& route = *entry.route;
    if (route.delay && route.delay->share.admits(moment.draws.of(Purpose::fault_delay).next())) {
        stream.flags.add(Flag::DI);
        stream.phase = Stream::Phase::delayed;
        return set_timer(stream, input.id, TimerKind::injected_delay, route.delay->delay, moment);
    }
    route_on(stream, input.id, &entry, moment);
}

RouteMemo::Entry& Sidecar::remember_route(ShapeId shape) {
    const RequestHead& head = around_.shapes.head(shape);
    RouteMemo::Entry entry;
    entry.shape = shape.number();
    entry.sent = shape;
    entry.route = epochs_.back().config->find_route(head);
    if (entry.route != nullptr) {
        entry.hash = request_hash(entry.route->hash, head, name_);
        if (entry.route->edits_by_cluster()) {
            entry.by_cluster = memo_.add_shapes(shapes_by_cluster(*entry.route, head));
        } else {
            entry.sent = around_.shapes.intern(apply_edits(*entry.route, head));
        }
    }
    return *memo_.insert(entry);
}

std::vector<ShapeId> Sidecar::shapes_by_cluster(const Route& route, const RequestHead& head) {
    std::vector<ShapeId> shapes;
    for (std::size_t cluster = 0; cluster < route.clusters.size(); ++cluster)
        shapes.push_back(around_.shapes.intern(apply_edits(route, head, cluster)));
    return shapes;
}

/// From the fault filter to the first attempt. `entry` is null after an injected delay.
void Sidecar::route_on(Stream& stream, StreamId id, RouteMemo::Entry* entry, const Moment& moment) {
    const Route& route = *stream.route;
    if (route.abort && route.abort->share.admits(moment.draws.of(Purpose::fault_abort).next())) {
        stream.flags.add(Flag::FI);
        return reply(stream, id, route.abort->status, moment);
    }
    if (const auto status = route.own_answer()) return reply(stream, id, *status, moment);

    if (!route.mirrors.empty()) send_mirrors(stream, id, moment);
    if (entry != nullptr && entry->cluster_slot) {
        return enter_slot(stream, id, *entry->cluster_slot, moment);
    }
    std::size_t chosen = 0;
    if (route.clusters.size() > 1) {
        chosen = weighted_choice(route.clusters, moment.draws.of(Purpose::route_weight).next());
    }
    if (entry != nullptr && entry->by_cluster) {
        stream.shape = memo_.shape(*entry->by_cluster + chosen);
    } else if (entry == nullptr && route.edits_by_cluster()) {
        const RequestHead& head = around_.shapes.head(stream.shape);
        stream.shape = around_.shapes.intern(apply_edits(route, head, chosen));
    }
    enter_cluster(stream, id, route.clusters[chosen].cluster, moment);
    if (entry != nullptr && route.clusters.size() == 1 && stream.cluster_number > 0) {
        entry->cluster_slot = stream.cluster_slot;
        entry->is_direct = !route.delay && !route.abort && route.mirrors.empty();
    }
}

void Sidecar::enter_cluster(Stream& stream, StreamId id, ClusterId cluster, const Moment& moment) {
    if (const auto slot = slot_of(cluster, moment)) return enter_slot(stream, id, *slot, moment);
    reply_unknown_cluster(stream, id, moment);
}

void Sidecar::reply_unknown_cluster(Stream& stream, StreamId id, const Moment& moment) {
    stream.flags.add(Flag::NC);
    reply(stream, id, stream.route->unknown_cluster_status, moment);
}

void Sidecar::enter_slot(Stream& stream, StreamId id, std::uint32_t at, const Moment& moment) {
    const Slot& slot = slots_[at];
    stream.cluster_slot = at;
    stream.cluster_number = slot.number;
    stream.cluster = slot.cluster;
    if (slot.state->has_priorities()) stream.priority = priority_in(*slot.state, stream.shape);
    if (slot.state->gate() != nullptr && !pass_gate(stream, id, *slot.state, moment)) return;
    const Duration timeout = stream.route->timeout;
    if (timeout > Duration::zero()) {
        set_timer(stream, id, TimerKind::request_timeout, timeout, moment);
    }
    start_attempt(stream, id, *slot.state, moment);
}

/// Asks for the copies that the route wants. Each holds a place in the stream's epoch until its own
/// end.
void Sidecar::send_mirrors(const Stream& stream, StreamId id, const Moment& moment) {
    std::uint32_t number = 0;
    for (const MirrorPolicy& mirror : stream.route->mirrors) {
        Draws draws = moment.draws.of(Purpose::mirror, number++);
        if (!mirror.share.admits(draws.next())) continue;
        ++epochs_[stream.epoch - first_epoch_].streams;
        Action action = Action::about(Action::Kind::mirror, id);
        action.cluster = mirror.cluster;
        moment.out.push_back(action);
    }
}

void Sidecar::on(const input::MirrorStarted& input, const Moment& moment) {
    Stream& stream = input.stream;
    stream.is_mirror = true;
    stream.route = input.of.route;
    stream.epoch = input.of.epoch;
    // What the app chose holds for the copy, too; what a balancer chose does not.
    const ClusterState* const original = state_of(input.of);
    if (original != nullptr && original->config().to_original_destination)
        stream.host = {.id = input.of.host.id};
    stream.set_hash(input.of.request_hash());
    RequestHead head = around_.shapes.head(input.of.shape);
    head.authority += "-shadow";
    stream.shape = around_.shapes.intern(head);
    enter_cluster(stream, input.id, input.cluster, moment);
}

void Sidecar::on(const input::StreamTimer& input, const Moment& moment) {
    Stream& stream = input.stream;
    stream.timers &= static_cast<std::uint8_t>(~(1U << static_cast<unsigned>(input.kind)));
    switch (input.kind) {
        case TimerKind::injected_delay:
            return route_on(stream, input.id, nullptr, moment);
        case TimerKind::backoff: {
            ClusterState* const state = state_anew(stream, moment);
            if (state != nullptr) return start_attempt(stream, input.id, *state, moment);
            if (stream.out_earlier() > 0) abandon_earlier(stream, input.id, moment);
            return reply_unknown_cluster(stream, input.id, moment);
        }
        case TimerKind::try_timeout:
            return time_out_attempt(stream, input.id, moment);
        case TimerKind::hedge:
            return hedge(stream, input.id, moment);
        case TimerKind::request_timeout:
            if (stream.phase == Stream::Phase::hostless) stop_waiting(stream, moment);
            abandon_attempts(stream, input.id, LocalEvent::timed_out, moment);
            stream.flags.add(Flag::UT);
            return reply(stream, input.id, own_answer::timeout, moment);
        default:
            break;
    }
    assert(false && "a timer of a cluster came for a stream");
}

void Sidecar::on(const input::RequestCancelled& input, const Moment& moment) {
    Stream& stream = input.stream;
    if (stream.phase == Stream::Phase::hostless) stop_waiting(stream, moment);
    abandon_attempts(stream, input.id, std::nullopt, moment);
    stream.flags.add(Flag::DC);
    finish(stream, input.id, moment);
}

void Sidecar::on(const input::ClusterTimer& input, const Moment& moment) {
    if (input.kind != TimerKind::outlier_sweep) return on_host_timer(input, moment);
    const auto slot = std::ranges::find(slots_, input.cluster, &Slot::cluster);
    assert(slot != slots_.end() && slot->sweeps);
    slot->sweeps = false;
    if (!slot->state || !slot->state->config().outlier) return;
    const bool panicked = slot->state->in_panic();
    std::vector<HostId> returned;
    std::vector<HostId> recovered;
    std::vector<ClusterState::JudgedHost> judged;
    Draws draws = moment.draws.of(Purpose::outlier);
    slot->state->sweep(moment.now, draws, returned, judged, recovered);
    for (const HostId host : returned) {
        moment.out.push_back(Action::of({Fact::Kind::host_returned, input.cluster, host, 0}));
    }
    for (const ClusterState::JudgedHost& each : judged)
        note_detection(input.cluster, each, moment);
    for (const HostId host : recovered) {
        moment.out.push_back(Action::of({Fact::Kind::host_recovered, input.cluster, host, 0}));
    }
    on_hosts_changed(*slot->state, panicked, moment);
    set_sweep(*slot, moment);
}

void Sidecar::on(const input::ProbeAnswered& input, const Moment& moment) {
    const auto slot = std::ranges::find(slots_, input.cluster, &Slot::cluster);
    if (slot == slots_.end() || !slot->state) return;
    slot->state->on_report(input.host, input.report, moment.now);
}

void Sidecar::on(const input::ConfigPushed& input, const Moment& moment) {
    assert(input.config != nullptr);
    if (input.config->mistake != nullptr) {
        return moment.out.push_back({.kind = Action::Kind::nack, .value = input.config->version});
    }
    memo_.clear();
    epochs_.push_back({input.config, 0});
    ++next_epoch_;
    drop_old_epochs();
    std::deque<HostQueue::Waiting> waiting;
    for (Slot& slot : slots_) {
        if (!slot.state) continue;
        const ClusterEntry* const entry = input.config->find(slot.cluster);
        if (entry == nullptr || !slot.state->is_configured_by(*entry)) {
            dissolve_pools(*slot.state, moment);
            if (slot.state->queue() != nullptr)
                std::ranges::copy(slot.state->queue()->take_all(), std::back_inserter(waiting));
            slot.state.reset();
            continue;
        }
        if (slot.state->has_endpoints_of(*entry)) continue;
        const bool panicked = slot.state->in_panic();
        slot.state->on_endpoints(*entry, moment.now);
        tell_pools_of_hosts(*slot.state, moment);
        on_hosts_changed(*slot.state, panicked, moment);
    }
    start_checks(*input.config, moment);
    move_waiting(waiting, moment);
    renew_inbound(input.config->inbound, moment);
    security_ = input.config->security.get();
    moment.out.push_back({.kind = Action::Kind::ack, .value = input.config->version});
}

void Sidecar::reply(Stream& stream, StreamId id, std::uint16_t status, const Moment& moment) {
    if (stream.is_judged) tell_gate(stream, status, moment);
    finish(stream, id, moment);
    Action& action = moment.out.add(Action::about(Action::Kind::reply, id));
    action.status = status;
    action.flags = stream.flags;
    action.attempt = stream.attempts;
    action.has_host = stream.attempts > 0;
    action.host = stream.host.id;
}

void Sidecar::finish(Stream& stream, StreamId id, const Moment& moment) {
    if (stream.timers != 0) cancel_timers(stream, id, moment);
    if (stream.holds_retry) release_retry(stream);
    stream.phase = Stream::Phase::done;
    if (!epochs_.empty()) leave_epoch(stream.epoch);
}

void Sidecar::leave_epoch(std::uint32_t epoch) {
    Epoch& left = epochs_[epoch - first_epoch_];
    assert(left.streams > 0);
    if (--left.streams == 0) drop_old_epochs();
}

/// Those that nobody needs any more, from the oldest on; the current one stays.
void Sidecar::drop_old_epochs() {
    while (epochs_.size() > 1 && epochs_.front().streams == 0) {
        epochs_.erase(epochs_.begin());
        ++first_epoch_;
    }
}

void Sidecar::set_timer(
    Stream& stream, StreamId id, TimerKind kind, Duration delay, const Moment& moment) {
    stream.timers |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
    Action& action = moment.out.add(Action::about(Action::Kind::set_timer, id));
    action.timer = kind;
    action.delay = delay;
}

void Sidecar::cancel_timers(Stream& stream, StreamId id, const Moment& moment) {
    for (const TimerKind kind : {TimerKind::request_timeout, TimerKind::try_timeout,
                                 TimerKind::backoff, TimerKind::injected_delay, TimerKind::hedge}) {
        cancel_timer(stream, id, kind, moment);
    }
}

void Sidecar::cancel_timer(Stream& stream, StreamId id, TimerKind kind, const Moment& moment) {
    const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
    if ((stream.timers & bit) == 0) return;
    stream.timers &= static_cast<std::uint8_t>(~bit);
    Action& action = moment.out.add(Action::about(Action::Kind::cancel_timer, id));
    action.timer = kind;
}

}  // namespace weft::mesh
