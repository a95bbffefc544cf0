// What faults do to messages that are held, and to connections.
#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/mishaps.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace weft::sim {
namespace {

bool has_pod(const std::vector<PodId>& pods, PodId pod) {
    return std::ranges::find(pods, pod) != pods.end();
}

/// Connections have no direction: whoever opened one, it is on the link.
bool joins_ends(const Environment::Link& link, const Pod& one, const Pod& other) {
    if (has_pod(link.a, one.id) && has_pod(link.b, other.id)) return true;
    return !link.one_way && has_pod(link.b, one.id) && has_pod(link.a, other.id);
}

bool is_struck(std::uint64_t seed, FaultId fault, mesh::Ratio share) {
    mesh::Draws draws =
        mesh::Draws{seed}.of(mesh::Purpose::connection, std::uint32_t{1} + fault.number());
    return share.admits(draws.next());
}

}  // namespace

/// Of its body, as the scenario has it; 0 where nobody says.
std::uint64_t Mishaps::body_of(EventKind arrival, Handle subject) const {
    if (arrival == EventKind::answer_arrives)
        return world_.works_[subject].pod->program->behaviour.response_size;
    if (arrival != EventKind::request_arrives) return 0;
    const Work& work = world_.works_[subject];
    const Call& call = *work.call;
    if (call.generation != work.call_generation) return 0;  // Its caller has given up.
    if (call.kind == Call::Kind::root) return world_.loads_[call.root.load]->plan.request_size;
    if (call.kind != Call::Kind::child) return 0;
    return call.parent->pod->program->steps[call.step].request_size;
}

void Mishaps::hold(
    const Pod& from, const Pod& to, const mesh::Draws& draws, EventKind arrival, Handle subject) {
    held_.push_back({&from, &to, draws, arrival, subject});
}

void Mishaps::carry(
    const Pod& from, const Pod& to, const mesh::Draws& draws, EventKind arrival, Handle subject) {
    const EnvironmentState& environment = world_.environment_;
    const bool is_held =
        !environment.quiet() && environment.impairs(LinkFault::Kind::hold, from.id, to.id);
    if (is_held) return hold(from, to, draws, arrival, subject);
    world_.network_.carry(from.zone, to.zone, arrival, subject, draws);
}

void Mishaps::release_held() {
    std::vector<HeldMessage> held = std::move(held_);
    held_.clear();
    for (HeldMessage& message : held) {
        const bool is_free =
            !world_.environment_.impairs(LinkFault::Kind::hold, message.from->id, message.to->id);
        if (!is_free) {
            held_.push_back(std::move(message));
            continue;
        }
        world_.network_.carry(message.from->zone, message.to->zone, message.arrival,
                              message.subject, message.draws);
    }
}

/// Whether the message is on a connection that carries nothing, as may turn out right now.
bool Mishaps::vanishes(const Work& work) {
    if (work.connection == 0) return false;
    Connection* const connection =
        world_.find_connection(*work.proxy, mesh::ConnectionNumber{work.connection});
    if (connection == nullptr) return false;
    if (connection->is_dead || connection->at_pod > 0) return connection->is_dead;
    const LinkFault* const idle = world_.environment_.impairment(
        LinkFault::Kind::idle, connection->proxy->id, connection->pod->id);
    if (idle == nullptr || world_.now_ - connection->used <= idle->limit) return false;
    connection->is_known_to_pod = false;
    connection->is_dead = !idle->resets;
    has_dead_ |= connection->is_dead;
    return connection->is_dead;
}

void Mishaps::deaden(FaultId fault, const Environment::Link& link, mesh::Ratio share) {
    for (const auto& [key, connection] : world_.open_connections_) {
        const bool is_idle =
            connection->phase == Connection::Phase::open && connection->at_pod == 0;
        if (!is_idle || !joins_ends(link, *connection->proxy, *connection->pod)) continue;
        if (!is_struck(connection->seed, fault, share)) continue;
        connection->is_known_to_pod = false;
        connection->is_dead = has_dead_ = true;
    }
}

/// What is sent on them arrives again where nothing keeps them dead: at a pod that knows nothing.
void Mishaps::revive_connections() {
    if (!std::exchange(has_dead_, false)) return;
    for (const auto& [key, connection] : world_.open_connections_) {
        if (!connection->is_dead) continue;
        const PodId proxy = connection->proxy->id;
        const PodId pod = connection->pod->id;
        connection->is_dead = world_.environment_.impairs(LinkFault::Kind::dead, proxy, pod) ||
                              world_.environment_.impairs(LinkFault::Kind::idle, proxy, pod);
        has_dead_ |= connection->is_dead;
    }
}

/// Both ends hear of it at once. Attempts that go by a connection which is not played fail each on
/// its own.
void Mishaps::reset(FaultId fault, const Environment::Link& link, mesh::Ratio share) {
    std::vector<std::pair<Pod*, mesh::ConnectionNumber>> lost;
    for (const auto& [key, connection] : world_.open_connections_) {
        const bool is_on_link = joins_ends(link, *connection->proxy, *connection->pod);
        if (is_on_link && is_struck(connection->seed, fault, share))
            lost.emplace_back(connection->proxy, connection->number);
    }
    std::vector<Work*> works;
    for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
        Work& work = world_.works_[handle];
        const bool is_over = work.phase == Work::Phase::free || work.phase == Work::Phase::dead;
        if (is_over || !joins_ends(link, *work.proxy, *work.pod)) continue;
        const std::pair on{work.proxy, mesh::ConnectionNumber{work.connection}};
        const bool is_lost = work.connection == 0 ? is_struck(work.seed, fault, share)
                                                  : std::ranges::find(lost, on) != lost.end();
        if (is_lost) works.push_back(&work);
    }
    std::ranges::sort(works, {}, [](const Work* work) {
        return std::tuple{work->started, work->key.root, work->key.position, work->key.attempt};
    });
    for (const auto& [proxy, number] : lost)
        close(*proxy, number);
    for (Work* const work : works)
        break_off(*work);
}

void Mishaps::close(Pod& proxy, mesh::ConnectionNumber number) {
    const Connection* const connection = world_.find_connection(proxy, number);
    if (connection == nullptr) return;  // Its proxy has closed it meanwhile.
    const bool was_open = connection->phase == Connection::Phase::open;
    const mesh::ClusterId cluster = connection->cluster;
    const mesh::Draws draws{connection->seed};
    world_.close_connection(proxy, number);
    if (was_open) {
        return world_.tell_sidecar(proxy, mesh::input::ConnectionClosed{cluster, number}, draws);
    }
    world_.tell_sidecar(
        proxy,
        mesh::input::ConnectionFailed{cluster, number, mesh::ResetReason::connection_failure},
        draws);
}

/// The caller of an attempt has lost it. A pod that has it goes on; one that has not never will.
void Mishaps::break_off(Work& work) {
    if (work.phase == Work::Phase::going) work.is_cancelled = true;
    Call& call = *work.call;
    if (call.generation != work.call_generation) return;
    constexpr auto reason = mesh::ResetReason::connection_termination;
    if (call.root.sampled) {
        world_.mark(call, observe::Mark::Kind::attempt_ended,
                    {.attempt = work.attempt,
                     .value = static_cast<std::uint16_t>(observe::first_reset +
                                                         static_cast<std::uint16_t>(reason))});
    }
    world_.tell_sidecar(
        *call.proxy,
        mesh::input::AttemptReset{call.stream, mesh::StreamId{call.self}, work.attempt, reason},
        call.draws());
}

}  // namespace weft::sim
