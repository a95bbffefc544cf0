// What faults do to messages, beyond loss and delay of each on its own.
#include "sim/failure/environment_state.hpp"

namespace weft::sim {

void EnvironmentState::impair(FaultId fault, const Environment::Link& link, const LinkFault& what) {
    on_link(fault, link).impairment = what;
}

/// From `a` to `b` is one way, back the other.
std::size_t EnvironmentState::LinkRule::way(PodId from, PodId to) const {
    const bool is_there = (end_of(from) & end_a) != 0 && (end_of(to) & end_b) != 0;
    return is_there ? 0 : 1;
}

bool EnvironmentState::impairs(LinkFault::Kind kind, PodId from, PodId to) const {
    return impairment(kind, from, to) != nullptr;
}

const LinkFault* EnvironmentState::impairment(LinkFault::Kind kind, PodId from, PodId to) const {
    for (const LinkRule& rule : rules_) {
        const bool is_such = rule.impairment && rule.impairment->kind == kind;
        if (is_such && rule.covers(from, to)) return &*rule.impairment;
    }
    return nullptr;
}

/// Each fault draws from a child of its own.
Passage EnvironmentState::pass(
    PodId from, PodId to, std::uint64_t body, mesh::Instant now, const mesh::Draws& draws) {
    std::uint64_t copies = 1;
    for (const LinkRule& rule : rules_) {
        const bool is_twice = rule.impairment && rule.impairment->kind == LinkFault::Kind::copies;
        if (!is_twice || !rule.covers(from, to)) continue;
        mesh::Draws own = draws.of(mesh::Purpose::loss, 1 + rule.fault.number());
        if (rule.impairment->share.admits(own.next())) ++copies;
    }
    Passage passage;
    for (LinkRule& rule : rules_) {
        if (!rule.impairment || !rule.covers(from, to)) continue;
        const Passage one = rule.pass(rule.way(from, to), body, copies, now, draws);
        passage.is_lost |= one.is_lost;
        passage.is_held |= one.is_held;
        passage.added += one.added;
    }
    return passage;
}

Passage EnvironmentState::LinkRule::pass(std::size_t way,
                                         std::uint64_t body,
                                         std::uint64_t copies,
                                         mesh::Instant now,
                                         const mesh::Draws& draws) {
    const LinkFault& what = *impairment;
    mesh::Draws own = draws.of(mesh::Purpose::loss, 1 + fault.number());
    switch (what.kind) {
        case LinkFault::Kind::bursts: {
            const std::uint64_t loss_draw = own.next();
            const std::uint64_t state_draw = own.next();
            return {.is_lost = loses_in_burst(is_bad[way], what, loss_draw, state_draw)};
        }
        case LinkFault::Kind::late:
            if (what.share.admits(own.next())) return {.added = what.gap};
            return {};
        case LinkFault::Kind::bandwidth:
            return queues[way].pass(what, copies * (body + what.head), now);
        case LinkFault::Kind::hold:
            return {.is_held = true};
        case LinkFault::Kind::big:
            return {.is_lost = body + what.head > what.largest};
        case LinkFault::Kind::copies:
        case LinkFault::Kind::idle:
        case LinkFault::Kind::dead:
            break;
    }
    return {};
}

}  // namespace weft::sim
