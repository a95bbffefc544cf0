#pragma once

#include "mesh/balance/host_selection.hpp"
#include "mesh/balance/load_balancer.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/pool/resource_use.hpp"
#include "mesh/resilience/failure_accrual.hpp"
#include "mesh/resilience/outlier_detection.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What one proxy knows at a moment, as plain values: for people who look, and for tools.
namespace weft::mesh {

/// A circuit of one host.
struct CircuitView {
    FailureAccrual::State state = FailureAccrual::State::closed;
    std::uint32_t failures_in_a_row = 0;
    std::optional<Instant> open_until{};  ///< Nothing while it is closed.
};

/// A host as the proxy sees it.
struct HostView {
    HostId host;
    std::string address;
    std::string zone;
    std::uint32_t priority = 0;
    std::uint32_t weight = 1;  ///< That it was given.
    HostStanding standing{};   ///< With the balancer.
    bool ready = true;         ///< As the control plane says.
    HostHealth health = HostHealth::healthy;
    std::uint32_t in_flight = 0;
    std::optional<OutlierDetector::Record> outlier{};  ///< Where outliers are detected,
    std::optional<CircuitView> circuit{};              ///< hosts have circuits,
    std::optional<bool> passes_checks{};               ///< or are checked.
};

/// The connections to one host, in one routing priority.
struct PoolView {
    std::optional<HostId> host;  ///< Nothing: connections are bound, to any of the hosts.
    RoutingPriority priority = RoutingPriority::normal;
    std::uint32_t open = 0;     ///< Or being opened,
    std::uint32_t busy = 0;     ///< of which so many carry requests;
    std::uint32_t active = 0;   ///< these are so many,
    std::uint32_t waiting = 0;  ///< and so many wait for a connection.
};

/// What the proxy has going to one cluster.
struct ClusterView {
    ClusterId cluster{0};
    std::string name;
    std::string balancer;
    std::string measure;  ///< By which its balancer compares hosts; empty: by what it is sent.
    ResourceUse use{};    ///< A retry budget's share of what is active is its limit of retries.
    std::optional<ResourceUse> high{};  ///< Of requests of high priority, where there are any.
    PriorityLoads loads{};              ///< In percent, of each priority.
    std::size_t waiting_for_host = 0;   ///< Requests.
    std::vector<HostView> hosts{};
    std::vector<PoolView> pools{};  ///< Empty where every connection is open.
};

/// What protects the app beside the proxy.
struct InboundView {
    std::optional<double> tokens{};                    ///< In the bucket of its rate limit,
    std::uint32_t max_tokens = 0;                      ///< where there is one.
    std::optional<std::uint32_t> concurrency_limit{};  ///< As it adapts; where there is one,
    std::uint32_t in_flight = 0;                       ///< so many requests count;
    bool is_measuring = false;                         ///< the smallest latency is looked for,
    std::optional<Duration> min_rtt{};                 ///< and was this the last time.
};

struct ProxyView {
    std::string name;
    std::uint64_t version = 0;            ///< Of its configuration; 0 before the first push.
    std::vector<ClusterView> clusters{};  ///< That it has sent to, by name.
    std::size_t unused_clusters = 0;      ///< That it knows beside them.
    std::optional<InboundView> inbound{};
};

}  // namespace weft::mesh
