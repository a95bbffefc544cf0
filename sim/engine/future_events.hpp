#pragma once

#include "mesh/base/id.hpp"
#include "sim/engine/event.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/lane.hpp"
#include "sim/engine/timer_list.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace weft::sim {

/// All that is still to happen, in one written order: by time; at equal times by source (timeline
/// and commands, control plane, timers by creation of their list, lanes by creation, random
/// delays); within a source first in, first out. Nothing is scheduled before now().
class FutureEvents {
public:
    /// A lane or a list of timers, by number of creation.
    using LaneId = mesh::Id<struct LaneTag>;
    using TimersId = mesh::Id<struct TimersTag>;

    /// A timer that is set. Never names another one later: the generation tells them apart, and a
    /// stale one is found out by an assert.
    struct TimerId {
        std::uint16_t list = 0;
        std::uint16_t generation = 0;
        std::uint32_t slot = 0;
    };

    /// The time of the event popped last.
    Instant now() const { return now_; }

    void at_timeline(Instant at, EventKind kind, Handle subject) {
        timeline_.push({at, kind, subject});
        heads_[timeline_source] = timeline_.next_time();
    }

    void at_control(Instant at, EventKind kind, Handle subject) {
        control_.push({at, kind, subject});
        heads_[control_source] = control_.next_time();
    }

    /// After a random delay.
    void at(Instant at, EventKind kind, Handle subject) {
        assert(at >= now_);
        random_.push({at, kind, subject});
    }

    /// The lane of a constant delay, made when first asked for.
    LaneId lane(Duration delay);
    void after(LaneId lane, EventKind kind, Handle subject) {
        Lane& target = lanes_[lane.number()];
        target.push(kind, subject, now_);
        heads_[first_timers + timers_.size() + lane.number()] = target.next_time();
    }

    /// The timers of one length, made when first asked for. For the few lengths of a configuration:
    /// each list makes every pop() a little dearer.
    TimersId timers(Duration length);
    TimerId set(TimersId timers, EventKind kind, Handle subject) {
        TimerList& list = timers_[timers.number()];
        const TimerList::Timer timer = list.set(kind, subject, now_);
        heads_[first_timers + timers.number()] = list.next_time();
        return {static_cast<std::uint16_t>(timers.number()), timer.generation, timer.slot};
    }

    /// Requires that the timer is set: it has neither expired nor been cancelled.
    void cancel(TimerId timer) {
        assert(timer.list < timers_.size());
        TimerList& list = timers_[timer.list];
        if (list.cancel({timer.slot, timer.generation})) {
            heads_[first_timers + timer.list] = list.next_time();
        }
    }

    /// The earliest event, if it is not after `until`; now() becomes its time.
    std::optional<Event> pop(Instant until) {
        const std::size_t source = next_source();
        const Instant at = head_of(source);
        if (at > until || at == never) return std::nullopt;
        now_ = at;
        return take(source);
    }

    /// The time of the earliest event, or `never`.
    Instant next_time() const { return head_of(next_source()); }

    std::size_t size() const;

private:
    // Sources are numbered by rank: timeline, control plane, lists of timers, lanes, random delays.
    static constexpr std::size_t timeline_source = 0;
    static constexpr std::size_t control_source = 1;
    static constexpr std::size_t first_timers = 2;

    Instant head_of(std::size_t source) const {
        return source < heads_.size() ? heads_[source] : random_.next_time();
    }

    /// The source of the earliest event; of equal times the one of the lowest rank.
    std::size_t next_source() const {
        std::size_t source = heads_.size();
        Instant earliest = random_.next_time();
        for (std::size_t i = heads_.size(); i-- > 0;) {
            const bool is_first = heads_[i] <= earliest;
            earliest = is_first ? heads_[i] : earliest;
            source = is_first ? i : source;
        }
        return source;
    }

    Event take(std::size_t source) {
        if (source == heads_.size()) return random_.pop();
        const std::size_t first_lane = first_timers + timers_.size();
        if (source >= first_lane) return take_from(lanes_[source - first_lane], source);
        if (source < first_timers) {
            return take_from(source == timeline_source ? timeline_ : control_, source);
        }
        TimerList& list = timers_[source - first_timers];
        const Event event = list.expire();
        heads_[source] = list.next_time();
        return event;
    }

    template <class Source>
    Event take_from(Source& from, std::size_t source) {
        const Event event = from.pop();
        heads_[source] = from.next_time();
        return event;
    }

    Instant now_{};
    EventQueue timeline_;
    EventQueue control_;
    std::vector<TimerList> timers_;
    std::vector<Lane> lanes_;
    EventQueue random_;
    std::vector<Instant> heads_{never, never};  // Of all sources but the last, by rank.

    std::map<Duration, TimersId> timers_of_length_;
    std::map<Duration, LaneId> lane_of_delay_;
};

}  // namespace weft::sim
