#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>

namespace weft::mesh {

/// The two sides of Little's law for one queue: the length over time, and how long each that has
/// left was in it. With the ages of those that are still there the two are equal, to the
/// nanosecond; sums wrap, which keeps that.
class QueueBooks {
public:
    /// The length changes now; `length` is that until now.
    void changes(std::uint64_t length, Instant now) {
        area_ += length * ns(now - changed_);
        changed_ = now;
    }

    /// One leaves that came at `came`.
    void leaves(Instant came, Instant now) { spent_ += ns(now - came); }

    /// Item-nanoseconds up to now, by length and by those that left.
    std::uint64_t area(std::uint64_t length, Instant now) const {
        return area_ + length * ns(now - changed_);
    }
    std::uint64_t spent() const { return spent_; }

private:
    static std::uint64_t ns(Duration time) { return static_cast<std::uint64_t>(time.count()); }

    std::uint64_t area_ = 0;
    std::uint64_t spent_ = 0;
    Instant changed_{};
};

/// The same of those who wait in any line of one kind, where nobody else counts them.
class WaitBooks {
public:
    void comes(Instant now) { books_.changes(waiting_++, now); }

    /// One leaves that came at `came`.
    void leaves(Instant came, Instant now) {
        books_.changes(waiting_--, now);
        books_.leaves(came, now);
    }

    /// How many nanoseconds those that are still there must have waited. Wraps.
    std::uint64_t waited(Instant now) const { return books_.area(waiting_, now) - books_.spent(); }

private:
    QueueBooks books_;
    std::uint64_t waiting_ = 0;
};

}  // namespace weft::mesh
