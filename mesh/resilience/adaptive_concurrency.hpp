#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::mesh {

/// A limit on requests in flight that follows the latency. The numbers are a profile's.
struct AdaptiveSettings {
    double buffer = 0.25;     ///< Part of the smallest latency that counts as no queue.
    double percentile = 0.5;  ///< Of a window's latencies, 0 to 1.
    std::uint32_t min_concurrency = 3;
    std::uint32_t max_limit = 1000;
    Duration sample_window{};             ///< Between two updates of the limit.
    Duration min_rtt_interval{};          ///< Between two measurements of the smallest latency.
    double min_rtt_jitter = 0.15;         ///< Part of that interval added by chance, 0 to 1.
    std::uint32_t min_rtt_requests = 50;  ///< Samples that end a measurement.

    friend bool operator==(const AdaptiveSettings&, const AdaptiveSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const AdaptiveSettings& settings);

/// How the latency of a window compares with the smallest: above 1 if there is room, between 0.5
/// and 2.
double concurrency_gradient(const AdaptiveSettings& settings,
                            Duration min_rtt,
                            Duration sample_rtt);

/// The next limit: the old one times the gradient, and its square root as room for bursts.
/// Source: the reference proxy's gradient controller, after the Gradient algorithm of Netflix's
/// concurrency-limits.
std::uint32_t next_concurrency_limit(const AdaptiveSettings& settings,
                                     std::uint32_t limit,
                                     double gradient);

/// Holds requests back over the limit, measures latencies, and moves the limit.
///
///     measuring the smallest latency --enough samples--> sampling --interval, or five windows
///     (limit: the minimum)                                  at the minimum--> measuring
///
/// Sans-I/O: the caller says what time it is, reports each admitted request exactly once and calls
/// on_timer() at next_timer().
class AdaptiveConcurrency {
public:
    AdaptiveConcurrency(const AdaptiveSettings& settings, Instant now);

    /// Whether a request may go on; if so it is in flight.
    bool admits();

    /// A request that was sent at `sent` was answered, or was given up and tells nothing. Draws
    /// once if a measurement ends.
    void answered(Instant sent, Instant now, Draws& draws);
    void cancelled();

    Instant next_timer() const;
    void on_timer(Instant now);

    std::uint32_t limit() const { return limit_; }
    std::uint32_t in_flight() const { return in_flight_; }
    bool is_measuring() const { return limit_before_.has_value(); }
    std::optional<Duration> min_rtt() const { return min_rtt_; }

private:
    void measure(Instant now);
    void end_measurement(Instant now, Draws& draws);
    void update_limit(Instant now);
    Duration take_percentile();

    AdaptiveSettings settings_;
    std::uint32_t limit_;
    std::uint32_t in_flight_ = 0;
    std::uint32_t windows_at_minimum_ = 0;
    std::optional<std::uint32_t> limit_before_;  ///< While measuring.
    std::optional<Duration> min_rtt_;
    Instant measuring_since_{};
    Instant window_ends_;
    Instant measure_at_ = never;
    std::vector<Duration> samples_;
};

}  // namespace weft::mesh
