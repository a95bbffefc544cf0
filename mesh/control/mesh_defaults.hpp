#pragma once

#include "mesh/base/settings.hpp"
#include "mesh/base/time.hpp"
#include "mesh/control/push/connection_gate.hpp"
#include "mesh/control/push/debounce.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/control/service_policy.hpp"
#include "mesh/pool/pool_settings.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/resilience/outlier_detection.hpp"
#include "mesh/resilience/resource_limits.hpp"
#include "mesh/resilience/retry.hpp"
#include "mesh/security/certificate.hpp"
#include "mesh/security/external_authorizer.hpp"
#include "mesh/security/identity.hpp"
#include "mesh/security/key_cache.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh::control {

/// What the mesh makes of places where no rule does.
struct LocalityDefaults {
    enum class Mode : std::uint8_t {
        none,        ///< Every host alike.
        failover,    ///< Near ones first, for clusters that detect outliers.
        zone_aware,  ///< As much in the own zone as each host gets the same.
    };

    Mode mode = Mode::none;
    std::uint32_t min_cluster_size = 0;  ///< Of zone_aware: hosts below which zones do not count.
    std::uint32_t overprovisioning_percent = 100;  ///< See PriorityRules.
};

/// What the mesh says of connections where no rule does.
struct ConnectionDefaults {
    bool as_needed = false;      ///< If not, they are open and warm unless a rule speaks of them.
    bool by_connection = false;  ///< A host is chosen for each connection, not for each request.
    TransportSecurity security = TransportSecurity::plain;  ///< Between proxies.
    bool upgrades_to_http2 = false;                         ///< What apps speak as HTTP/1.1.
    Duration idle_timeout{};                                ///< 0: none.
    std::uint32_t max_concurrent_streams = PoolSettings::unlimited;
    std::uint32_t max_requests_per_connection = 0;  ///< 0: no limit.
    double preconnect_ratio = 1;
};

/// When and to how many the control plane pushes.
struct PushDefaults {
    DebounceSettings debounce = {};
    std::uint32_t concurrency = 1;  ///< Proxies that are told at a time; above 0.
    ConnectionRules connections = {};
};

/// How a proxy ends when its pod does.
struct SidecarEnd {
    bool outlives_app = false;    ///< A native sidecar, or none: it ends last.
    Duration drain{};             ///< If not: from the word to end to its exit.
    bool ends_with_jobs = false;  ///< If not: it is told to end once the rest of a Job's pod has.
};

/// How proxies show each other who they are.
struct SecurityDefaults {
    bool automatic_mutual_tls = false;  ///< To all who take it, where no rule says otherwise.
    TrustDomains domains{.own = "cluster.local"};
    Duration token_clock_skew{};      ///< How long a token is taken before and after its time.
    Duration certificate_lifetime{};  ///< 0: certificates never run out.
    RotationSettings rotation{};
    std::vector<ExternalAuthorizer> authorizers{};  ///< That policies of CUSTOM may name.
    Duration authorizer_timeout{};                  ///< Of those that say nothing else.
    KeyCacheSettings keys{};                        ///< Of issuers.
};

/// How an app and the proxy beside it start.
struct SidecarStart {
    bool holds_app = false;   ///< The app's containers wait for the proxy.
    Duration check{};         ///< If so: how often somebody looks whether it is there; 0: always.
    bool native = false;      ///< It is an init container that stays: first to start, last to end,
    Duration native_check{};  ///< and so often somebody looks whether it is there; 0: always.
};

/// What an installation of the mesh runs as a gateway where manifests have none.
struct GatewayDefaults {
    std::uint32_t replicas = 1;
    std::map<std::uint16_t, std::uint16_t> ports = {};  ///< Of its Service, and of its pods.
};

/// What becomes of a request for a host that nobody declared.
enum class UnknownHosts : std::uint8_t {
    no_route,  ///< 404, as for any request without a rule.
    pass,      ///< It goes where the app sent it. Istio: ALLOW_ANY.
    refuse,    ///< 502. Istio: REGISTRY_ONLY.
};

/// Every number that the mesh chose where the user said nothing. Filled from a profile.
struct MeshDefaults {
    std::string balancer;  ///< "least_request"
    TextSettings::Values balancer_parameters;

    /// Parameters of balancers that rules may ask for in its place, by name.
    std::map<std::string, TextSettings::Values, std::less<>> balancers = {};

    double warm_up_minimum_percent = 0;  ///< Of its weight, for a host that is new.
    double warm_up_aggression = 1;
    ResourceLimits limits;
    Duration connect_timeout{};
    Duration request_timeout{};  ///< 0: none.
    RetryPolicy retry;           ///< Where a route says nothing.
    std::uint32_t backoff_growth =
        1;                    ///< How much the back-off may grow over a base that a route names.
    OutlierSettings outlier;  ///< Fills the gaps of a DestinationRule's outlierDetection.
    std::uint32_t panic_percent = 0;               ///< Without outlier detection.
    std::uint32_t panic_percent_with_outlier = 0;  ///< With it, unless minHealthPercent says so.
    RetryBudget retry_budget;                      ///< Fills the gaps of a retryBudget.
    LocalityDefaults locality = {};
    ConnectionDefaults connections = {};

    std::optional<FailFastSettings> fail_fast = {};  ///< Of every cluster.
    PushDefaults push = {};
    SidecarEnd sidecar_end = {};
    SecurityDefaults security = {};
    SidecarStart sidecar_start = {};
    GatewayDefaults gateway = {};
    UnknownHosts unknown_hosts = UnknownHosts::no_route;
    bool falls_back_on_terminating = false;  ///< Where no pod is ready, to those that end.

    /// By a service's host name.
    std::map<std::string, ServicePolicy, std::less<>> service_policies = {};

    /// What the mesh's own configuration asks for where a route says nothing; `retry` stays what
    /// fills the gaps of routes. Nothing: it is `retry`.
    std::optional<HttpRetry> http_retry = {};

    /// What the mesh says of a balancer; nothing if it says nothing.
    TextSettings::Values parameters_of(std::string_view name) const {
        if (name == balancer) return balancer_parameters;
        const auto found = balancers.find(name);
        return found == balancers.end() ? TextSettings::Values{} : found->second;
    }
};

}  // namespace weft::mesh::control
