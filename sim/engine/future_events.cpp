#include "sim/engine/future_events.hpp"

#include <limits>
#include <utility>

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

FutureEvents::TimersId FutureEvents::new_timers(Duration length) {
    assert(length >= Duration::zero());
    assert(timers_.size() <= std::numeric_limits<std::uint16_t>::max());
    const TimersId next{static_cast<std::uint32_t>(timers_.size())};
    heads_.insert(heads_.begin() + static_cast<std::ptrdiff_t>(first_timers + timers_.size()),
                  never);
    timers_.emplace_back(length);
    find_first();  // Lanes have moved up.
    return next;
}

void FutureEvents::find_first() {
    first_ = {heads_[0], 0};
    second_ = {heads_[1], 1};
    if (second_ < first_) std::swap(first_, second_);
    for (std::size_t source = 2; source < heads_.size(); ++source) {
        const Head head{heads_[source], source};
        if (head < first_) {
            second_ = std::exchange(first_, head);
        } else if (head < second_) {
            second_ = head;
        }
    }
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
