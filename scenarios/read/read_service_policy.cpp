#include "scenarios/read/read_service_policy.hpp"

#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_host_rules.hpp"
#include "scenarios/read/read_policies.hpp"
#include "scenarios/read/read_request.hpp"

#include <array>
#include <fmt/format.h>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();

std::uint32_t count(YamlMap& map, std::string_view key, std::uint32_t fallback) {
    return map.count(key, {.fallback = fallback, .min = 0, .max = most});
}

mesh::Duration duration(YamlMap& map, std::string_view key, mesh::Duration fallback) {
    return map.duration(key, any_duration(fallback));
}

/// A part that is written as a share, such as "95%".
double part(YamlMap& map, std::string_view key, double fallback) {
    constexpr double whole = mesh::Ratio::whole;
    const mesh::Ratio otherwise{static_cast<std::uint32_t>(fallback * whole + 0.5)};
    return map.ratio(key, any_ratio(otherwise)).parts / whole;
}

/// A mapping below with these keys at least. Nothing if it is absent or incomplete.
template <class Settings>
std::optional<Settings> section(YamlMap& policy,
                                std::string_view key,
                                std::initializer_list<std::string_view> needed,
                                Settings (*read)(YamlMap&)) {
    auto map = policy.map(key);
    if (!map) return std::nullopt;
    bool is_complete = true;
    for (const std::string_view name : needed) {
        if (map->has(name)) continue;
        map->error(name, std::string{name} + " is missing");
        is_complete = false;
    }
    const Settings settings = read(*map);
    map->reject_unknown_keys();
    if (!is_complete) return std::nullopt;
    if (const auto mistake = mistake_in(settings)) policy.error(key, *mistake);
    return settings;
}

mesh::TokenBucketSettings read_rate_limit(YamlMap& map) {
    mesh::TokenBucketSettings settings;
    settings.max_tokens = count(map, "max_tokens", settings.max_tokens);
    settings.tokens_per_fill = count(map, "tokens_per_fill", settings.tokens_per_fill);
    settings.fill_interval = duration(map, "fill_interval", settings.fill_interval);
    return settings;
}

mesh::GlobalRateLimit read_global_rate_limit(YamlMap& map) {
    static constexpr std::array<std::string_view, 2> failures{"open", "deny"};
    mesh::GlobalRateLimit limit;
    limit.quota.requests = count(map, "requests", limit.quota.requests);
    limit.quota.unit = duration(map, "unit", limit.quota.unit);
    for (const std::string& name : map.texts("per"))
        limit.per.push_back(header_name(name));
    if (map.choice("failure", "open", failures) == "deny") {
        limit.failure = mesh::LimiterFailure::deny;
    }
    limit.timeout = duration(map, "timeout", limit.timeout);
    return limit;
}

mesh::AdaptiveSettings read_adaptive_concurrency(YamlMap& map) {
    mesh::AdaptiveSettings settings;
    settings.buffer = part(map, "buffer", settings.buffer);
    settings.percentile = part(map, "percentile", settings.percentile);
    settings.min_concurrency = count(map, "min_concurrency", settings.min_concurrency);
    settings.max_limit = count(map, "max_limit", settings.max_limit);
    settings.sample_window = duration(map, "sample_window", settings.sample_window);
    settings.min_rtt_interval = duration(map, "min_rtt_interval", settings.min_rtt_interval);
    settings.min_rtt_jitter = part(map, "min_rtt_jitter", settings.min_rtt_jitter);
    settings.min_rtt_requests = count(map, "min_rtt_requests", settings.min_rtt_requests);
    return settings;
}

mesh::AdmissionSettings read_admission_control(YamlMap& map) {
    mesh::AdmissionSettings settings;
    settings.success_threshold = part(map, "success_threshold", settings.success_threshold);
    settings.aggression =
        map.number("aggression", {.fallback = settings.aggression, .min = 0, .max = 1000});
    settings.max_rejection = part(map, "max_rejection", settings.max_rejection);
    settings.min_requests_per_second =
        count(map, "min_requests_per_second", settings.min_requests_per_second);
    settings.window = duration(map, "window", settings.window);
    return settings;
}

mesh::FailureAccrualSettings read_failure_accrual(YamlMap& map) {
    mesh::FailureAccrualSettings settings;
    settings.failures_to_open = count(map, "failures_to_open", settings.failures_to_open);
    settings.min_penalty = duration(map, "min_penalty", settings.min_penalty);
    settings.max_penalty = duration(map, "max_penalty", settings.max_penalty);
    settings.jitter = part(map, "jitter", settings.jitter);
    settings.probes = count(map, "probes", settings.probes);
    return settings;
}

/// Where one interval is left out, another one stands in for it.
/// Source: the reference proxy's health checks.
mesh::HealthCheckSettings read_health_check(YamlMap& map) {
    mesh::HealthCheckSettings settings;
    settings.timeout = duration(map, "timeout", settings.timeout);
    settings.interval = duration(map, "interval", settings.interval);
    settings.unhealthy_interval = duration(map, "unhealthy_interval", settings.interval);
    settings.unhealthy_edge_interval =
        duration(map, "unhealthy_edge_interval", settings.unhealthy_interval);
    settings.healthy_edge_interval = duration(map, "healthy_edge_interval", settings.interval);
    settings.no_traffic_interval =
        duration(map, "no_traffic_interval", settings.no_traffic_interval);
    settings.no_traffic_healthy_interval =
        duration(map, "no_traffic_healthy_interval", settings.no_traffic_interval);
    settings.unhealthy_threshold = count(map, "unhealthy_threshold", settings.unhealthy_threshold);
    settings.healthy_threshold = count(map, "healthy_threshold", settings.healthy_threshold);
    settings.initial_jitter = duration(map, "initial_jitter", settings.initial_jitter);
    settings.interval_jitter = duration(map, "interval_jitter", settings.interval_jitter);
    settings.interval_jitter_percent =
        count(map, "interval_jitter_percent", settings.interval_jitter_percent);
    return settings;
}

mesh::RetryDepositSettings read_retry_deposits(YamlMap& map) {
    mesh::RetryDepositSettings settings;
    settings.ratio = map.number("ratio", {.fallback = settings.ratio, .min = 0, .max = 1000});
    settings.min_per_second = count(map, "min_per_second", settings.min_per_second);
    settings.ttl = duration(map, "ttl", settings.ttl);
    return settings;
}

mesh::RetryTokenSettings read_retry_tokens(YamlMap& map) {
    mesh::RetryTokenSettings settings;
    settings.size = map.number("size", {.fallback = settings.size, .min = 0, .max = 1'000'000});
    settings.per_request =
        map.number("per_request", {.fallback = settings.per_request, .min = 0, .max = 1000});
    return settings;
}

mesh::RetryBreakerSettings read_retry_breaker(YamlMap& map) {
    return {.failures = part(map, "failures", 0)};
}

/// A header that nobody sends is warned of: it would never be heeded.
mesh::ResetHeader read_reset_header(YamlMap map) {
    static constexpr std::array<std::string_view, 2> formats{"seconds", "unix_timestamp"};
    mesh::ResetHeader header{.name = header_name(map.required_text("name"))};
    if (map.choice("format", "seconds", formats) == "unix_timestamp") {
        header.format = mesh::ResetHeader::Format::unix_timestamp;
    }
    map.reject_unknown_keys();
    if (!header.name.empty() && header.name != mesh::reset_header) {
        map.diagnostics().warning(
            map.place("name"),
            fmt::format("no answer has the header '{}': a rate limit of the mesh sends '{}'",
                        header.name, mesh::reset_header));
    }
    return header;
}

mesh::RateLimitedBackoff read_rate_limited_backoff(YamlMap& map) {
    mesh::RateLimitedBackoff policy;
    map.each("headers", [&](const YAML::Node& node) {
        policy.headers.push_back(read_reset_header({node, map.file(), map.diagnostics()}));
    });
    policy.max_interval = duration(map, "max_interval", policy.max_interval);
    return policy;
}

/// Each of these says alone how many retries there may be.
void check_one_budget(const mesh::control::ServicePolicy& read, YamlMap& policy) {
    const std::array<std::pair<std::string_view, bool>, 4> budgets{
        {{"retry_budget", read.retry_budget.has_value()},
         {"retry_deposits", read.retry_deposits.has_value()},
         {"retry_tokens", read.retry_tokens.has_value()},
         {"retry_breaker", read.retry_breaker.has_value()}}};
    std::string_view first;
    for (const auto& [key, is_there] : budgets) {
        if (!is_there) continue;
        policy.require(first.empty(), key, "cannot stand beside a " + std::string{first});
        if (first.empty()) first = key;
    }
}

mesh::HedgePolicy read_hedge(YamlMap& map) {
    static constexpr std::array<std::string_view, 2> words{"off", "on"};
    mesh::HedgePolicy policy;
    policy.on_try_timeout = map.choice("on_try_timeout", "off", words) == "on";
    if (map.has("after")) policy.after = duration(map, "after", {});
    policy.max_at_once = count(map, "max_at_once", policy.max_at_once);
    return policy;
}

std::optional<mesh::control::ConnectionPolicy> read_connections(YamlMap& policy) {
    static constexpr std::array<std::string_view, 2> opens{"warm", "as_needed"};
    static constexpr std::array<std::string_view, 2> binds{"request", "connection"};
    auto map = policy.map("connections");
    if (!map) return std::nullopt;
    const mesh::control::ConnectionPolicy read{
        .as_needed = map->choice("open", "as_needed", opens) == "as_needed",
        .by_connection = map->choice("bind", "request", binds) == "connection"};
    map->require(read.as_needed || !read.by_connection, "bind",
                 "a host is chosen by connection only where connections are opened as needed");
    map->reject_unknown_keys();
    return read;
}

std::optional<mesh::RetryBudget> read_policy_budget(YamlMap& policy,
                                                    const mesh::RetryBudget& defaults) {
    auto map = policy.map("retry_budget");
    if (!map) return std::nullopt;
    mesh::RetryBudget budget = defaults;
    budget.percent = map->number("percent", {.fallback = budget.percent, .min = 0, .max = 100});
    budget.min_concurrency = count(*map, "min_concurrency", budget.min_concurrency);
    budget.interval = duration(*map, "interval", budget.interval);
    const bool is_usable = budget.interval == mesh::Duration::zero() || budget.interval >= 1ms;
    map->require(is_usable, "interval", "must be 0s (off), or at least 1ms");
    map->reject_unknown_keys();
    return budget;
}

mesh::ResourceLimits read_limits(YamlMap& policy, const mesh::ResourceLimits& defaults) {
    auto map = policy.map("limits");
    if (!map) return defaults;
    const mesh::ResourceLimits limits{
        .connections = count(*map, "connections", defaults.connections),
        .pending = count(*map, "pending", defaults.pending),
        .requests = count(*map, "requests", defaults.requests),
        .retries = count(*map, "retries", defaults.retries)};
    map->reject_unknown_keys();
    return limits;
}

std::shared_ptr<const mesh::HighPriority> read_high_priority(YamlMap& policy,
                                                             const mesh::ResourceLimits& defaults) {
    auto map = policy.map("high_priority");
    if (!map) return nullptr;
    mesh::HighPriority high;
    high.header = header_name(map->required_text("header"));
    high.value = map->required_text("value");
    high.limits = read_limits(*map, defaults);
    map->reject_unknown_keys();
    return std::make_shared<const mesh::HighPriority>(high);
}

}  // namespace

mesh::control::ServicePolicy read_service_policy(YamlMap policy,
                                                 const mesh::BalancerRegistry& balancers,
                                                 const mesh::control::MeshDefaults& defaults) {
    mesh::control::ServicePolicy read;
    read.balancer = read_balancer(policy, "balancer", balancers);
    read.retry_budget = read_policy_budget(policy, defaults.retry_budget);
    read.retry_deposits = section(policy, "retry_deposits", {"ratio", "ttl"}, read_retry_deposits);
    read.retry_tokens = section(policy, "retry_tokens", {"size", "per_request"}, read_retry_tokens);
    read.retry_breaker = section(policy, "retry_breaker", {"failures"}, read_retry_breaker);
    check_one_budget(read, policy);
    read.admission = section(policy, "admission_control", {}, read_admission_control);
    read.failure_accrual =
        section(policy, "failure_accrual", {"failures_to_open", "min_penalty", "max_penalty"},
                read_failure_accrual);
    read.health_check = section(policy, "health_check",
                                {"timeout", "interval", "unhealthy_threshold", "healthy_threshold"},
                                read_health_check);
    read.hedge = section(policy, "hedge", {}, read_hedge);
    read.connections = read_connections(policy);
    const bool by_connection =
        read.connections ? read.connections->by_connection : defaults.connections.by_connection;
    read.host_rules = read_host_rules(policy, by_connection);
    if (const auto heeded =
            section(policy, "rate_limited_backoff", {"headers"}, read_rate_limited_backoff)) {
        read.rate_limited_backoff = std::make_shared<const mesh::RateLimitedBackoff>(*heeded);
    }
    read.high_priority = read_high_priority(policy, defaults.limits);
    read.detect_degraded = policy.flag("detect_degraded", false);
    read.inbound.rate_limit =
        section(policy, "rate_limit", {"max_tokens", "fill_interval"}, read_rate_limit);
    read.inbound.global_rate_limit =
        section(policy, "global_rate_limit", {"requests", "unit"}, read_global_rate_limit);
    read.inbound.concurrency =
        section(policy, "adaptive_concurrency", {"sample_window", "min_rtt_interval"},
                read_adaptive_concurrency);
    policy.reject_unknown_keys();
    return read;
}

}  // namespace weft::scenarios
