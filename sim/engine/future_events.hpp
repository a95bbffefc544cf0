#pragma once

#include "sim/engine/event.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/lane.hpp"
#include "sim/engine/timer_list.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace weft::sim {

/// All that is still to happen, in one written order: by time; at equal times by source (timeline and
/// commands, control plane, timers by creation of their list, lanes by creation, random delays); within
/// a source first in, first out. Nothing is scheduled before now().
class FutureEvents {
public:
    /// A lane or a list of timers, by number of creation.
    using LaneId = mesh::Id<struct LaneTag>;
    using TimersId = mesh::Id<struct TimersTag>;

    /// A timer that is set. Never names another one later.
    struct TimerId {
        std::uint32_t list = 0;
        std::uint32_t slot = 0;
    };

    /// The time of the event popped last.
    Instant now() const { return now_; }

    void at_timeline(Instant at, EventKind kind, Handle subject);
    void at_control(Instant at, EventKind kind, Handle subject);

    /// After a random delay.
    void at(Instant at, EventKind kind, Handle subject);

    /// The lane of a constant delay, made when first asked for.
    LaneId lane(Duration delay);
    void after(LaneId lane, EventKind kind, Handle subject);

    /// The timers of one length, made when first asked for.
    TimersId timers(Duration length);
    TimerId set(TimersId timers, EventKind kind, Handle subject);

    /// Requires that the timer is set: it has neither expired nor been cancelled.
    void cancel(TimerId timer);

    /// The earliest event, if it is not after `until`; now() becomes its time.
    std::optional<Event> pop(Instant until);

    /// The time of the earliest event, or `never`.
    Instant next_time() const;

    std::size_t size() const;

private:
    Instant now_{};
    // ...
};

}  // namespace weft::sim
