#pragma once

#include "mesh/balance/host_selection.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/settings.hpp"
#include "mesh/pool/pool_settings.hpp"
#include "mesh/proxy/high_priority.hpp"
#include "mesh/proxy/host_rules.hpp"
#include "mesh/resilience/adaptive_concurrency.hpp"
#include "mesh/resilience/admission_control.hpp"
#include "mesh/resilience/fail_fast.hpp"
#include "mesh/resilience/failure_accrual.hpp"
#include "mesh/resilience/global_rate_limit.hpp"
#include "mesh/resilience/health_check.hpp"
#include "mesh/resilience/hedging.hpp"
#include "mesh/resilience/local_rate_limit.hpp"
#include "mesh/resilience/outlier_detection.hpp"
#include "mesh/resilience/rate_limited_backoff.hpp"
#include "mesh/resilience/resource_limits.hpp"
#include "mesh/resilience/retry_breaker.hpp"
#include "mesh/resilience/retry_deposits.hpp"
#include "mesh/resilience/retry_tokens.hpp"
#include "mesh/route/route_table.hpp"
#include "mesh/security/mutual_tls.hpp"
#include "mesh/security/workload_security.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weft::mesh {

/// An address that answers for a service, as the control plane knows it.
struct Endpoint {
    EndpointId id;
    std::string address;  ///< "10.0.3.7:9080"
    std::uint32_t weight = 1;
    bool ready = true;                  ///< An endpoint that is not ready is known, and unhealthy.
    std::string zone{};                 ///< Where it stands; with the next two its locality.
    std::uint32_t priority = 0;         ///< For the proxy that is told; 0 comes first.
    std::uint32_t locality_weight = 0;  ///< Counts where localities are weighted.
    SubsetLabels labels{};              ///< Where the cluster's host rules look at them.
    bool takes_mutual_tls = true;       ///< Counts where callers ask, see ClusterConfig::tls.

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Which balancer, and its parameters as text.
struct BalancerChoice {
    std::string name;
    TextSettings::Values parameters;

    friend bool operator==(const BalancerChoice&, const BalancerChoice&) = default;
};

/// How a proxy treats a named list of hosts. Shared by all proxies that hold it, and by versions
/// that did not change it: a proxy starts a cluster's counters anew only if this object changes.
struct ClusterConfig {
    ClusterId id{0};
    std::string name;  ///< "outbound|9080|v1|reviews.default.svc.cluster.local"
    BalancerChoice balancer;
    ResourceLimits limits;
    std::optional<RetryBudget> retry_budget;  ///< Replaces limits.retries.
    std::optional<OutlierSettings> outlier;
    std::optional<HedgePolicy> hedge = {};
    SelectionRules selection;  ///< Priorities, panic, localities.
    PoolSettings pool;
    bool connects = false;  ///< Connections are opened as requests need them; if not, all are
                            ///< open, warm and take any number of requests.
    bool binds_connections = false;      ///< The host is chosen by connection, not by request.
    bool tls_by_rule = false;            ///< `tls` is sent to every host, whatever it takes.
    ClientTls tls = ClientTls::disable;  ///< Not by rule: to those alone that take mutual TLS.
    // Each of these replaces all other limits of retries; the first that there is decides.
    std::optional<RetryDepositSettings> retry_deposits{};
    std::optional<RetryTokenSettings> retry_tokens{};
    std::optional<RetryBreakerSettings> retry_breaker{};
    std::optional<AdmissionSettings> admission{};
    std::optional<FailureAccrualSettings> failure_accrual{};
    std::optional<HealthCheckSettings> health_check{};
    std::optional<FailFastSettings> fail_fast{};    ///< Without: no host is an answer at once.
    std::shared_ptr<const HostRules> host_rules{};  ///< Null: the balancer decides alone.
    std::shared_ptr<const RateLimitedBackoff> rate_limited_backoff{};  ///< Null: not heeded.
    std::shared_ptr<const HighPriority> high_priority{};               ///< Null: no request is.
    bool to_original_destination = false;  ///< The app chose the host, see input::RequestStarted.
    std::vector<std::string> server_names{};  ///< Of `istio_mutual`: one of these identities must a
                                              ///< server show. Empty: any of the mesh.

    friend bool operator==(const ClusterConfig&, const ClusterConfig&) = default;
};

using Endpoints = std::vector<Endpoint>;

/// A cluster as one version has it: how, and to whom.
struct ClusterEntry {
    std::shared_ptr<const ClusterConfig> config;
    std::shared_ptr<const Endpoints> endpoints;
    std::shared_ptr<const Endpoints> peers = {};  ///< Of the proxy itself, for routing by zone.
};

/// What protects the app beside a proxy from those who call it.
struct InboundPolicy {
    std::optional<TokenBucketSettings> rate_limit{};  ///< Of this one proxy.
    std::optional<AdaptiveSettings> concurrency{};
    std::optional<GlobalRateLimit> global_rate_limit{};  ///< Of all proxies together.

    friend bool operator==(const InboundPolicy&, const InboundPolicy&) = default;
};

/// All that a proxy is told. Immutable and shared; a push hands over a new one.
struct ProxyConfig {
    std::uint64_t version = 0;
    std::shared_ptr<const RouteTable> routes;  ///< Of outbound HTTP.
    std::map<ClusterId, ClusterEntry> clusters;
    std::shared_ptr<const InboundPolicy> inbound{};  ///< Null: requests reach the app as they come.
    std::shared_ptr<const WorkloadSecurity> security{};  ///< Null: so do callers, encrypted or not.
    std::shared_ptr<const std::string> mistake{};  ///< What mistake_in() finds; null: nothing.
                                                   ///< Looked for once for all that share this.

    /// Of a gateway: by the port that a request came to. It asks `routes` only without one.
    std::map<std::uint16_t, std::shared_ptr<const RouteTable>> listeners{};

    /// The rule that takes the request, or null.
    const Route* find_route(const RequestHead& head) const {
        if (head.port == 0) return routes->find(head);
        const auto listener = listeners.find(head.port);
        return listener == listeners.end() ? nullptr : listener->second->find(head);
    }

    /// Null if this version does not know the cluster.
    const ClusterEntry* find(ClusterId cluster) const {
        const auto found = clusters.find(cluster);
        return found == clusters.end() ? nullptr : &found->second;
    }
};

}  // namespace weft::mesh
