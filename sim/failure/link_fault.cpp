#include "sim/failure/link_fault.hpp"

#include <algorithm>
#include <cmath>

namespace weft::sim {

LinkFault scaled(LinkFault fault, Strength strength) {
    fault.loss_good = scaled(fault.loss_good, strength);
    fault.loss_bad = scaled(fault.loss_bad, strength);
    fault.share = scaled(fault.share, strength);
    fault.bytes_per_second = strength > 0 ? fault.bytes_per_second / strength : 0;
    return fault;
}

bool loses_in_burst(bool& is_bad,
                    const LinkFault& fault,
                    std::uint64_t loss_draw,
                    std::uint64_t state_draw) {
    const bool is_lost = (is_bad ? fault.loss_bad : fault.loss_good).admits(loss_draw);
    const bool changes = (is_bad ? fault.to_good : fault.to_bad).admits(state_draw);
    if (changes) is_bad = !is_bad;
    return is_lost;
}

Passage LinkQueue::pass(const LinkFault& fault, std::uint64_t bytes, mesh::Instant now) {
    constexpr double second = 1e9;
    const mesh::Duration wait = std::max(free_at - now, mesh::Duration::zero());
    const double waiting = static_cast<double>(wait.count()) / second * fault.bytes_per_second;
    const bool has_to_wait = wait > mesh::Duration::zero();
    if (has_to_wait && waiting + static_cast<double>(bytes) > static_cast<double>(fault.buffer))
        return {.is_lost = true};
    // At most thirty years: nobody lives to see the end of it.
    const double takes = static_cast<double>(bytes) / fault.bytes_per_second * second;
    const double until_through =
        std::min(static_cast<double>(wait.count()) + std::ceil(takes), 1e18);
    const mesh::Duration whole{static_cast<std::int64_t>(until_through)};
    free_at = now + whole;
    return {.added = whole};
}

}  // namespace weft::sim
