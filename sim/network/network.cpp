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
    : plan_(plan),
      events_(events),
      loss_(plan.loss),
      sidecar_cost_(plan.sidecar_cost),
      sidecars_cost_(!sidecar_cost_.is_constant() ||
                     sidecar_cost_.constant_value() > mesh::Duration::zero()) {}

std::uint32_t Network::zone(std::string_view name) {
    const auto known = std::ranges::find(zones_, name);
    if (known != zones_.end()) return static_cast<std::uint32_t>(known - zones_.begin());
    zones_.emplace_back(name);
    rebuild_links();
    return static_cast<std::uint32_t>(zones_.size() - 1);
}

Network::Link Network::make_link(const Distribution& latency) {
    Sampler sampler{latency};
    const auto lane =
        events_.lane(sampler.is_constant() ? sampler.constant_value() : mesh::Duration{});
    return {std::move(sampler), lane};
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
    if (way.latency.is_constant()) {
        if (added == mesh::Duration::zero()) return events_.after(way.lane, event, subject);
        return events_.at(events_.now() + way.latency.constant_value() + added, event, subject);
    }
    mesh::Draws own = draws;
    events_.at(events_.now() + way.latency(own) + added, event, subject);
}

mesh::Duration Network::retransmit_after(std::uint32_t tries) const {
    mesh::Duration wait = plan_.retransmit_after;
    for (std::uint32_t doubled = 0; doubled < tries && wait < longest_retransmit; ++doubled) {
        wait *= 2;
    }
    return std::min(wait, longest_retransmit);
}

}  // namespace weft::sim
