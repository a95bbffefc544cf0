#include "sim/network/network.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

/// A time-out stops doubling here: Linux's longest, 120 s.
constexpr mesh::Duration longest_retransmit = std::chrono::seconds{120};

bool joins(const NetworkPlan::ZonePair& pair, std::string_view one, std::string_view other) {
    return (pair.a == one && pair.b == other) || (pair.a == other && pair.b == one);
}

}  // namespace

Network::Network(const NetworkPlan& plan, FutureEvents& events)
    : plan_(plan), events_(events), loss_(plan.loss), sidecar_cost_(plan.sidecar_cost) {}

std::uint32_t Network::zone(std::string_view name) {
    const auto known = std::ranges::find(zones_, name);
    if (known != zones_.end()) return static_cast<std::uint32_t>(known - zones_.begin());
    zones_.emplace_back(name);
    rebuild_links();
    return static_cast<std::uint32_t>(zones_.size() - 1);
}

Network::Link Network::make_link(const Distribution& latency) {
    Link link{.latency = Sampler{latency}, .lane = std::nullopt};
    if (!link.latency.is_constant() || !sidecar_cost_.is_constant()) return link;
    link.lane = events_.lane(link.latency.constant_value() + 2 * sidecar_cost_.constant_value());
    return link;
}

mesh::Duration Network::whole_way(const Link& link, const mesh::Draws& draws) const {
    mesh::Draws wire = draws;
    mesh::Draws sidecars = draws.of(mesh::Purpose::sidecar_cost);
    mesh::Duration sum = link.latency(wire);
    sum += sidecar_cost_(sidecars);
    sum += sidecar_cost_(sidecars);
    return sum;
}

void Network::rebuild_links() {
    links_.clear();
    for (const std::string& from : zones_) {
        for (const std::string& to : zones_) {
            const auto pair = std::ranges::find_if(
                plan_.pairs, [&](const auto& each) { return joins(each, from, to); });
            const Distribution& latency = pair != plan_.pairs.end() ? pair->latency
                                          : from == to              ? plan_.same_zone
                                                                    : plan_.cross_zone;
            links_.push_back(make_link(latency));
        }
    }
}

void Network::carry(std::uint32_t from,
                    std::uint32_t to,
                    EventKind event,
                    Handle subject,
                    const mesh::Draws& draws,
                    mesh::Duration added) {
    const Link& way = link(from, to);
    if (way.lane && added == mesh::Duration::zero()) {
        return events_.after(*way.lane, event, subject);
    }
    events_.at(events_.now() + whole_way(way, draws) + added, event, subject);
}

mesh::Duration Network::retransmit_after(std::uint32_t tries) const {
    mesh::Duration wait = plan_.retransmit_after;
    for (std::uint32_t doubled = 0; doubled < tries && wait < longest_retransmit; ++doubled) {
        wait *= 2;
    }
    return std::min(wait, longest_retransmit);
}

}  // namespace weft::sim
