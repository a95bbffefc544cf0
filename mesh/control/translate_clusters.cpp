#include "mesh/control/translate_clusters.hpp"

#include "mesh/control/port_protocol.hpp"

#include <algorithm>
#include <optional>

namespace weft::mesh::control {
namespace {

template <class Field>
void hide(std::optional<Field>& field, const std::optional<Field>& by) {
    if (by) field = by;
}

/// Puts one level of policy over what the levels above it said. A port cannot say how many retries
/// there may be, so the budget is the level's.
void overlay(TrafficPolicy& policy, const TrafficPolicy& level, std::uint16_t port) {
    hide(policy.load_balancer, level.load_balancer);
    hide(policy.connection_pool, level.connection_pool);
    hide(policy.outlier_detection, level.outlier_detection);
    hide(policy.retry_budget, level.retry_budget);
    hide(policy.tls, level.tls);
    if (level.tls) policy.server_names = level.server_names;
    const auto own = level.port_level.find(port);
    if (own == level.port_level.end()) return;
    policy.load_balancer = own->second.load_balancer;
    policy.connection_pool = own->second.connection_pool;
    policy.outlier_detection = own->second.outlier_detection;
    policy.tls = own->second.tls;
    policy.server_names = own->second.server_names;
}

/// Our name for a balancer of the rules; empty: the mesh's own choice.
/// PASSTHROUGH keeps the address that the client chose, which a client of a ClusterIP never does.
std::string balancer_of(std::string_view simple) {
    if (simple == "ROUND_ROBIN") return "round_robin";
    if (simple == "LEAST_REQUEST" || simple == "LEAST_CONN") return "least_request";
    if (simple == "RANDOM") return "random";
    if (simple == "PASSTHROUGH") return "least_request";
    return {};
}

BalancerChoice hash_balancer(const HashKey& key, const MeshDefaults& defaults) {
    BalancerChoice choice{.name = key.balancer, .parameters = defaults.parameters_of(key.balancer)};
    TextSettings::Values& values = choice.parameters;
    if (key.minimum_ring_size && key.balancer == "ring_hash") {
        values["minimum_ring_size"] = std::to_string(*key.minimum_ring_size);
    }
    if (key.table_size && key.balancer == "maglev") {
        values["table_size"] = std::to_string(*key.table_size);
    }
    return choice;
}

/// Other balancers send new hosts their full share at once, as those of the reference proxy do.
void warm_up(BalancerChoice& choice, const Warmup& warmup, const MeshDefaults& defaults) {
    if (choice.name != "round_robin" && choice.name != "least_request") return;
    TextSettings::Values& values = choice.parameters;
    values["slow_start_window"] = std::to_string(warmup.duration.count()) + "ns";
    values["slow_start_aggression"] =
        std::to_string(warmup.aggression.value_or(defaults.warm_up_aggression));
    values["slow_start_min_weight_percent"] =
        std::to_string(warmup.minimum_percent.value_or(defaults.warm_up_minimum_percent));
}

BalancerChoice translate_balancer(const TrafficPolicy& policy, const MeshDefaults& defaults) {
    if (!policy.load_balancer) return {defaults.balancer, defaults.balancer_parameters};
    if (policy.load_balancer->consistent_hash) {
        return hash_balancer(*policy.load_balancer->consistent_hash, defaults);
    }
    std::string name = balancer_of(policy.load_balancer->simple.value_or(std::string{}));
    if (name.empty()) name = defaults.balancer;
    BalancerChoice choice{name, defaults.parameters_of(name)};
    if (policy.load_balancer->warmup) warm_up(choice, *policy.load_balancer->warmup, defaults);
    return choice;
}

ResourceLimits translate_limits(const ConnectionPoolSettings& pool, ResourceLimits limits) {
    limits.connections = pool.max_connections.value_or(limits.connections);
    limits.pending = pool.http1_max_pending_requests.value_or(limits.pending);
    limits.requests = pool.http2_max_requests.value_or(limits.requests);
    limits.retries = pool.max_retries.value_or(limits.retries);
    return limits;
}

/// Whether a rule says anything of connections, so that they are played one by one.
bool speaks_of_connections(const ConnectionPoolSettings& pool) {
    return pool.max_connections || pool.connect_timeout || pool.http1_max_pending_requests ||
           pool.max_requests_per_connection || pool.idle_timeout || pool.max_concurrent_streams;
}

TransportSecurity security_of(const TrafficPolicy& policy, const ConnectionDefaults& defaults) {
    if (!policy.tls) return defaults.security;
    if (*policy.tls == ClientTls::disable) return TransportSecurity::plain;
    const bool is_plain = defaults.security == TransportSecurity::plain;
    return is_plain ? TransportSecurity::tls_1_3 : defaults.security;
}

PoolSettings translate_pool(const TrafficPolicy& policy,
                            const ServicePort& port,
                            const MeshDefaults& defaults) {
    const ConnectionPoolSettings rules = policy.connection_pool.value_or(ConnectionPoolSettings{});
    const ConnectionDefaults& mesh = defaults.connections;
    const bool upgrades = rules.upgrades_to_http2.value_or(mesh.upgrades_to_http2);
    return {.version = upgrades ? HttpVersion::http2 : http_version(port),
            .round_trips = handshake_round_trips(security_of(policy, mesh)),
            .max_concurrent_streams =
                rules.max_concurrent_streams.value_or(mesh.max_concurrent_streams),
            .max_requests_per_connection =
                rules.max_requests_per_connection.value_or(mesh.max_requests_per_connection),
            .connect_timeout = rules.connect_timeout.value_or(defaults.connect_timeout),
            .idle_timeout = rules.idle_timeout.value_or(mesh.idle_timeout),
            .preconnect_ratio = mesh.preconnect_ratio};
}

/// What a rule asks for ejects for certain, even if the mesh only watches for it.
OutlierSettings translate_outlier(const OutlierRules& rules, OutlierSettings settings) {
    if (rules.consecutive_5xx) {
        settings.consecutive_5xx = *rules.consecutive_5xx;
        settings.enforcing_5xx = 100;
    }
    if (rules.consecutive_gateway_errors) {
        settings.consecutive_gateway_errors = *rules.consecutive_gateway_errors;
        settings.enforcing_gateway_errors = 100;
    }
    settings.split_local_origin = rules.split_local_origin.value_or(settings.split_local_origin);
    if (settings.split_local_origin && rules.consecutive_local_origin.value_or(0) > 0) {
        settings.consecutive_local_origin = *rules.consecutive_local_origin;
        settings.enforcing_local_origin = 100;
    }
    settings.interval = rules.interval.value_or(settings.interval);
    settings.base_ejection_time = rules.base_ejection_time.value_or(settings.base_ejection_time);
    settings.max_ejection_time = std::max(settings.max_ejection_time, settings.base_ejection_time);
    settings.max_ejection_percent =
        rules.max_ejection_percent.value_or(settings.max_ejection_percent);
    return settings;
}

}  // namespace

std::string cluster_name(std::uint16_t port, std::string_view subset, std::string_view host) {
    std::string name = "outbound|" + std::to_string(port);
    name += '|';
    name += subset;
    name += '|';
    name += host;
    return name;
}

TrafficPolicy effective_policy(const DestinationRule* rule,
                               const Subset* subset,
                               std::uint16_t port) {
    TrafficPolicy policy;
    if (rule == nullptr) return policy;
    if (rule->policy) overlay(policy, *rule->policy, port);
    if (subset != nullptr && subset->policy) overlay(policy, *subset->policy, port);
    return policy;
}

ClusterConfig translate_policy(const TrafficPolicy& policy,
                               const ServicePort& port,
                               const MeshDefaults& defaults) {
    ClusterConfig config{
        .name = {},
        .balancer = translate_balancer(policy, defaults),
        .limits = defaults.limits,
        .retry_budget = {},
        .outlier = {},
        .selection = {.priority = {.panic_percent = defaults.panic_percent,
                                   .overprovisioning_percent =
                                       defaults.locality.overprovisioning_percent}},
        .pool = translate_pool(policy, port, defaults),
        .connects = defaults.connections.as_needed,
        .tls_by_rule = policy.tls.has_value(),
        .tls =
            defaults.security.automatic_mutual_tls ? ClientTls::istio_mutual : ClientTls::disable,
        .fail_fast = defaults.fail_fast};
    if (policy.tls) config.tls = *policy.tls;
    config.server_names = policy.server_names;
    if (policy.connection_pool) {
        config.limits = translate_limits(*policy.connection_pool, defaults.limits);
        config.connects = config.connects || speaks_of_connections(*policy.connection_pool);
    }
    config.binds_connections = config.connects && defaults.connections.by_connection;
    if (policy.outlier_detection) {
        config.outlier = translate_outlier(*policy.outlier_detection, defaults.outlier);
        config.selection.priority.panic_percent =
            policy.outlier_detection->min_health_percent.value_or(
                defaults.panic_percent_with_outlier);
    }
    if (policy.retry_budget) {
        config.retry_budget = RetryBudget{
            .percent = policy.retry_budget->percent.value_or(defaults.retry_budget.percent),
            .min_concurrency = policy.retry_budget->min_concurrency.value_or(
                defaults.retry_budget.min_concurrency)};
    }
    return config;
}

void overrule(ClusterConfig& config, const ServicePolicy& policy) {
    if (policy.balancer) config.balancer = *policy.balancer;
    hide(config.retry_budget, policy.retry_budget);
    hide(config.retry_deposits, policy.retry_deposits);
    hide(config.retry_tokens, policy.retry_tokens);
    hide(config.retry_breaker, policy.retry_breaker);
    hide(config.admission, policy.admission);
    hide(config.failure_accrual, policy.failure_accrual);
    hide(config.health_check, policy.health_check);
    hide(config.hedge, policy.hedge);
    config.host_rules = policy.host_rules;
    if (policy.rate_limited_backoff) config.rate_limited_backoff = policy.rate_limited_backoff;
    if (policy.high_priority) config.high_priority = policy.high_priority;
    if (config.outlier && policy.detect_degraded) config.outlier->detect_degraded = true;
    if (!policy.connections) return;
    config.connects = policy.connections->as_needed;
    config.binds_connections = policy.connections->by_connection;
}

}  // namespace weft::mesh::control
