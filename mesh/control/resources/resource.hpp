#pragma once

#include "mesh/base/fraction.hpp"
#include "mesh/base/time.hpp"
#include "mesh/control/resources/autoscaler.hpp"
#include "mesh/control/resources/gateway_route.hpp"
#include "mesh/control/resources/metadata.hpp"
#include "mesh/control/resources/placement.hpp"
#include "mesh/control/resources/pod_life.hpp"
#include "mesh/control/resources/pod_resources.hpp"
#include "mesh/control/resources/security.hpp"
#include "mesh/control/resources/workload_rules.hpp"
#include "mesh/resilience/outlier_detection.hpp"
#include "mesh/route/route_table.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Cluster resources as plain structs: what Kubernetes and Istio YAML says, typed, with nothing
/// resolved yet. A field that is absent in YAML is absent here (optional or empty), so that
/// defaults are applied in one place, by the translation.
namespace weft::mesh::control {

struct Namespace {
    Metadata meta;
};

struct ServiceAccount {
    Metadata meta;
};

/// The namespaces whose proxies are told of an object: their names, "." for its own, "*" for all,
/// "~" for none. Empty: all.
using ExportTo = std::vector<std::string>;

struct ServicePort {
    std::string name;
    std::uint16_t port = 0;
    std::string target;        ///< Number or name of the container's port; empty: the same number.
    std::string app_protocol;  ///< Empty: by the name's prefix.
};

/// Whether callers should keep to what is near. Any: wherever they stand.
enum class TrafficDistribution : std::uint8_t { any, same_zone, same_node };

/// Kubernetes Service.
struct Service {
    Metadata meta;
    Labels selector;  ///< Empty: selects no pod.
    std::vector<ServicePort> ports;
    bool headless = false;
    std::string external_name;  ///< Of type ExternalName.
    TrafficDistribution distribution = TrafficDistribution::any;
    ExportTo export_to = {};
    bool publishes_not_ready = false;  ///< Pods answer for it ready or not, and while they end.
};

struct ContainerPort {
    std::string name;
    std::uint16_t port = 0;

    friend bool operator==(const ContainerPort&, const ContainerPort&) = default;
};

/// What a pod is made from.
struct PodTemplate {
    Labels labels;
    Labels annotations;
    std::string service_account = "default";
    std::vector<ContainerPort> ports;            ///< Of all containers.
    std::vector<ContainerLife> containers = {};  ///< Those that say anything.
    Duration grace = std::chrono::seconds{30};   ///< From the word to end to being killed.
    bool is_gateway = false;                     ///< Its app is a proxy, which only forwards.
    std::optional<bool> holds_app = {};  ///< Until its proxy is there. Absent: the mesh decides.
    PodResources resources = {};
    PlacementRules placement = {};
    RestartPolicy restarts = RestartPolicy::always;
    // How its proxy ends. Absent: the mesh decides.
    std::optional<Duration> proxy_drain = {};          ///< From the word to end to its exit,
    std::optional<bool> proxy_outlives_requests = {};  ///< unless it goes on while there are any.
    std::vector<InitContainer> init = {};
    std::vector<std::string> beside = {};   ///< Names of containers that run beside the app.
    std::optional<bool> native_proxy = {};  ///< Its proxy is a native sidecar. Absent: as above.

    friend bool operator==(const PodTemplate&, const PodTemplate&) = default;
};

/// What makes pods.
struct Workload {
    enum class Kind : std::uint8_t { deployment, stateful_set, daemon_set, job };

    Kind kind = Kind::deployment;
    Metadata meta;
    std::uint32_t replicas = 1;  ///< daemon_set: not used. job: at a time.
    Labels selector;
    PodTemplate pod;
    RolloutRules rollout = {};
    bool is_parallel = false;  ///< stateful_set: pods start and end without waiting for each other.
    JobRules job = {};
    SetUpdateRules update = {};  ///< stateful_set, daemon_set
};

/// A pod that runs, as the cluster knows it.
struct Pod {
    Metadata meta;  ///< Labels are the pod's own.
    std::string workload;
    std::string node;
    std::string zone;
    std::string ip;
    std::string service_account = "default";
    std::vector<ContainerPort> ports;
    bool ready = false;           ///< Of one that is terminating: it serves still.
    bool is_terminating = false;  ///< It was told to end. Known only where that matters, see
                                  ///< MeshDefaults and publishes_not_ready; elsewhere the object
                                  ///< is gone then.
    bool has_proxy = true;        ///< If not, it speaks for itself, and takes no mutual TLS.
};

struct Destination {
    std::string host;
    std::string subset;  ///< Empty: the whole host.
    std::optional<std::uint16_t> port;
};

struct RouteDestination {
    Destination destination;
    std::optional<std::uint32_t> weight;
    HeaderEdits request_headers;
    HeaderEdits response_headers;  ///< Kept; no decision depends on them.
};

/// Whether sidecars obey what is bound to these gateways; if not, it is for gateways alone.
bool is_of_mesh(const std::vector<std::string>& gateways);

struct HttpMatch {
    std::string name;
    RouteMatch match;  ///< Path, method, authority, headers, query.
    std::optional<StringMatch> scheme;
    std::optional<std::uint16_t> port;
    std::vector<std::string> gateways;
    Labels source_labels;
    std::string source_namespace;
    std::string origin = {};  ///< Where it was written, for people: "routes.yaml:21".
};

struct HttpRetry {
    std::optional<std::uint32_t> attempts;
    std::optional<Duration> per_try_timeout;
    std::optional<std::string> retry_on;
    std::optional<Duration> backoff;
};

struct HttpRedirect {
    Redirect to;
    bool port_of_request = false;  ///< As derivePort: FROM_REQUEST_PORT says it.
};

/// A VirtualService whose rules stand in for one rule.
struct Delegate {
    std::string name;
    std::string ns;
};

struct HttpRoute {
    std::string name;
    std::vector<HttpMatch> matches;
    std::vector<RouteDestination> route;
    std::optional<Rewrite> rewrite;
    std::optional<Duration> timeout;
    std::optional<HttpRetry> retries;
    std::optional<InjectedDelay> delay;
    std::optional<InjectedAbort> abort;
    std::vector<std::pair<Destination, Fraction>> mirrors;
    std::optional<DirectResponse> direct_response;
    std::optional<HttpRedirect> redirect;
    std::optional<Delegate> delegate;
    HeaderEdits request_headers;
    HeaderEdits response_headers;                         ///< Kept; no decision depends on them.
    std::optional<Duration> attempt_timeout;              ///< Beside the mesh's retries.
    std::optional<std::uint16_t> unknown_cluster_status;  ///< For a destination nobody knows.
    std::string origin = {};                              ///< Where it was written, for people.
};

/// Istio VirtualService.
struct VirtualService {
    Metadata meta;
    std::vector<std::string> hosts;     ///< Empty: it is there for others to delegate to.
    std::vector<std::string> gateways;  ///< Empty: the mesh.
    std::vector<HttpRoute> http;
    std::string origin = {};  ///< Where it was written, for people.
    ExportTo export_to = {};
};

struct HashKey {
    HashPolicy policy;
    std::string balancer = "ring_hash";  ///< or "maglev"
    std::optional<std::uint64_t> minimum_ring_size;
    std::optional<std::uint64_t> table_size;
};

/// How long a new host is spared; of rotations and of least request.
struct Warmup {
    Duration duration{};
    std::optional<double> minimum_percent = {};
    std::optional<double> aggression = {};
};

/// Where requests go by the places of caller and host. Places are "region/zone/subzone", of which
/// "*" stands for all that begin so.
struct LocalityRules {
    struct Share {
        std::string to;
        std::uint32_t percent = 0;
    };
    struct Distribution {
        std::string from;
        std::vector<Share> to;  ///< They sum to 100.
    };
    struct Failover {
        std::string from;  ///< Regions.
        std::string to;
    };

    std::optional<bool> enabled{};
    std::vector<Distribution> distribute{};
    std::vector<Failover> failover{};
    std::vector<std::string> failover_priority{};  ///< Labels, or "label=value".
};

struct LoadBalancerSettings {
    std::optional<std::string> simple;  ///< "ROUND_ROBIN", "LEAST_REQUEST", "RANDOM", "PASSTHROUGH"
    std::optional<HashKey> consistent_hash;
    std::optional<Warmup> warmup;
    std::optional<LocalityRules> locality = {};
};

struct ConnectionPoolSettings {
    std::optional<std::uint32_t> max_connections;
    std::optional<Duration> connect_timeout;
    std::optional<std::uint32_t> http1_max_pending_requests;
    std::optional<std::uint32_t> http2_max_requests;
    std::optional<std::uint32_t> max_requests_per_connection;
    std::optional<std::uint32_t> max_retries;
    std::optional<Duration> idle_timeout = {};
    std::optional<std::uint32_t> max_concurrent_streams = {};
    std::optional<bool> upgrades_to_http2 = {};
};

struct OutlierRules {
    std::optional<std::uint32_t> consecutive_5xx;
    std::optional<std::uint32_t> consecutive_gateway_errors;
    std::optional<Duration> interval;
    std::optional<Duration> base_ejection_time;
    std::optional<std::uint32_t> max_ejection_percent;
    std::optional<std::uint32_t> min_health_percent;
    std::optional<bool> split_local_origin = {};
    std::optional<std::uint32_t> consecutive_local_origin = {};  ///< Acts where these are split.
};

struct RetryBudgetRules {
    std::optional<double> percent;
    std::optional<std::uint32_t> min_concurrency;
};

struct TrafficPolicy {
    std::optional<LoadBalancerSettings> load_balancer;
    std::optional<ConnectionPoolSettings> connection_pool;
    std::optional<OutlierRules> outlier_detection;
    std::optional<RetryBudgetRules> retry_budget;
    std::optional<ClientTls> tls;                       ///< Absent: the mesh decides.
    std::map<std::uint16_t, TrafficPolicy> port_level;  ///< Replaces, does not merge.
    std::vector<std::string> server_names = {};         ///< Of `tls`: who a server must show to be.
};

struct Subset {
    std::string name;
    Labels labels;
    std::optional<TrafficPolicy> policy;
    std::string origin = {};  ///< Where it was written, for people.
};

/// Istio DestinationRule.
struct DestinationRule {
    Metadata meta;
    std::string host;
    std::optional<TrafficPolicy> policy;
    std::vector<Subset> subsets;
    std::string origin = {};  ///< Where it was written, for people.
    ExportTo export_to = {};
    std::optional<Labels> workload_selector =
        {};  ///< Clients of its namespace that obey it; absent: all.
};

/// A port of a gateway: a server of Istio, or a listener of the Gateway API.
struct GatewayServer {
    std::uint16_t port = 0;
    std::string protocol;
    std::vector<std::string> hosts;  ///< "bookshop.example", or of whose rules: "NAMESPACE/HOST",
                                     ///< where "." is the gateway's own and "*" any.
    std::string name = {};
    bool redirects_to_https = false;  ///< Whatever comes.
    bool forwards = true;  ///< If not, it is of no HTTP that a gateway looks into, and no way in.
    std::optional<Labels> namespaces = {};      ///< A listener: of those whose routes it takes.
    std::vector<std::string> route_kinds = {};  ///< A listener: "HTTPRoute"; none: any.
};

/// Gateway of Istio, or of the Gateway API.
struct Gateway {
    enum class Kind : std::uint8_t { istio, gateway_api };

    Metadata meta;
    Labels selector;  ///< Of pods in any namespace.
    std::vector<GatewayServer> servers;
    Kind kind = Kind::istio;
};

/// The label by which pods of a Gateway of the Gateway API are found; its value is the name.
inline constexpr std::string_view gateway_name_label = "gateway.networking.k8s.io/gateway-name";

/// Istio ServiceEntry.
struct ServiceEntry {
    enum class Resolution : std::uint8_t { none, static_list, dns };

    struct WorkloadAddress {
        std::string address;
        Labels labels;
        std::map<std::string, std::uint16_t, std::less<>> ports;
        std::string locality = {};  ///< "region/zone/subzone"
        std::uint32_t weight = 1;   ///< Of its share of the requests, above 0.
    };

    Metadata meta;
    std::vector<std::string> hosts;
    std::vector<ServicePort> ports;
    Resolution resolution = Resolution::none;
    std::vector<WorkloadAddress> endpoints;
    Labels workload_selector;
    ExportTo export_to = {};
};

/// Istio Sidecar: which hosts of the mesh some proxies are told of.
struct SidecarScope {
    /// Hosts of a namespace, or, for VirtualServices, rules for them.
    struct Import {
        std::string ns;    ///< Or "*" for any, "." for the proxy's own, "~" for none.
        std::string host;  ///< Full name, "*.example.com", or "*" for all.
    };

    Metadata meta;
    Labels workload_selector;    ///< Empty: every proxy of the namespace that no other selects.
    std::vector<Import> egress;  ///< Empty: everything.
    std::optional<bool> registry_only = {};  ///< Of hosts that the mesh does not know; absent: the
                                             ///< mesh decides.
};

/// One object of the cluster's store.
using Resource = std::variant<Namespace,
                              ServiceAccount,
                              Service,
                              Workload,
                              Pod,
                              VirtualService,
                              DestinationRule,
                              Gateway,
                              ServiceEntry,
                              GatewayRoute,
                              ReferenceGrant,
                              PeerAuthentication,
                              AuthorizationPolicy,
                              RequestAuthentication,
                              SidecarScope,
                              HorizontalPodAutoscaler,
                              PodDisruptionBudget>;

/// "Service", "Deployment", … as manifests write it.
std::string_view kind_of(const Resource& resource);

const Metadata& metadata_of(const Resource& resource);

/// Kind, namespace and name: two resources with one key are versions of one object.
struct ResourceKey {
    std::string kind;
    std::string ns;
    std::string name;

    friend auto operator<=>(const ResourceKey&, const ResourceKey&) = default;
};

ResourceKey key_of(const Resource& resource);

}  // namespace weft::mesh::control
