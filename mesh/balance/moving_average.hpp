#pragma once

#include "mesh/base/math.hpp"
#include "mesh/base/time.hpp"

namespace weft::mesh {

/// The average after one more sample, which counts for `alpha` of it.
constexpr double blended(double average, double sample, double alpha) {
    return average + alpha * (sample - average);
}

/// What is left of a weight of 1 after `elapsed`, when it shrinks by the factor e in each `tau`.
/// Requires tau > 0.
inline double decay(Duration elapsed, Duration tau) {
    if (elapsed <= Duration::zero()) return 1;
    return math::exp(-static_cast<double>(elapsed.count()) / static_cast<double>(tau.count()));
}

/// A latency that rises to a higher sample at once and decays with time: towards lower samples, and
/// towards nothing whenever it is looked at.
/// Source: the PeakEwma load metric of Finagle and of the Rust library tower, which count a look as
/// a sample of zero.
struct PeakAverage {
    double value;  ///< Nanoseconds.
    Instant updated;

    /// What it is now.
    double look(Instant now, Duration tau) {
        value = seen(now, tau);
        updated = now;
        return value;
    }

    /// The same for somebody whose look does not count.
    double seen(Instant now, Duration tau) const { return value * decay(now - updated, tau); }

    void add(Duration sample, Instant now, Duration tau) {
        const auto latency = static_cast<double>(sample.count());
        const double kept = decay(now - updated, tau);
        value = latency > value ? latency : value * kept + latency * (1 - kept);
        updated = now;
    }
};

}  // namespace weft::mesh
