#pragma once

#include "sim/engine/event.hpp"

#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace weft::sim {

/// Events of one constant delay. Time never goes back, so they are first in, first out: a ring. Of
/// a size that is quick to count with, as TimerList is.
class alignas(64) Lane {
public:
    explicit Lane(Duration delay) : delay_(delay), ring_(first_capacity) {}

    Duration delay() const { return delay_; }

    /// Requires that `now` is not before that of the event pushed last.
    void push(EventKind kind, Handle subject, Instant now) {
        const Event event{now + delay_, kind, subject};
        assert(empty() || ring_[(end_ - 1) & mask_].at <= event.at);
        ring_[end_++ & mask_] = event;
        if (size() > mask_) grow();  // There is room for the next one, always.
    }

    /// Requires !empty().
    Event pop() {
        assert(!empty());
        return ring_[begin_++ & mask_];
    }

    /// The time of the earliest event, or `never`.
    Instant next_time() const { return empty() ? never : ring_[begin_ & mask_].at; }

    /// In the order in which they will be popped.
    template <class Visit>
    void for_each(Visit visit) const {
        for (std::size_t i = begin_; i != end_; ++i)
            visit(ring_[i & mask_]);
    }

    bool empty() const { return begin_ == end_; }
    std::size_t size() const { return end_ - begin_; }

private:
    static constexpr std::size_t first_capacity = 64;  // A power of two, and so are all later ones.

    [[gnu::noinline]] void grow() {
        std::vector<Event> larger(ring_.size() * 2);
        for (std::size_t i = begin_; i != end_; ++i)
            larger[i & (larger.size() - 1)] = ring_[i & mask_];
        ring_ = std::move(larger);
        mask_ = ring_.size() - 1;
    }

    Duration delay_;
    std::vector<Event> ring_;
    std::size_t mask_ = first_capacity - 1;
    std::size_t begin_ = 0;  // Both only ever count up.
    std::size_t end_ = 0;
};

}  // namespace weft::sim
