#include "sim/cluster/node_life.hpp"

#include <algorithm>
#include <cassert>

namespace weft::sim {

using mesh::Duration;
using mesh::Instant;

Instant known_lost_at(Instant since, Instant silent, const NodeFailurePlan& plan) {
    assert(plan.lease > Duration::zero());
    const auto renewals = silent.time_since_epoch() / plan.lease;
    return std::max(since, Instant{renewals * plan.lease}) + plan.grace;
}

NodeEvictions::NodeEvictions(const NodeFailurePlan& plan,
                             const std::vector<std::uint32_t>& nodes_of_zone)
    : plan_(plan) {
    for (const std::uint32_t nodes : nodes_of_zone)
        zones_.push_back({.nodes = nodes});
}

void NodeEvictions::node_lost(std::uint32_t node, std::uint32_t zone) {
    zones_[zone].waiting.push_back(node);
}

void NodeEvictions::node_back(std::uint32_t node, std::uint32_t zone) {
    std::erase(zones_[zone].waiting, node);
    zones_[zone].tainted.erase(node);
}

bool NodeEvictions::all_lost() const {
    return std::ranges::all_of(zones_, [](const Zone& zone) { return zone.lost() == zone.nodes; });
}

/// From one node to the next; nothing if no more nodes of the zone lose their pods.
std::optional<Duration> NodeEvictions::gap(const Zone& zone) const {
    const std::size_t lost = zone.lost();
    const std::uint64_t share = std::uint64_t{mesh::Ratio::whole} * lost / zone.nodes;
    const bool is_mostly_down =
        lost < zone.nodes && lost >= plan_.unhealthy_least && share >= plan_.unhealthy_zone.parts;
    if (!is_mostly_down) return plan_.between_nodes;
    if (zone.nodes > plan_.large_zone) return plan_.between_nodes_slow;
    return std::nullopt;
}

NodeEvictions::Step NodeEvictions::step(Instant now) {
    Step step;
    const bool stops = all_lost();
    for (Zone& zone : zones_) {
        if (stops) {
            step.untaint.insert(step.untaint.end(), zone.tainted.begin(), zone.tainted.end());
            zone.waiting.insert(zone.waiting.begin(), zone.tainted.begin(), zone.tainted.end());
            zone.tainted.clear();
            continue;
        }
        const auto wait = gap(zone);
        while (wait && !zone.waiting.empty() && (!zone.last || now >= *zone.last + *wait)) {
            step.taint.push_back(zone.waiting.front());
            zone.tainted.insert(zone.waiting.front());
            zone.waiting.pop_front();
            zone.last = now;
        }
    }
    return step;
}

Instant NodeEvictions::next_step(Instant now) const {
    if (all_lost()) return mesh::never;
    Instant next = mesh::never;
    for (const Zone& zone : zones_) {
        const auto wait = gap(zone);
        if (!wait || zone.waiting.empty()) continue;
        next = std::min(next, zone.last ? std::max(now, *zone.last + *wait) : now);
    }
    return next;
}

}  // namespace weft::sim
