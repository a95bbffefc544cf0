#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace weft::gui {

/// Hands whole values from one thread to another: who reads gets the newest, and neither ever
/// waits. Values that were not read in time are gone.
template <class Value>
class TripleBuffer {
public:
    /// For the thread that writes: the value to fill, which holds an older one, and handing it
    /// over.
    Value& back() { return values_[back_]; }
    void publish() {
        back_ =
            middle_.exchange(static_cast<std::uint8_t>(back_ | is_new), std::memory_order_acq_rel) &
            place;
    }

    /// For the thread that reads: takes the newest; false if nothing was published since.
    bool take() {
        if ((middle_.load(std::memory_order_relaxed) & is_new) == 0) return false;
        front_ = middle_.exchange(front_, std::memory_order_acq_rel) & place;
        return true;
    }
    /// What was taken last.
    const Value& front() const { return values_[front_]; }

private:
    static constexpr std::uint8_t place = 3;
    static constexpr std::uint8_t is_new = 4;

    std::array<Value, 3> values_{};
    std::atomic<std::uint8_t> middle_{1};  ///< Which value lies between the two threads.
    std::uint8_t back_ = 0;                ///< The writer's.
    std::uint8_t front_ = 2;               ///< The reader's.
};

}  // namespace weft::gui
