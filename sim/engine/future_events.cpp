#include "sim/engine/future_events.hpp"

#include <algorithm>
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

/// The same as after(), for a lane that was empty.
void FutureEvents::after_nothing(LaneId lane, EventKind kind, Handle subject) {
    Lane& target = lanes_[lane.number()];
    target.push(kind, subject, now_);
    set_head(first_timers + timers_.size() + lane.number(), target.next_time());
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

std::vector<FutureEvents::Coming> FutureEvents::next(std::size_t most) const {
    std::vector<Coming> coming;
    coming.reserve(size());
    const auto add_from = [&](const auto& source, std::optional<Duration> delay) {
        source.for_each([&](const Event& event) {
            coming.push_back({event, {}});
            if (delay) coming.back().set = event.at - *delay;
        });
    };
    add_from(timeline_, std::nullopt);
    add_from(control_, std::nullopt);
    for (const TimerList& list : timers_)
        add_from(list, list.length());
    for (const Lane& lane : lanes_)
        add_from(lane, lane.delay());
    add_from(random_, std::nullopt);
    // Sources were gone through by rank, so that equal times stand as they will come.
    std::stable_sort(coming.begin(), coming.end(),
                     [](const Coming& a, const Coming& b) { return a.event.at < b.event.at; });
    if (coming.size() > most)
        coming.erase(coming.begin() + static_cast<std::ptrdiff_t>(most), coming.end());
    return coming;
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
