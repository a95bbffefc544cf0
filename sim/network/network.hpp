#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"
#include "sim/engine/future_events.hpp"
#include "sim/network/network_plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

/// Carries messages between zones: how long each takes on the wire and in the two sidecars that it
/// passes, the sender's and the receiver's.
class Network {
public:
    Network(const NetworkPlan& plan, FutureEvents& events);

    /// The number of a zone; a new name gets the next.
    std::uint32_t zone(std::string_view name);
    const std::string& zone_name(std::uint32_t zone) const { return zones_[zone]; }

    /// The lane of messages from zone to zone, if the whole way always takes the same time.
    const std::optional<FutureEvents::LaneId>& lane(std::uint32_t from, std::uint32_t to) const {
        return lanes_[from * zones_.size() + to];
    }

    /// The message arrives as `event` after the latency from zone to zone. `draws` are of the
    /// message alone; what is random is drawn from them. `added` comes on top.
    void carry(std::uint32_t from,
               std::uint32_t to,
               EventKind event,
               Handle subject,
               const mesh::Draws& draws,
               mesh::Duration added = {});

    bool is_lossless() const { return loss_.is_zero(); }
    mesh::Ratio loss() const { return loss_; }

    /// How long a sender waits before it sends a lost message again, the `tries`-th time (from 0).
    mesh::Duration retransmit_after(std::uint32_t tries) const {
        return doubled(plan_.retransmission.first, tries);
    }

    /// The same for the first round trip of a connection that opens.
    mesh::Duration handshake_retransmit_after(std::uint32_t tries) const {
        return doubled(plan_.retransmission.first_of_handshake, tries);
    }
    std::uint32_t most_handshake_sends() const { return plan_.retransmission.most_handshake_sends; }

    /// After so many tries a message's connection is given up.
    std::uint32_t most_sends() const { return plan_.retransmission.most_sends; }

private:
    const Sampler& latency(std::uint32_t from, std::uint32_t to) const {
        return latencies_[from * zones_.size() + to];
    }
    const Distribution& written_latency(const std::string& from, const std::string& to) const;
    mesh::Duration doubled(mesh::Duration first, std::uint32_t times) const;
    void rebuild_links();

    NetworkPlan plan_;
    FutureEvents& events_;
    std::vector<std::string> zones_;
    std::vector<Sampler> latencies_;  ///< By (from, to); as are
    std::vector<std::optional<FutureEvents::LaneId>> lanes_;
    mesh::Ratio loss_;
    Sampler sidecar_cost_;
};

}  // namespace weft::sim
