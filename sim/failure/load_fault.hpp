#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace weft::sim {

/// What a fault does with the requests of a load. A load is part of the environment.
struct LoadFault {
    enum class Kind : std::uint8_t {
        multiply,  ///< There are `factor` times as many; users think so much shorter.
        gather,    ///< They are sent at the multiples of `period` alone.
        key,       ///< The `share` of them carries this header.
    };

    Kind kind = Kind::multiply;
    double factor = 1;
    mesh::Duration period{};
    mesh::Ratio share = {};
    std::string header = {};  ///< In lower case.
    std::string value = {};

    friend bool operator==(const LoadFault&, const LoadFault&) = default;
};

/// The gap between requests of which there are `factor` times as many, at most thirty years: nobody
/// lives to see the end of a longer one.
inline mesh::Duration shortened(mesh::Duration gap, double factor) {
    const double nanoseconds = static_cast<double>(gap.count()) / factor;
    return mesh::Duration{static_cast<std::int64_t>(std::min(nanoseconds, 1e18))};
}

}  // namespace weft::sim
