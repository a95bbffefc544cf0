#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"
#include "sim/engine/future_events.hpp"
#include "sim/network/network_plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

/// Carries messages between zones: how long each takes, and whether it is lost.
class Network {
public:
    Network(const NetworkPlan& plan, FutureEvents& events);

    /// The number of a zone; a new name gets the next.
    std::uint32_t zone(std::string_view name);
    const std::string& zone_name(std::uint32_t zone) const { return zones_[zone]; }

    /// The message arrives as `event` after the latency from zone to zone. `draws` are of the message
    /// alone; the latency is drawn from them only if it is random. `added` comes on top.
    void carry(std::uint32_t from,
               std::uint32_t to,
               EventKind event,
               Handle subject,
               const mesh::Draws& draws,
               mesh::Duration added = {});

    bool is_lossless() const { return loss_.is_zero(); }
    mesh::Ratio loss() const { return loss_; }

    /// How long a sender waits before it sends a lost message again, the `tries`-th time (from 0).
    mesh::Duration retransmit_after(std::uint32_t tries) const;

    /// What each proxy on the way adds: no event at all if it is always zero.
    bool sidecars_cost() const { return sidecars_cost_; }
    const Sampler& sidecar_cost() const { return sidecar_cost_; }

private:
    struct Link {
        Sampler latency;
        FutureEvents::LaneId lane;  ///< If the latency is constant.
    };

    Link make_link(const Distribution& latency);
    const Link& link(std::uint32_t from, std::uint32_t to) const {
        return links_[from * zones_.size() + to];
    }
    void rebuild_links();

    NetworkPlan plan_;
    FutureEvents& events_;
    std::vector<std::string> zones_;
    std::vector<Link> links_;  ///< By (from, to).
    mesh::Ratio loss_;
    Sampler sidecar_cost_;
    bool sidecars_cost_;
};

}  // namespace weft::sim
