#pragma once

#include "mesh/base/id.hpp"
#include "sim/engine/event.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/lane.hpp"
#include "sim/engine/timer_list.hpp"

#include <algorithm>
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
        set_head(timeline_source, timeline_.next_time());
    }

    void at_control(Instant at, EventKind kind, Handle subject) {
        control_.push({at, kind, subject});
        set_head(control_source, control_.next_time());
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
        if (target.empty()) return after_nothing(lane, kind, subject);
        target.push(kind, subject, now_);
    }

    /// The timers of one length, made when first asked for. For the few lengths of a configuration:
    /// each list makes every pop() a little dearer.
    TimersId timers(Duration length) {
        for (std::size_t list = 0; list < timers_.size(); ++list) {
            if (timers_[list].length() == length) return TimersId{static_cast<std::uint32_t>(list)};
        }
        return new_timers(length);
    }
    TimerId set(TimersId timers, EventKind kind, Handle subject) {
        TimerList& list = timers_[timers.number()];
        const bool is_first = list.empty();
        const TimerList::Timer timer = list.set(kind, subject, now_);
        if (is_first) set_head(first_timers + timers.number(), list.next_time());
        return {static_cast<std::uint16_t>(timers.number()), timer.generation, timer.slot};
    }

    /// Requires that the timer is set: it has neither expired nor been cancelled.
    void cancel(TimerId timer) {
        assert(timer.list < timers_.size());
        TimerList& list = timers_[timer.list];
        if (list.cancel({timer.slot, timer.generation})) {
            move_head(first_timers + timer.list, list.next_time());
        }
    }

    /// The earliest event; now() becomes its time. Requires that there is one.
    Event pop() {
        const Instant random_at = random_.next_time();
        const bool is_random = random_at < first_.at;
        now_ = is_random ? random_at : first_.at;
        assert(now_ < never);
        return is_random ? random_.pop() : take(first_.source);
    }

    /// The same, if it is not after `until`.
    std::optional<Event> pop(Instant until) {
        const Instant next = next_time();
        if (next > until || next == never) return std::nullopt;
        return pop();
    }

    /// The time of the earliest event, or `never`.
    Instant next_time() const { return std::min(first_.at, random_.next_time()); }

    /// An event as one may look at it before it happens.
    struct Coming {
        Event event;
        std::optional<Instant> set;  ///< When it was; nothing after a random delay.
    };

    /// The next so many, in the order in which they will be popped. Costs as much as there are
    /// events: it is for people.
    std::vector<Coming> next(std::size_t most) const;

    std::size_t size() const;

private:
    // Sources are numbered by rank: timeline, control plane, lists of timers, lanes, random delays.
    static constexpr std::size_t timeline_source = 0;
    static constexpr std::size_t control_source = 1;
    static constexpr std::size_t first_timers = 2;

    /// A source by its rank, and the time of its first event.
    struct Head {
        Instant at = never;
        std::size_t source = 0;

        friend bool operator<(const Head& a, const Head& b) {
            return a.at < b.at || (a.at == b.at && a.source < b.source);
        }
    };

    /// The source has something earlier than it had.
    void set_head(std::size_t source, Instant at) {
        heads_[source] = at;
        const Head head{at, source};
        if (source == first_.source) {
            first_ = head;
        } else if (head < first_) {
            second_ = first_;
            first_ = head;
        } else if (source == second_.source || head < second_) {
            second_ = head;
        }
    }

    /// What the source has is later than it was.
    void move_head(std::size_t source, Instant at) {
        heads_[source] = at;
        const Head head{at, source};
        if (source == first_.source && head < second_) {
            first_ = head;
        } else if (source == first_.source || source == second_.source) {
            find_first();
        }
    }

    void find_first();
    void after_nothing(LaneId lane, EventKind kind, Handle subject);
    TimersId new_timers(Duration length);

    Event take(std::size_t source) {
        const std::size_t first_lane = first_timers + timers_.size();
        if (source >= first_lane) return take_from(lanes_[source - first_lane], source);
        if (source < first_timers) {
            return take_from(source == timeline_source ? timeline_ : control_, source);
        }
        TimerList& list = timers_[source - first_timers];
        const Event event = list.expire();
        move_head(source, list.next_time());
        return event;
    }

    template <class Source>
    Event take_from(Source& from, std::size_t source) {
        const Event event = from.pop();
        move_head(source, from.next_time());
        return event;
    }

    Instant now_{};
    EventQueue timeline_;
    EventQueue control_;
    std::vector<TimerList> timers_;
    std::vector<Lane> lanes_;
    EventQueue random_;

    // Of all sources but the last: the time of the first event of each, by rank, and the earliest.
    std::vector<Instant> heads_{never, never};
    Head first_{never, 0};
    Head second_{never, 1};  // The earliest of the others: nearly always it stays behind the first.

    std::map<Duration, LaneId> lane_of_delay_;
};

}  // namespace weft::sim
