#pragma once

#include "mesh/balance/load_balancer.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Weights of hosts from what they report of themselves (ORCA).
/// Source: the reference proxy's client-side weighted round robin, after gRPC's proposal A58.
namespace weft::mesh {

/// How busy the server says it is: the largest of the named measures, else the application's own
/// utilization, else the processor's. A measure is named "named_metrics.NAME", "named_metrics.*",
/// "application_utilization" or "cpu_utilization".
double reported_utilization(const LoadReport& report, std::span<const std::string> measures);

/// Requests a second for each unit of utilization, where errors count as utilization: `penalty`
/// times their share. Nothing if the report says of no requests or no utilization.
std::optional<std::uint32_t> weight_of_report(const LoadReport& report,
                                              std::span<const std::string> measures,
                                              double penalty);

/// The weight of a host that has none of its own: the median of the others', 1 if there is none.
std::uint32_t default_weight(std::vector<std::uint32_t> valid_weights);

struct WeightAges {
    Duration blackout;    ///< So long after its first report a host is not yet believed.
    Duration expiration;  ///< So long after its last one no more.
};

/// What one host has reported.
class ReportedWeight {
public:
    void on_report(std::uint32_t weight, Instant now);

    /// Its weight at `now`, if it may be used. One that has expired waits out the blackout anew.
    std::optional<std::uint32_t> valid_at(Instant now, const WeightAges& ages);

private:
    std::uint32_t weight_ = 1;
    std::optional<Instant> first_;  ///< Report since there was none, or an expired one.
    Instant last_{};
};

}  // namespace weft::mesh
