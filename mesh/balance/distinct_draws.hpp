#pragma once

#include "mesh/base/draws.hpp"

#include <array>
#include <cassert>
#include <cstddef>

namespace weft::mesh {

/// Positions of a list drawn without replacement, all orders alike: so the first of those that tie
/// is one of them at random.
class DistinctDraws {
public:
    static constexpr std::size_t most = 100;  ///< Draws from one list.

    explicit DistinctDraws(std::size_t size) : size_(size) {}

    /// The next position. Requires that fewer than min(size, most) were drawn.
    std::size_t next(Draws& draws) {
        assert(count_ < size_ && count_ < most);
        std::size_t position = draws.below(size_ - count_);
        std::size_t before = 0;
        while (before < count_ && position >= taken_[before]) {
            ++position;
            ++before;
        }
        for (std::size_t at = count_; at > before; --at) {
            taken_[at] = taken_[at - 1];
        }
        taken_[before] = position;
        ++count_;
        return position;
    }

private:
    std::size_t size_;
    std::size_t count_ = 0;
    std::array<std::size_t, most> taken_;  ///< Sorted; only the first `count_` are set.
};

}  // namespace weft::mesh
