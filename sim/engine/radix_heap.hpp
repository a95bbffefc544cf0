#pragma once

#include "sim/engine/event.hpp"

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace weft::sim {

/// Events of the far future, sorted no finer than needed: a radix heap with digits of six bits.
///
/// An event lies in the bucket of the highest digit in which its time differs from the floor, so
/// all buckets only ever grow at the end, and an event moves down a level at most once a digit.
/// Equal times are always in one bucket, in the order in which they came. Buckets are chains of
/// fixed chunks that return to one pool. Source: Ahuja, Mehlhorn, Orlin and Tarjan, "Faster
/// algorithms for the shortest path problem", J. ACM 37 (1990).
class RadixHeap {
public:
    bool empty() const { return levels_ == 0; }

    /// Requires that the event is not before the limit of the last release(), nor before the floor
    /// of the last rebase().
    void push(const Event& event) {
        const std::uint64_t at = number(event.at);
        assert(at >= floor_);
        const std::uint64_t difference = at ^ floor_;
        const auto level =
            static_cast<std::size_t>(std::bit_width(difference | 1) - 1) / digit_bits;
        append(level, (at >> (level * digit_bits)) & digit_mask, event);
    }

    /// Hands all events before `limit` to `sink`, equal times first in, first out, else in no
    /// order.
    template <class Sink>
    void release(Instant limit, Sink sink) {
        while (!empty()) {
            const Place place = lowest();
            const std::uint64_t start = start_of(place);
            if (start >= number(limit)) return;
            floor_ = start;
            for_each_taken(take(place), [&](const Event& event) {
                if (event.at < limit) {
                    sink(event);
                } else {
                    push(event);
                }
            });
        }
    }

    /// The time of the earliest event. Requires !empty(). Reads the bucket that holds it.
    Instant earliest() const {
        Instant found = never;
        for (const Chunk* chunk = bucket(lowest()).first; chunk != nullptr; chunk = chunk->next) {
            for (std::size_t i = 0; i < chunk->size; ++i) {
                if (chunk->events[i].at < found) found = chunk->events[i].at;
            }
        }
        return found;
    }

    /// All: equal times first in, first out, else in no order.
    template <class Visit>
    void for_each(Visit visit) const {
        for (const Bucket& each : buckets_) {
            for (const Chunk* chunk = each.first; chunk != nullptr; chunk = chunk->next) {
                for (std::size_t i = 0; i < chunk->size; ++i)
                    visit(chunk->events[i]);
            }
        }
    }

    /// Lowers the floor so that earlier events may be pushed. Requires that none is before `floor`.
    void rebase(Instant floor) {
        const auto old_buckets = std::exchange(buckets_, {});
        const auto old_filled = std::exchange(filled_, {});
        levels_ = 0;
        floor_ = number(floor);
        for (std::size_t level = 0; level < level_count; ++level) {
            for (std::uint64_t digits = old_filled[level]; digits != 0; digits &= digits - 1) {
                const auto digit = static_cast<std::size_t>(std::countr_zero(digits));
                for_each_taken(old_buckets[level * digit_count + digit],
                               [&](const Event& event) { push(event); });
            }
        }
    }

private:
    static constexpr std::size_t digit_bits = 6;
    static constexpr std::size_t digit_count = std::size_t{1} << digit_bits;
    static constexpr std::uint64_t digit_mask = digit_count - 1;
    static constexpr std::size_t level_count = 11;  // Of six bits each: 64 bits.
    static constexpr std::size_t chunk_size = 63;   // A chunk is one KiB.

    struct Chunk {
        std::array<Event, chunk_size> events;
        Chunk* next = nullptr;
        std::size_t size = 0;
    };

    struct Bucket {
        Chunk* first = nullptr;
        Chunk* last = nullptr;
    };

    struct Place {
        std::size_t level;
        std::size_t digit;
    };

    static std::uint64_t number(Instant at) {
        return static_cast<std::uint64_t>(at.time_since_epoch().count());
    }

    const Bucket& bucket(Place place) const {
        return buckets_[place.level * digit_count + place.digit];
    }

    Place lowest() const {
        const auto level = static_cast<std::size_t>(std::countr_zero(levels_));
        return {level, static_cast<std::size_t>(std::countr_zero(filled_[level]))};
    }

    /// The earliest time that may lie there.
    std::uint64_t start_of(Place place) const {
        const std::size_t shift = place.level * digit_bits;
        const std::size_t above = shift + digit_bits;
        const std::uint64_t prefix = above < 64 ? (floor_ >> above) << above : 0;
        return prefix | (std::uint64_t{place.digit} << shift);
    }

    void append(std::size_t level, std::size_t digit, const Event& event) {
        Bucket& target = buckets_[level * digit_count + digit];
        if (target.last == nullptr || target.last->size == chunk_size) extend(target);
        target.last->events[target.last->size++] = event;
        filled_[level] |= std::uint64_t{1} << digit;
        levels_ |= 1U << level;
    }

    void extend(Bucket& target) {
        Chunk* chunk = free_;
        if (chunk == nullptr) {
            chunk = pool_.emplace_back(std::make_unique<Chunk>()).get();
        } else {
            free_ = chunk->next;
            chunk->next = nullptr;
        }
        (target.last == nullptr ? target.first : target.last->next) = chunk;
        target.last = chunk;
    }

    Bucket take(Place place) {
        filled_[place.level] &= filled_[place.level] - 1;
        if (filled_[place.level] == 0) levels_ &= levels_ - 1;
        return std::exchange(buckets_[place.level * digit_count + place.digit], {});
    }

    /// Each chunk is free again as soon as it is read, so moving a bucket needs no second copy of
    /// it.
    template <class Use>
    void for_each_taken(Bucket taken, Use use) {
        for (Chunk* chunk = taken.first; chunk != nullptr;) {
            for (std::size_t i = 0; i < chunk->size; ++i)
                use(chunk->events[i]);
            Chunk* const next = chunk->next;
            chunk->size = 0;
            chunk->next = free_;
            free_ = chunk;
            chunk = next;
        }
    }

    std::uint64_t floor_ = 0;
    std::uint32_t levels_ = 0;  // One bit for each level that holds anything.
    std::array<std::uint64_t, level_count> filled_{};  // One bit for each filled bucket.
    std::array<Bucket, level_count * digit_count> buckets_{};
    std::vector<std::unique_ptr<Chunk>> pool_;
    Chunk* free_ = nullptr;
};

}  // namespace weft::sim
