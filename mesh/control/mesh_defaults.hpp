#pragma once

#include "mesh/base/settings.hpp"
#include "mesh/base/time.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/resilience/outlier_detection.hpp"
#include "mesh/resilience/resource_limits.hpp"
#include "mesh/resilience/retry.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace weft::mesh::control {

/// Every number that the mesh chose where the user said nothing. Filled from a profile.
struct MeshDefaults {
    std::string balancer;  ///< "least_request"
    TextSettings::Values balancer_parameters;
    ResourceLimits limits;
    Duration connect_timeout{};
    Duration request_timeout{};       ///< 0: none.
    RetryPolicy retry;                ///< Where a route says nothing.
    OutlierSettings outlier;          ///< Fills the gaps of a DestinationRule's outlierDetection.
    std::uint32_t panic_percent = 0;  ///< Without outlier detection.
    std::uint32_t panic_percent_with_outlier = 0;  ///< With it, unless minHealthPercent says so.
    RetryBudget retry_budget;                      ///< Fills the gaps of a retryBudget.

    /// By a service's host name: the balancer of its clusters whatever the rules say, so that
    /// policies can be compared under the rules that people deploy.
    std::map<std::string, BalancerChoice, std::less<>> service_balancers = {};
};

}  // namespace weft::mesh::control
