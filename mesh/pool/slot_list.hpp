#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace weft::mesh {

/// No slot at all.
inline constexpr std::uint32_t no_slot = std::numeric_limits<std::uint32_t>::max();

/// A list through slots of a vector, whose elements have `previous` and `next`. A slot is in one
/// list at a time. It allocates nothing.
struct SlotList {
    std::uint32_t first = no_slot;
    std::uint32_t last = no_slot;

    bool empty() const { return first == no_slot; }

    template <class Slot>
    void push_back(std::vector<Slot>& slots, std::uint32_t slot) {
        slots[slot].previous = last;
        slots[slot].next = no_slot;
        (last == no_slot ? first : slots[last].next) = slot;
        last = slot;
    }

    template <class Slot>
    void push_front(std::vector<Slot>& slots, std::uint32_t slot) {
        slots[slot].previous = no_slot;
        slots[slot].next = first;
        (first == no_slot ? last : slots[first].previous) = slot;
        first = slot;
    }

    /// Requires that the slot is in this list.
    template <class Slot>
    void remove(std::vector<Slot>& slots, std::uint32_t slot) {
        const std::uint32_t before = slots[slot].previous;
        const std::uint32_t after = slots[slot].next;
        (before == no_slot ? first : slots[before].next) = after;
        (after == no_slot ? last : slots[after].previous) = before;
    }
};

/// Takes a free slot, or adds one. Free slots are chained by `next`, the last freed first.
template <class Slot>
std::uint32_t take_slot(std::vector<Slot>& slots, std::uint32_t& free) {
    if (free == no_slot) {
        slots.emplace_back();
        return static_cast<std::uint32_t>(slots.size() - 1);
    }
    const std::uint32_t slot = free;
    free = slots[slot].next;
    return slot;
}

template <class Slot>
void give_back_slot(std::vector<Slot>& slots, std::uint32_t& free, std::uint32_t slot) {
    slots[slot].next = free;
    free = slot;
}

}  // namespace weft::mesh
