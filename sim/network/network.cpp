#include "sim/network/network.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

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

const Distribution& Network::written_latency(const std::string& from, const std::string& to) const {
    const auto pair =
        std::ranges::find_if(plan_.pairs, [&](const auto& each) { return joins(each, from, to); });
    if (pair != plan_.pairs.end()) return pair->latency;
    return from == to ? plan_.same_zone : plan_.cross_zone;
}

void Network::rebuild_links() {
    latencies_.clear();
    lanes_.clear();
    for (const std::string& from : zones_) {
        for (const std::string& to : zones_) {
            const Sampler& wire = latencies_.emplace_back(written_latency(from, to));
            lanes_.emplace_back();
            if (!wire.is_constant() || !sidecar_cost_.is_constant()) continue;
            lanes_.back() =
                events_.lane(wire.constant_value() + 2 * sidecar_cost_.constant_value());
        }
    }
}

void Network::carry(std::uint32_t from,
                    std::uint32_t to,
                    EventKind event,
                    Handle subject,
                    const mesh::Draws& draws,
                    mesh::Duration added) {
    const auto& constant = lane(from, to);
    if (constant && added == mesh::Duration::zero()) {
        return events_.after(*constant, event, subject);
    }
    mesh::Draws wire = draws;
    mesh::Draws sidecars = draws.of(mesh::Purpose::sidecar_cost);
    mesh::Duration whole = latency(from, to)(wire) + added;
    whole += sidecar_cost_(sidecars);
    whole += sidecar_cost_(sidecars);
    events_.at(events_.now() + whole, event, subject);
}

mesh::Duration Network::doubled(mesh::Duration wait, std::uint32_t times) const {
    const mesh::Duration longest = plan_.retransmission.longest;
    for (std::uint32_t done = 0; done < times && wait < longest; ++done)
        wait *= 2;
    return std::min(wait, longest);
}

}  // namespace weft::sim
