#pragma once

#include "sim/engine/event.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::sim {

/// Timers of one length, in the order in which they were set: set, cancel and expire are O(1).
/// Timeouts are nearly always cancelled, so they never enter the event queue.
class alignas(64) TimerList {
public:
    /// A timer that is set. The generation tells it from a later one in the same slot.
    struct Timer {
        std::uint32_t slot;
        std::uint16_t generation;
    };

    explicit TimerList(Duration length) : length_(length) {}

    Duration length() const { return length_; }

    /// Requires that `now` is not before that of the timer set last.
    Timer set(EventKind kind, Handle subject, Instant now) {
        std::uint32_t slot = free_;
        if (slot != ends) {
            free_ = slots_[slot].next;
        } else {
            slot = static_cast<std::uint32_t>(slots_.size());
            slots_.emplace_back();
        }
        const std::uint32_t last = slots_[ends].previous;
        assert(last == ends || slots_[last].event.at <= now + length_);
        Slot& added = slots_[slot];
        added.event = {now + length_, kind, subject};
        added.previous = last;
        added.next = ends;
        added.is_set = true;
        slots_[last].next = slot;
        slots_[ends].previous = slot;
        ++size_;
        return {slot, added.generation};
    }

    /// Whether it was the next to expire. Requires that the timer is set.
    bool cancel(Timer timer) {
        assert(timer.slot < slots_.size() && slots_[timer.slot].is_set);
        assert(slots_[timer.slot].generation == timer.generation);
        const bool was_first = slots_[ends].next == timer.slot;
        remove(timer.slot);
        return was_first;
    }

    /// Takes the earliest. Requires !empty().
    Event expire() {
        assert(!empty());
        const std::uint32_t slot = slots_[ends].next;
        const Event event = slots_[slot].event;
        remove(slot);
        return event;
    }

    /// The time of the earliest, or `never`.
    Instant next_time() const { return slots_[slots_[ends].next].event.at; }

    /// In the order in which they will expire.
    template <class Visit>
    void for_each(Visit visit) const {
        for (std::uint32_t slot = slots_[ends].next; slot != ends; slot = slots_[slot].next)
            visit(slots_[slot].event);
    }

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

private:
    /// Slot 0 closes the ring: before the first and behind the last.
    static constexpr std::uint32_t ends = 0;

    struct Slot {
        Event event{never, EventKind{}, 0};
        std::uint32_t previous = ends;
        std::uint32_t next = ends;
        std::uint16_t generation = 0;
        bool is_set = false;
    };

    void remove(std::uint32_t slot) {
        Slot& removed = slots_[slot];
        slots_[removed.previous].next = removed.next;
        slots_[removed.next].previous = removed.previous;
        removed.is_set = false;
        ++removed.generation;
        removed.next = free_;
        free_ = slot;
        --size_;
    }

    Duration length_;
    std::vector<Slot> slots_ = std::vector<Slot>(1);
    std::uint32_t free_ = ends;
    std::size_t size_ = 0;
};

}  // namespace weft::sim
