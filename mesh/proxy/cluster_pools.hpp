#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/pool/connection_pool.hpp"
#include "mesh/proxy/sidecar_io.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace weft::mesh {

class ClusterState;
struct PoolView;

/// Which pool: requests of different priorities never share a connection.
struct PoolKey {
    HostId host;
    RoutingPriority priority;

    friend auto operator<=>(const PoolKey&, const PoolKey&) = default;
};

/// The connections of one proxy to the hosts of one cluster: a pool for each host, or one for all
/// where a connection has its host chosen and requests go wherever it leads (balancing at layer 4:
/// requests that share a long-lived connection are not spread, and a new host gets nothing until
/// somebody connects anew. Source: kube-proxy and TCP proxies).
///
/// Says in actions of the sidecar what the pools ask for, with numbers for connections that are
/// unique among all of the proxy's.
class ClusterPools {
public:
    /// What an input needs beside itself.
    struct Moment {
        Instant now;
        Actions& out;
        const Draws& draws;          ///< Of the input.
        std::uint32_t& connections;  ///< Numbered so far by the proxy.
    };

    /// Requires that the cluster outlives it.
    explicit ClusterPools(ClusterState& cluster) : cluster_(cluster) {}

    enum class Answer : std::uint8_t {
        attached,  ///< Send it, to `host` on `connection`.
        waiting,   ///< For attempt_ready or attempt_failed.
        refused,   ///< A limit was reached.
    };
    struct Place {
        Answer answer;
        PoolTicket ticket{0};
        HostId host{0};
        ConnectionNumber connection{0};
    };

    /// An attempt looks for a connection to the host; to any, if connections are bound.
    Place want(const PoolKey& pool, StreamId stream, std::uint8_t attempt, const Moment& moment);

    /// An attached attempt has its answer, or was reset by the upstream.
    void ended(const PoolKey& pool, PoolTicket ticket, const Moment& moment);

    /// Nobody waits for the attempt any more, whether it is attached or not.
    void cancel(const PoolKey& pool, PoolTicket ticket, const Moment& moment);

    // Late news of a connection that is gone are no news.
    void on_up(ConnectionNumber connection, std::uint32_t peer_streams, const Moment& moment);
    void on_failed(ConnectionNumber connection, ResetReason reason, const Moment& moment);
    void on_closed(ConnectionNumber connection, const Moment& moment);
    void on_draining(ConnectionNumber connection, const Moment& moment);
    void on_timer(ConnectionNumber connection, const Moment& moment);

    /// Hosts came or left: connections to those that left are closed once nobody needs them.
    void on_hosts(std::span<const HostId> hosts, const Moment& moment);

    /// The cluster is configured anew or gone: waiting attempts are called ready, to be sent
    /// another way; connections are given up.
    void dissolve(const Moment& moment);

    /// What there is now, for people who look.
    std::vector<PoolView> views() const;

private:
    using Pools = std::map<PoolKey, ConnectionPool>;

    /// A connection by its number, and the way back.
    struct Connection {
        PoolKey pool;
        ConnectionId id;
        HostId host;
    };

    PoolKey key_of(const PoolKey& asked) const;
    ConnectionPool& pool_of(const PoolKey& key);
    Connection* find(ConnectionNumber connection);
    ConnectionNumber number_of(const PoolKey& pool, ConnectionId id) const;
    void carry_out(const PoolKey& pool, const Moment& moment);
    void carry_out(const PoolKey& pool, const PoolAction& action, const Moment& moment);
    std::optional<HostId> host_of(const PoolKey& pool, const Moment& moment);
    void connect(const PoolKey& pool, const PoolAction& action, const Moment& moment);
    void limit_reached(Resource resource, const Moment& moment) const;
    void forget_idle();

    ClusterState& cluster_;
    Pools pools_;
    std::map<ConnectionNumber, Connection> connections_;
    std::map<std::pair<PoolKey, ConnectionId>, ConnectionNumber> numbers_;
    PoolActions asked_;  ///< By the input that is handled; kept for its memory.
};

}  // namespace weft::mesh
