#pragma once

#include "mesh/proxy/proxy_config.hpp"

#include <memory>
#include <optional>

namespace weft::mesh::control {

/// How callers connect to one service.
struct ConnectionPolicy {
    bool as_needed = false;      ///< If not, all are open and warm.
    bool by_connection = false;  ///< A host is chosen for each connection, not for each request.
};

/// What holds for one service whatever the rules say, so that policies can be compared under the
/// rules that people deploy.
struct ServicePolicy {
    // Of those who call it.
    std::optional<BalancerChoice> balancer{};
    std::optional<RetryBudget> retry_budget{};
    std::optional<RetryDepositSettings> retry_deposits{};
    std::optional<RetryTokenSettings> retry_tokens{};
    std::optional<RetryBreakerSettings> retry_breaker{};
    std::optional<AdmissionSettings> admission{};
    std::optional<FailureAccrualSettings> failure_accrual{};
    std::optional<HealthCheckSettings> health_check{};
    std::optional<HedgePolicy> hedge{};
    std::optional<ConnectionPolicy> connections{};
    std::shared_ptr<const HostRules> host_rules{};  ///< Null: none.
    std::shared_ptr<const RateLimitedBackoff> rate_limited_backoff{};
    std::shared_ptr<const HighPriority> high_priority{};
    bool detect_degraded = false;  ///< Where outliers are detected.

    InboundPolicy inbound{};  ///< Of the proxies beside its pods.

    bool protects_its_pods() const {
        return inbound.rate_limit || inbound.concurrency || inbound.global_rate_limit;
    }
    bool looks_at_labels() const { return host_rules && host_rules->look_at_labels(); }
};

}  // namespace weft::mesh::control
