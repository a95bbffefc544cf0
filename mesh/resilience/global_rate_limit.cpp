#include "mesh/resilience/global_rate_limit.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {

RateWindow::Answer RateWindow::ask(std::uint32_t hits, Instant now) {
    assert(quota_.unit > Duration::zero());
    const std::int64_t unit = now.time_since_epoch() / quota_.unit;
    assert(unit >= unit_);
    if (unit > unit_) {
        unit_ = unit;
        used_ = 0;
    }
    used_ += hits;
    const std::uint64_t used = std::min<std::uint64_t>(used_, quota_.requests);
    return {.admitted = used_ <= quota_.requests,
            .left = static_cast<std::uint32_t>(quota_.requests - used),
            .resets_in = (unit + 1) * quota_.unit - now.time_since_epoch()};
}

}  // namespace weft::mesh
