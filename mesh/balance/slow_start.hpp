#pragma once

#include "mesh/balance/load_balancer.hpp"

#include <cstddef>

/// Slow start: a host that has just become usable gets a part of its weight, which grows to the
/// whole within a window, so that a cold server is not hit by its full share at once.
/// Source: the reference proxy.
namespace weft::mesh {

struct SlowStartSettings {
    Duration window{};      ///< 0: off.
    double aggression = 1;  ///< Above 1 the weight grows faster at first. What is not above 0 is 1.
    double min_weight_percent = 10;  ///< Where it starts, of the whole weight.
};

/// The parameters `slow_start_window`, `slow_start_aggression` and `slow_start_min_weight_percent`.
SlowStartSettings read_slow_start(Settings& settings);

/// The part of its weight that a host has this long after it became usable, in whole milliseconds.
double slow_start_factor(Duration usable_for, const SlowStartSettings& settings);

/// Whether any host is still within its window.
bool any_in_slow_start(const HostColumns& hosts, Instant now, const SlowStartSettings& settings);

/// The part of its weight that the host has now.
double slow_start_factor(const HostColumns& hosts,
                         std::size_t host,
                         Instant now,
                         const SlowStartSettings& settings);

}  // namespace weft::mesh
