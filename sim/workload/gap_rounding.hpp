#pragma once

#include "mesh/base/time.hpp"

#include <algorithm>
#include <cstdint>

namespace weft::sim {

/// Rounds gaps to whole nanoseconds so that their sum does not drift: what one gap loses, the next
/// gets.
class GapRounding {
public:
    /// `nanoseconds` is not negative.
    mesh::Duration round(double nanoseconds) {
        constexpr double longest = 9e18;  // About what a Duration holds: 285 years.
        const double owed = std::min(nanoseconds + fraction_, longest);
        const auto whole = static_cast<std::int64_t>(owed);
        fraction_ = owed - static_cast<double>(whole);
        return mesh::Duration{whole};
    }

private:
    double fraction_ = 0;
};

/// Between two of `rate` events per second.
inline double mean_gap_ns(double rate) {
    return 1e9 / rate;
}

}  // namespace weft::sim
