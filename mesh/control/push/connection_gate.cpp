#include "mesh/control/push/connection_gate.hpp"

#include <algorithm>
#include <chrono>

namespace weft::mesh::control {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::optional<std::string> mistake_in(const ConnectionRules& rules) {
    if (rules.retry.max < rules.retry.base)
        return "the longest back-off must not be below the base";
    const bool backs_off = rules.retry.max > Duration::zero();
    if (backs_off && rules.retry.base < milliseconds{1})
        return "the base of the back-off must be 1ms or more";
    if (rules.per_second > 0 && !backs_off)
        return "proxies that may be turned away need a back-off";
    if (rules.age_jitter_percent > 100) return "the jitter of ages must be 100 % or less";
    return std::nullopt;
}

Duration age_of(const ConnectionRules& rules, std::uint64_t draw) {
    const auto middle = duration_cast<milliseconds>(rules.max_age).count();
    const auto spread = middle * rules.age_jitter_percent / 100;
    const auto width = static_cast<std::uint64_t>(2 * spread + 1);
    return milliseconds{middle - spread + static_cast<std::int64_t>(draw % width)};
}

std::optional<Instant> ConnectionGate::admit(Instant now) {
    if (rules_.per_second == 0) return now;
    const Instant at = std::max(now, next_);
    if (at - now > rules_.longest_wait) return std::nullopt;
    next_ = at + Duration{seconds{1}} / rules_.per_second;
    return at;
}

}  // namespace weft::mesh::control
