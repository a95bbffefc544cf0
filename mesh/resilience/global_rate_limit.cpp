#include "mesh/resilience/global_rate_limit.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace weft::mesh {
namespace {

using namespace std::chrono_literals;

/// Source: the reference rate limit service.
constexpr std::array<Duration, 4> units{1s, 1min, 1h, 24h};

}  // namespace

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

std::optional<std::string> mistake_in(const GlobalRateLimit& limit) {
    if (std::ranges::find(units, limit.quota.unit) == units.end()) {
        return "the unit must be 1s, 1m, 1h or 24h";
    }
    if (limit.timeout <= Duration::zero()) return "the time-out must be above 0";
    return std::nullopt;
}

std::optional<RequestHead> descriptor_of(const GlobalRateLimit& limit, const RequestHead& head) {
    RequestHead descriptor{.method = "", .authority = limit.service, .path = ""};
    for (const std::string& name : limit.per) {
        const std::size_t before = descriptor.headers.size();
        for (const Header& header : head.headers) {
            if (header.name == name) descriptor.headers.push_back(header);
        }
        if (descriptor.headers.size() == before) return std::nullopt;
    }
    return descriptor;
}

}  // namespace weft::mesh
