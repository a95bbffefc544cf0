#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>

namespace weft::sim {

/// The two sides of Little's law for one queue: the length over time, and how long each that has
/// left was in it. With the ages of those that are still there the two are equal, to the
/// nanosecond; sums wrap, which keeps that.
class QueueBooks {
public:
    /// The length changes now; `length` is that until now.
    void changes(std::uint64_t length, mesh::Instant now) {
        area_ += length * ns(now - changed_);
        changed_ = now;
    }

    /// One leaves that came at `came`.
    void leaves(mesh::Instant came, mesh::Instant now) { spent_ += ns(now - came); }

    /// Item-nanoseconds up to now, by length and by those that left.
    std::uint64_t area(std::uint64_t length, mesh::Instant now) const {
        return area_ + length * ns(now - changed_);
    }
    std::uint64_t spent() const { return spent_; }

private:
    static std::uint64_t ns(mesh::Duration time) {
        return static_cast<std::uint64_t>(time.count());
    }

    std::uint64_t area_ = 0;
    std::uint64_t spent_ = 0;
    mesh::Instant changed_{};
};

}  // namespace weft::sim
