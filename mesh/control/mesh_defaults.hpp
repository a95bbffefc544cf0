#pragma once

#include "mesh/base/settings.hpp"
#include "mesh/base/time.hpp"
#include "mesh/control/service_policy.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/resilience/outlier_detection.hpp"
#include "mesh/resilience/resource_limits.hpp"
#include "mesh/resilience/retry.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace weft::mesh::control {

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

    std::optional<FailFastSettings> fail_fast = {};  ///< Of every cluster.

    /// By a service's host name.
    std::map<std::string, ServicePolicy, std::less<>> service_policies = {};

    /// What the mesh says of a balancer; nothing if it says nothing.
    TextSettings::Values parameters_of(std::string_view name) const {
        if (name == balancer) return balancer_parameters;
        const auto found = balancers.find(name);
        return found == balancers.end() ? TextSettings::Values{} : found->second;
    }
};

}  // namespace weft::mesh::control
