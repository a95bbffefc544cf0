#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

/// How often a host is asked whether it is well, and how its answers are weighed. The numbers are a
/// profile's.
struct HealthCheckSettings {
    Duration timeout{};  ///< Of one check; above 0.
    Duration interval{};
    Duration unhealthy_interval{};       ///< While it is unhealthy.
    Duration unhealthy_edge_interval{};  ///< While it turns unhealthy, before the threshold.
    Duration healthy_edge_interval{};    ///< While it turns healthy, before the threshold.
    Duration no_traffic_interval = std::chrono::seconds{60};  ///< Until the cluster has ever had a
                                                              ///< connection.
    Duration no_traffic_healthy_interval{};
    std::uint32_t unhealthy_threshold = 0;  ///< Above 0.
    std::uint32_t healthy_threshold = 0;    ///< Above 0.
    Duration initial_jitter{};
    Duration interval_jitter{};
    std::uint32_t interval_jitter_percent = 0;

    friend bool operator==(const HealthCheckSettings&, const HealthCheckSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const HealthCheckSettings& settings);

/// How a check ended.
enum class CheckResult : std::uint8_t {
    success,
    no_answer,         ///< Network failure or time-out.
    retriable_answer,  ///< A status that is to be tried again.
    bad_answer,        ///< Any other: the host is unhealthy at once.
};

/// What a check did to what is thought of the host.
enum class HealthChange : std::uint8_t { unchanged, changed, pending };

/// The wait until the next check, counted from the end of the last. `traffic` is whether the
/// cluster has ever had a connection.
Duration check_interval(const HealthCheckSettings& settings,
                        bool healthy,
                        HealthChange change,
                        bool traffic);

/// The wait with its jitter, whose parts are drawn in whole milliseconds: a percent of the wait
/// first, then a fixed time. At least 1 ms. Draws once for each part that is not 0.
Duration jittered_interval(const HealthCheckSettings& settings, Duration wait, Draws& draws);

/// What active checks say of one host, which starts unhealthy.
/// Source: the reference proxy's health checker.
class HealthCheck {
public:
    explicit HealthCheck(const HealthCheckSettings& settings) : settings_(settings) {}

    bool healthy() const { return healthy_; }
    bool checked() const { return checked_; }  ///< A first result has come.

    /// A first success counts at once, later ones up to the threshold; so do failures, but a bad
    /// answer.
    HealthChange on_result(CheckResult result);

    /// When the host is first asked: at once, or spread over the initial jitter.
    Duration first_wait(Draws& draws) const;

private:
    HealthChange on_success();
    HealthChange on_failure(CheckResult result);

    HealthCheckSettings settings_;
    bool healthy_ = false;
    bool checked_ = false;
    std::uint32_t successes_in_a_row_ = 0;
    std::uint32_t failures_in_a_row_ = 0;
};

}  // namespace weft::mesh
