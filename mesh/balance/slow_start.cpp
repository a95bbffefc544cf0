#include "mesh/balance/slow_start.hpp"

#include "mesh/base/math.hpp"

#include <algorithm>
#include <chrono>

namespace weft::mesh {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

SlowStartSettings read_slow_start(Settings& settings) {
    SlowStartSettings chosen{};
    chosen.window = settings.duration("slow_start_window", {.fallback = 0s, .min = 0s, .max = 1h});
    chosen.aggression =
        settings.number("slow_start_aggression", {.fallback = 1, .min = 0.01, .max = 100});
    chosen.min_weight_percent =
        settings.number("slow_start_min_weight_percent", {.fallback = 10, .min = 0, .max = 100});
    return chosen;
}

double slow_start_factor(Duration usable_for, const SlowStartSettings& settings) {
    const auto passed = std::chrono::duration_cast<Milliseconds>(usable_for);
    const auto window = std::chrono::duration_cast<Milliseconds>(settings.window);
    if (passed >= window) return 1;
    const double part = static_cast<double>(std::max(passed, Milliseconds{1}).count()) /
                        static_cast<double>(window.count());
    const double aggression = settings.aggression > 0 ? settings.aggression : 1;
    const double grown = aggression == 1 ? part : math::pow(part, 1 / aggression);
    return std::max(grown, settings.min_weight_percent / 100);
}

bool any_in_slow_start(const HostColumns& hosts, Instant now, const SlowStartSettings& settings) {
    if (settings.window == Duration::zero()) return false;
    return std::any_of(hosts.since.begin(), hosts.since.end(),
                       [&](Instant since) { return now - since <= settings.window; });
}

double slow_start_factor(const HostColumns& hosts,
                         std::size_t host,
                         Instant now,
                         const SlowStartSettings& settings) {
    if (settings.window == Duration::zero() || hosts.since.empty()) return 1;
    return slow_start_factor(now - hosts.since[host], settings);
}

}  // namespace weft::mesh
