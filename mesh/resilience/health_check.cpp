#include "mesh/resilience/health_check.hpp"

#include <algorithm>
#include <chrono>

namespace weft::mesh {
namespace {

using std::chrono::milliseconds;

std::uint64_t milliseconds_in(Duration time) {
    return static_cast<std::uint64_t>(std::max(Duration::zero(), time) / milliseconds{1});
}

Duration drawn_below(std::uint64_t bound_ms, Draws& draws) {
    if (bound_ms == 0) return Duration::zero();
    return milliseconds{static_cast<milliseconds::rep>(draws.below(bound_ms))};
}

}  // namespace

std::optional<std::string> mistake_in(const HealthCheckSettings& settings) {
    if (settings.timeout <= Duration::zero()) return "the time-out must be above 0";
    if (settings.interval <= Duration::zero()) return "the interval must be above 0";
    if (settings.unhealthy_threshold == 0) return "the unhealthy threshold must be above 0";
    if (settings.healthy_threshold == 0) return "the healthy threshold must be above 0";
    return std::nullopt;
}

Duration check_interval(const HealthCheckSettings& settings,
                        bool healthy,
                        HealthChange change,
                        bool traffic) {
    const bool pending = change == HealthChange::pending;
    if (!traffic) {
        return healthy && !pending ? settings.no_traffic_healthy_interval
                                   : settings.no_traffic_interval;
    }
    if (healthy) return pending ? settings.unhealthy_edge_interval : settings.interval;
    return pending ? settings.healthy_edge_interval : settings.unhealthy_interval;
}

Duration jittered_interval(const HealthCheckSettings& settings, Duration wait, Draws& draws) {
    const std::uint64_t share = milliseconds_in(wait) * settings.interval_jitter_percent / 100;
    wait += drawn_below(share, draws);
    wait += drawn_below(milliseconds_in(settings.interval_jitter), draws);
    return std::max<Duration>(wait, milliseconds{1});
}

HealthChange HealthCheck::on_result(CheckResult result) {
    const HealthChange change = result == CheckResult::success ? on_success() : on_failure(result);
    checked_ = true;
    return change;
}

HealthChange HealthCheck::on_success() {
    failures_in_a_row_ = 0;
    if (healthy_) return HealthChange::unchanged;
    if (checked_ && ++successes_in_a_row_ < settings_.healthy_threshold) {
        return HealthChange::pending;
    }
    healthy_ = true;
    return HealthChange::changed;
}

HealthChange HealthCheck::on_failure(CheckResult result) {
    successes_in_a_row_ = 0;
    if (!healthy_) return HealthChange::unchanged;
    ++failures_in_a_row_;
    const bool at_once = result == CheckResult::bad_answer;
    if (!at_once && failures_in_a_row_ < settings_.unhealthy_threshold) {
        return HealthChange::pending;
    }
    healthy_ = false;
    failures_in_a_row_ = 0;
    return HealthChange::changed;
}

Duration HealthCheck::first_wait(Draws& draws) const {
    return drawn_below(milliseconds_in(settings_.initial_jitter), draws);
}

}  // namespace weft::mesh
