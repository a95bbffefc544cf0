#pragma once

#include "mesh/proxy/proxy_config.hpp"
#include "mesh/resilience/admission_control.hpp"
#include "mesh/resilience/resource_limits.hpp"
#include "mesh/resilience/retry_breaker.hpp"
#include "mesh/resilience/retry_deposits.hpp"
#include "mesh/resilience/retry_tokens.hpp"

#include <cstdint>
#include <optional>

namespace weft::mesh {

/// What a proxy counts of all requests to one cluster: whether they succeed, so that admission
/// control can turn others away, and how many there are, for budgets of retries.
class RequestGate {
public:
    explicit RequestGate(const ClusterConfig& config);

    /// Whether a cluster has anything to count here.
    static bool is_wanted(const ClusterConfig& config);

    /// Whether a request may be sent; if so it is counted.
    bool admits(Instant now, std::uint64_t draw);

    /// Whether the ends of admitted requests are to be told, and one that is.
    bool judges() const { return admission_.has_value(); }
    void ended(std::uint16_t status, Instant now);

    /// Whether the budget, if there is one here, allows a retry beside those that are scheduled or
    /// in flight; if so it is paid for. Nothing: another limit decides.
    std::optional<bool> allows_retry(std::uint32_t retries, Instant now);

private:
    std::optional<AdmissionControl> admission_;
    std::optional<RetryDeposits> deposits_;
    std::optional<RetryTokens> tokens_;
    std::optional<RetryBreaker> breaker_;
    std::optional<RetryBudget> budget_;  ///< With an interval:
    std::optional<RecentRequests> recent_;
};

}  // namespace weft::mesh
