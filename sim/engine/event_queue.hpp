#pragma once

#include "sim/engine/event.hpp"
#include "sim/engine/radix_heap.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::sim {

/// What is still to happen, earliest first; equal times first in, first out: the order in which a
/// stable sort by time would put them.
///
/// A calendar wheel: a ring of buckets about as wide as the gap between two events, with a bitmap
/// of the filled ones. A bucket is sorted when the time enters it. What lies past the ring waits in
/// a radix heap and enters the ring half a turn at a time. The width follows the gaps that are
/// seen. After Brown, "Calendar queues", CACM 31 (1988).
class EventQueue {
public:
    EventQueue();

    /// Requires that the event is not before the last one popped, and before `never`.
    void push(const Event& event) {
        assert(event.at >= last_ && event.at < never);
        ++size_;
        next_ = std::min(next_, event.at);
        const std::uint64_t bucket = bucket_of(event.at);
        if (bucket > current_ && bucket < horizon_) {
            link(bucket, event);
        } else {
            push_outside(bucket, event);
        }
    }

    /// Requires !empty().
    Event pop() {
        assert(!empty());
        const Event event = take_first();
        --size_;
        ++pops_;
        last_ = event.at;
        next_ = find_next();
        return event;
    }

    /// The time of the earliest event, or `never`.
    Instant next_time() const { return next_; }

    /// All: equal times in the order in which they will be popped, else in no order.
    template <class Visit>
    void for_each(Visit visit) const {
        std::for_each(run_.begin() + static_cast<std::ptrdiff_t>(run_position_), run_.end(), visit);
        std::vector<Late> late = late_;
        std::sort(late.begin(), late.end(), [](const Late& a, const Late& b) { return b < a; });
        for (const Late& each : late)
            visit(each.event);
        std::vector<Event> bucket;
        for (std::uint32_t newest : newest_) {
            bucket.clear();
            for (; newest != 0; newest = nodes_[newest].next)
                bucket.push_back(nodes_[newest].event);
            std::for_each(bucket.rbegin(), bucket.rend(), visit);
        }
        beyond_.for_each(visit);
    }

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

private:
    static constexpr std::uint64_t bucket_count = 1 << 13;
    static constexpr std::uint64_t half_turn = bucket_count / 2;
    static constexpr std::size_t word_count = bucket_count / 64;

    /// The gap is looked at after this many pops, or more if there is more to move on a change.
    static constexpr std::uint64_t least_pops = 1024;

    /// An event in the ring, linked to the one that came to its bucket before. Number 0 is none.
    struct Node {
        Event event;
        std::uint32_t next;
    };

    /// An event that came into the bucket being worked off when that was already long.
    struct Late {
        Event event;
        std::uint64_t order;

        /// For a heap with the earliest on top.
        friend bool operator<(const Late& a, const Late& b) {
            return a.event.at != b.event.at ? a.event.at > b.event.at : a.order > b.order;
        }
    };

    /// Buckets are numbered from time zero; the ring holds those from current_ to horizon_.
    std::uint64_t bucket_of(Instant at) const {
        return static_cast<std::uint64_t>(at.time_since_epoch().count()) >> width_bits_;
    }

    void link(std::uint64_t bucket, const Event& event) {
        const std::uint32_t node = free_ != 0 ? free_ : new_node();
        free_ = nodes_[node].next;
        const std::uint64_t index = bucket % bucket_count;
        nodes_[node] = {event, newest_[index]};
        newest_[index] = node;
        filled_[index / 64] |= std::uint64_t{1} << index % 64;
        ++in_ring_;
    }

    bool gap_is_due() const { return pops_ >= least_pops && pops_ >= size_; }

    Event take_first() {
        if (run_position_ < run_.size() || !late_.empty()) return take_from_run();
        const std::uint64_t bucket = bucket_of(next_);
        if (!gap_is_due() && bucket + half_turn < horizon_) {
            const std::uint32_t node = newest_[bucket % bucket_count];
            assert(node != 0);
            if (nodes_[node].next == 0) return take_only(bucket, node);
        }
        enter_next_bucket();
        return take_from_run();
    }

    /// The only event of a bucket that the time enters needs no sorting.
    Event take_only(std::uint64_t bucket, std::uint32_t node) {
        const std::uint64_t index = bucket % bucket_count;
        current_ = bucket;
        newest_[index] = 0;
        filled_[index / 64] &= ~(std::uint64_t{1} << index % 64);
        --in_ring_;
        nodes_[node].next = free_;
        free_ = node;
        return nodes_[node].event;
    }

    Event take_from_run() {
        if (late_.empty() ||
            (run_position_ < run_.size() && run_[run_position_].at <= late_.front().event.at)) {
            return run_[run_position_++];
        }
        return take_late();
    }

    Instant find_next() const {
        if (late_.empty() && run_position_ < run_.size()) return run_[run_position_].at;
        return find_next_outside();
    }

    std::uint32_t new_node();
    void push_outside(std::uint64_t bucket, const Event& event);
    void push_into_run(const Event& event);
    Event take_late();
    Instant find_next_outside() const;
    std::uint64_t next_filled_index() const;
    void enter_next_bucket();
    void move_bucket_to_run(std::uint64_t index);
    void sort_run();
    void sort_long_run();
    void extend_horizon();
    void follow_gap();
    void change_width(unsigned width_bits);

    std::size_t size_ = 0;
    Instant next_ = never;
    Instant last_{};

    // The ring.
    unsigned width_bits_ = 10;
    std::uint64_t current_ = 0;             // The bucket being worked off.
    std::uint64_t horizon_ = bucket_count;  // The first bucket that is past the ring.
    std::size_t in_ring_ = 0;
    std::uint32_t free_ = 0;
    std::vector<Node> nodes_;
    std::vector<std::uint32_t> newest_;
    std::array<std::uint64_t, word_count> filled_{};

    // The current bucket, sorted. All of run_ came before all of late_.
    std::vector<Event> run_;
    std::size_t run_position_ = 0;
    std::vector<Late> late_;
    std::uint64_t late_count_ = 0;

    RadixHeap beyond_;

    // The pops since the gap was last looked at.
    std::uint64_t pops_ = 0;
    Instant looked_at_{};
};

}  // namespace weft::sim
