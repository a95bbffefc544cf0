#include "sim/engine/future_events.hpp"

#include <limits>

namespace weft::sim {

FutureEvents::LaneId FutureEvents::lane(Duration delay) {
    assert(delay >= Duration::zero());
    const LaneId next{static_cast<std::uint32_t>(lanes_.size())};
    const auto [entry, is_new] = lane_of_delay_.try_emplace(delay, next);
    if (is_new) {
        lanes_.emplace_back(delay);
        heads_.push_back(never);
    }
    return entry->second;
}

FutureEvents::TimersId FutureEvents::timers(Duration length) {
    assert(length >= Duration::zero());
    assert(timers_.size() <= std::numeric_limits<std::uint16_t>::max());
    const TimersId next{static_cast<std::uint32_t>(timers_.size())};
    const auto [entry, is_new] = timers_of_length_.try_emplace(length, next);
    if (is_new) {
        heads_.insert(heads_.begin() + static_cast<std::ptrdiff_t>(first_timers + timers_.size()),
                      never);
        timers_.emplace_back(length);
        find_first();  // Lanes have moved up.
    }
    return entry->second;
}

std::size_t FutureEvents::size() const {
    std::size_t sum = timeline_.size() + control_.size() + random_.size();
    for (const TimerList& list : timers_)
        sum += list.size();
    for (const Lane& lane : lanes_)
        sum += lane.size();
    return sum;
}

}  // namespace weft::sim
