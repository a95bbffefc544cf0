#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/pool/pool_io.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace weft::mesh {

/// Balancing at layer 4: the host is chosen when a connection opens, and every request on it goes
/// there until it closes. So requests that share a long-lived connection are not spread, and a new
/// host gets nothing until somebody connects anew.
///
/// Source: kube-proxy (its iptables mode draws, its IPVS mode takes turns) and TCP proxies. As
/// there, a host that leaves the list keeps its connections until they close.
class ConnectionBinding {
public:
    enum class Choice : std::uint8_t { rotation, random };

    /// `first` says where the rotation starts.
    explicit ConnectionBinding(Choice choice, std::uint64_t first = 0)
        : choice_(choice), next_(first) {}

    /// Chooses the host of a connection that opens. Draws once if the choice is random. Requires a
    /// host.
    HostId bind(ConnectionId connection, std::span<const HostId> hosts, Draws& draws);

    /// Nothing if the connection is not bound.
    std::optional<HostId> host_of(ConnectionId connection) const;

    /// The connection closed.
    void release(ConnectionId connection);

private:
    struct Bound {
        std::optional<HostId> host;
        std::uint32_t life = 0;
    };

    Choice choice_;
    std::uint64_t next_;
    std::vector<Bound> bound_;  ///< By the slot of the connection.
};

/// The host that a number, drawn or counted, stands for. Requires hosts > 0.
constexpr std::size_t host_of_number(std::uint64_t number, std::size_t hosts) {
    return static_cast<std::size_t>(number % hosts);
}

}  // namespace weft::mesh
