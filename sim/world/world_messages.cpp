// The way of messages between a caller and a pod.
#include "sim/world/event_kinds.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/world.hpp"

namespace weft::sim {
namespace {

bool goes_to_pod(EventKind arrival) {
    return arrival == EventKind::request_arrives;
}

}  // namespace

/// Puts the work's message on the way; `arrival` says which and where to.
void World::send_message(Work& work, EventKind arrival) {
    ++work.events;
    const bool to_pod = goes_to_pod(arrival);
    const Pod& from = to_pod ? *work.proxy : *work.pod;
    const Pod& to = to_pod ? *work.pod : *work.proxy;
    if (network_.is_lossless() && environment_.quiet()) {
        const auto& lane = network_.lane(from.zone, to.zone);
        if (lane) return events_.after(*lane, arrival, work.self);
    }
    carry_message(work, arrival, from, to);
}

/// The way of messages that may be lost, delayed by a fault or of random latency.
void World::carry_message(Work& work, EventKind arrival, const Pod& from, const Pod& to) {
    const std::uint32_t number =
        static_cast<std::uint32_t>(arrival) + (std::uint32_t{work.sends} << 8U);
    const mesh::Draws draws = work.draws().of(mesh::Purpose::network, number);
    const bool vanishes = !environment_.quiet() && mishaps_->vanishes(work);
    if (!vanishes && put_on_way(from, to, draws, arrival, work.self)) return;
    work.message = arrival;
    events_.at(now_ + network_.retransmit_after(work.sends), EventKind::resend, work.self);
}

/// Whether a message got through, now on its way; its fate and latency are drawn from its own
/// numbers.
bool World::put_on_way(
    const Pod& from, const Pod& to, const mesh::Draws& draws, EventKind arrival, Handle subject) {
    mesh::Draws fate = draws.of(mesh::Purpose::loss);
    const LinkEffect effect = environment_.link(from.id, to.id);
    const bool lost_by_itself = network_.loss().admits(fate.next());
    const bool lost_by_fault = effect.loss.admits(fate.next());
    if (effect.cut || lost_by_itself || lost_by_fault) return false;
    Duration added = effect.delayed ? environment_.added_delay(from.id, to.id, draws) : Duration{};
    if (effect.impaired) {
        const std::uint64_t body = mishaps_->body_of(arrival, subject);
        const Passage passage = environment_.pass(from.id, to.id, body, now_, draws);
        if (passage.is_lost) return false;
        if (passage.is_held) {
            mishaps_->hold(from, to, draws, arrival, subject);
            return true;
        }
        added += passage.added;
    }
    network_.carry(from.zone, to.zone, arrival, subject, draws, added);
    return true;
}

bool World::link_is_open(const Pod& from, const Pod& to) const {
    return environment_.quiet() || !environment_.link(from.id, to.id).cut;
}

void World::on_resend(Work& work) {
    if (work.phase == Work::Phase::dead) return let_go(work);
    if (++work.sends < network_.most_sends()) return send_message(work, work.message);
    // The sender's side of the connection is gone; the caller hears of it at once or never will.
    work.reset = mesh::ResetReason::connection_termination;
    on_reset(work);
}

}  // namespace weft::sim
