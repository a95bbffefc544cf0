#include "sim/service/server_load.hpp"

#include "mesh/balance/moving_average.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace weft::sim {

using mesh::Duration;
using mesh::Instant;

void FadingSum::add(double amount, Instant now) {
    value_ = at(now) + amount;
    updated_ = now;
}

double FadingSum::at(Instant now) const {
    return value_ * mesh::decay(now - updated_, window_);
}

ServerLoad::ServerLoad(const ServerLoadSettings& settings,
                       std::uint32_t workers,
                       std::uint32_t in_flight,
                       std::uint32_t busy,
                       Instant now)
    : settings_(settings),
      workers_(workers),
      in_flight_(in_flight),
      busy_(busy),
      began_(now),
      busy_since_(now),
      answers_(settings.window, now),
      errors_(settings.window, now),
      served_(settings.window, now),
      service_(settings.window, now),
      learned_(now) {
    assert(workers > 0 && settings.window > Duration::zero() && settings.latencies > 0);
    latest_.reserve(settings.latencies);
    nearest_.reserve(settings.latencies);
}

void ServerLoad::drop() {
    assert(in_flight_ > 0);
    --in_flight_;
}

void ServerLoad::answer(bool failed, Instant now) {
    drop();
    answers_.add(1, now);
    if (failed) errors_.add(1, now);
}

void ServerLoad::learn(std::uint32_t found, Duration latency, Duration service, Instant now) {
    served_.add(1, now);
    service_.add(static_cast<double>(service.count()), now);
    learned_ = now;
    if (latest_.size() < settings_.latencies) {
        latest_.push_back({found, latency});
        return;
    }
    latest_[oldest_] = {found, latency};
    oldest_ = (oldest_ + 1) % latest_.size();
}

void ServerLoad::set_busy(std::uint32_t busy, Instant now) {
    const double kept = mesh::decay(now - busy_since_, settings_.window);
    busy_average_ = busy_average_ * kept + (1 - kept) * busy_;
    busy_since_ = now;
    busy_ = busy;
}

void ServerLoad::lose_all(Instant now) {
    in_flight_ = 0;
    set_busy(0, now);
}

/// Both sums fade alike, so that their quotient holds while nothing comes.
Duration ServerLoad::service_time() const {
    const double count = served_.at(learned_);
    if (count <= 0) return Duration{};
    return Duration{static_cast<std::int64_t>(service_.at(learned_) / count + 0.5)};
}

mesh::LoadReport ServerLoad::report(Instant now) {
    const double window_s = std::chrono::duration<double>(settings_.window).count();
    const double weight = full_weight(now) * window_s;
    mesh::LoadReport report;
    report.utilization = utilization(now);
    report.cpu_utilization = report.utilization;
    report.requests_per_second = weight > 0 ? answers_.at(now) / weight : 0;
    report.errors_per_second = weight > 0 ? errors_.at(now) / weight : 0;
    report.in_flight = in_flight_;
    report.latency = latency_now();
    report.service_time = service_time();
    return report;
}

/// What a window that goes back to `began_` alone holds of one that goes back for ever.
double ServerLoad::full_weight(Instant now) const {
    return 1 - mesh::decay(now - began_, settings_.window);
}

double ServerLoad::utilization(Instant now) const {
    const double weight = full_weight(now);
    if (weight <= 0) return static_cast<double>(busy_) / workers_;
    const double kept = mesh::decay(now - busy_since_, settings_.window);
    const double average = busy_average_ * kept + (1 - kept) * busy_;
    return std::min(1.0, average / weight / workers_);
}

Duration ServerLoad::latency_now() {
    if (latest_.empty()) return Duration{};
    const auto distance = [this](const Seen& seen) {
        return std::max(seen.found, in_flight_) - std::min(seen.found, in_flight_);
    };
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    for (const Seen& seen : latest_)
        least = std::min(least, distance(seen));
    nearest_.clear();
    for (const Seen& seen : latest_) {
        if (distance(seen) == least) nearest_.push_back(seen.latency);
    }
    const auto middle = nearest_.begin() + static_cast<std::ptrdiff_t>(nearest_.size() / 2);
    std::ranges::nth_element(nearest_, middle);
    return *middle;
}

}  // namespace weft::sim
