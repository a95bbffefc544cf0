#include "mesh/resilience/adaptive_concurrency.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>

namespace weft::mesh {
namespace {

using Microseconds = std::chrono::duration<double, std::micro>;
using std::chrono::milliseconds;

constexpr std::uint32_t windows_until_measurement = 5;

}  // namespace

std::optional<std::string> mistake_in(const AdaptiveSettings& settings) {
    if (!(settings.buffer >= 0)) return "the buffer must not be negative";
    if (!(settings.percentile >= 0 && settings.percentile <= 1)) {
        return "the percentile must be between 0 and 1";
    }
    if (settings.min_concurrency == 0) return "the least concurrency must be above 0";
    if (settings.max_limit < settings.min_concurrency) {
        return "the largest limit is below the least concurrency";
    }
    if (settings.sample_window < milliseconds{1}) {
        return "the sample window must be at least 1ms";
    }
    if (settings.min_rtt_interval < milliseconds{1}) {
        return "the interval between measurements must be at least 1ms";
    }
    if (!(settings.min_rtt_jitter >= 0 && settings.min_rtt_jitter <= 1)) {
        return "the jitter must be between 0 and 1";
    }
    if (settings.min_rtt_requests == 0) return "a measurement needs at least one request";
    return std::nullopt;
}

double concurrency_gradient(const AdaptiveSettings& settings,
                            Duration min_rtt,
                            Duration sample_rtt) {
    const double smallest = Microseconds{min_rtt}.count();
    const double unloaded = smallest + smallest * settings.buffer;
    const double sampled = Microseconds{sample_rtt}.count();
    if (sampled <= 0) return 2;
    return std::clamp(unloaded / sampled, 0.5, 2.0);
}

std::uint32_t next_concurrency_limit(const AdaptiveSettings& settings,
                                     std::uint32_t limit,
                                     double gradient) {
    const double scaled = limit * gradient;
    const auto with_room = static_cast<std::uint64_t>(scaled + std::sqrt(scaled));
    const std::uint64_t capped = std::min<std::uint64_t>(with_room, settings.max_limit);
    return std::max(settings.min_concurrency, static_cast<std::uint32_t>(capped));
}

AdaptiveConcurrency::AdaptiveConcurrency(const AdaptiveSettings& settings, Instant now)
    : settings_(settings),
      limit_(settings.min_concurrency),
      window_ends_(now + settings.sample_window) {
    assert(!mistake_in(settings));
    measure(now);
}

bool AdaptiveConcurrency::admits() {
    if (in_flight_ >= limit_) return false;
    ++in_flight_;
    return true;
}

void AdaptiveConcurrency::cancelled() {
    assert(in_flight_ > 0);
    --in_flight_;
}

void AdaptiveConcurrency::answered(Instant sent, Instant now, Draws& draws) {
    cancelled();
    if (sent < measuring_since_) return;  // Its latency is that of another limit.
    samples_.push_back(now - sent);
    if (is_measuring() && samples_.size() >= settings_.min_rtt_requests) {
        end_measurement(now, draws);
    }
}

Instant AdaptiveConcurrency::next_timer() const {
    return is_measuring() ? never : std::min(window_ends_, measure_at_);
}

void AdaptiveConcurrency::on_timer(Instant now) {
    if (is_measuring()) return;
    if (now >= measure_at_) return measure(now);
    if (now < window_ends_) return;
    window_ends_ = now + settings_.sample_window;
    if (!samples_.empty()) update_limit(now);
}

void AdaptiveConcurrency::measure(Instant now) {
    limit_before_ = limit_;
    limit_ = settings_.min_concurrency;
    windows_at_minimum_ = 0;
    measuring_since_ = now;
    measure_at_ = never;
    samples_.clear();
}

void AdaptiveConcurrency::end_measurement(Instant now, Draws& draws) {
    min_rtt_ = take_percentile();
    limit_ = *limit_before_;
    limit_before_.reset();
    const double jitter = static_cast<double>(settings_.min_rtt_interval / milliseconds{1}) *
                          settings_.min_rtt_jitter;
    const auto most = static_cast<std::uint64_t>(std::ceil(jitter));
    const std::uint64_t added = most == 0 ? 0 : draws.below(most);
    measure_at_ =
        now + settings_.min_rtt_interval + milliseconds{static_cast<milliseconds::rep>(added)};
    window_ends_ = now + settings_.sample_window;
}

void AdaptiveConcurrency::update_limit(Instant now) {
    const std::uint32_t before = limit_;
    const double gradient = concurrency_gradient(settings_, *min_rtt_, take_percentile());
    limit_ = next_concurrency_limit(settings_, before, gradient);
    const bool stayed = before == settings_.min_concurrency && limit_ == before;
    windows_at_minimum_ = stayed ? windows_at_minimum_ + 1 : 0;
    if (windows_at_minimum_ >= windows_until_measurement) measure(now);
}

/// The nearest rank; the samples are used up.
Duration AdaptiveConcurrency::take_percentile() {
    assert(!samples_.empty());
    const double place = settings_.percentile * static_cast<double>(samples_.size());
    const auto rank = static_cast<std::size_t>(std::ceil(place));
    const auto nth = samples_.begin() + static_cast<std::ptrdiff_t>(rank == 0 ? 0 : rank - 1);
    std::nth_element(samples_.begin(), nth, samples_.end());
    const Duration latency = *nth;
    samples_.clear();
    return latency;
}

}  // namespace weft::mesh
