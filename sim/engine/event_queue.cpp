#include "sim/engine/event_queue.hpp"

#include <bit>

namespace weft::sim {
namespace {

/// Up to here it is cheaper to move events aside than to keep a heap of the late ones.
constexpr std::size_t short_run = 32;

bool earlier(const Event& a, const Event& b) {
    return a.at < b.at;
}

}  // namespace

EventQueue::EventQueue() : nodes_(1), newest_(bucket_count) {}

/// One that is free, as the only one.
std::uint32_t EventQueue::new_node() {
    const auto node = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({});
    return node;
}

void EventQueue::push_outside(std::uint64_t bucket, const Event& event) {
    if (bucket >= horizon_) {
        beyond_.push(event);
    } else {
        push_into_run(event);
    }
}

void EventQueue::push_into_run(const Event& event) {
    const std::size_t left = run_.size() - run_position_;
    if (left == 0 || run_position_ > std::max(left, short_run)) {
        run_.erase(run_.begin(), run_.begin() + static_cast<std::ptrdiff_t>(run_position_));
        run_position_ = 0;
    }
    const bool at_end = left == 0 || event.at >= run_.back().at;
    if (late_.empty() && (at_end || left <= short_run)) {
        const auto begin = run_.begin() + static_cast<std::ptrdiff_t>(run_position_);
        run_.insert(at_end ? run_.end() : std::upper_bound(begin, run_.end(), event, earlier),
                    event);
        return;
    }
    late_.push_back({event, late_count_++});
    std::push_heap(late_.begin(), late_.end());
}

Event EventQueue::take_late() {
    std::pop_heap(late_.begin(), late_.end());
    const Event event = late_.back().event;
    late_.pop_back();
    return event;
}

Instant EventQueue::find_next_outside() const {
    Instant found = never;
    if (run_position_ < run_.size()) found = run_[run_position_].at;
    if (!late_.empty()) return std::min(found, late_.front().event.at);
    if (run_position_ < run_.size()) return found;
    if (in_ring_ == 0) return beyond_.empty() ? never : beyond_.earliest();
    for (std::uint32_t node = newest_[next_filled_index()]; node != 0; node = nodes_[node].next) {
        found = std::min(found, nodes_[node].event.at);
    }
    return found;
}

/// Round the ring from behind the current bucket is the order of time. Requires in_ring_ > 0.
std::uint64_t EventQueue::next_filled_index() const {
    const std::uint64_t start = (current_ + 1) % bucket_count;
    std::size_t word = start / 64;
    std::uint64_t bits = filled_[word] & (~std::uint64_t{0} << start % 64);
    while (bits == 0) {
        word = (word + 1) % word_count;
        bits = filled_[word];
    }
    return word * 64 + static_cast<std::uint64_t>(std::countr_zero(bits));
}

/// Requires that the current bucket is worked off and that there is an event.
void EventQueue::enter_next_bucket() {
    if (gap_is_due()) follow_gap();
    current_ = bucket_of(next_);
    if (current_ + half_turn >= horizon_) extend_horizon();
    run_.clear();
    run_position_ = 0;
    move_bucket_to_run(current_ % bucket_count);
    if (run_.size() > 1) sort_run();
}

/// Appends the events of a bucket in the order in which they came.
void EventQueue::move_bucket_to_run(std::uint64_t index) {
    const auto before = static_cast<std::ptrdiff_t>(run_.size());
    std::uint32_t last = 0;
    for (std::uint32_t node = newest_[index]; node != 0; node = nodes_[node].next) {
        run_.push_back(nodes_[node].event);
        last = node;
    }
    nodes_[last].next = free_;
    free_ = newest_[index];
    newest_[index] = 0;
    filled_[index / 64] &= ~(std::uint64_t{1} << index % 64);
    in_ring_ -= run_.size() - static_cast<std::size_t>(before);
    std::reverse(run_.begin() + before, run_.end());
}

void EventQueue::sort_run() {
    if (run_.size() > short_run) return sort_long_run();
    for (std::size_t i = 1; i < run_.size(); ++i) {
        const Event event = run_[i];
        std::size_t hole = i;
        for (; hole > 0 && event.at < run_[hole - 1].at; --hole)
            run_[hole] = run_[hole - 1];
        run_[hole] = event;
    }
}

/// By time and place; late_ is empty here and lends its memory, so that nothing is allocated.
void EventQueue::sort_long_run() {
    if (std::is_sorted(run_.begin(), run_.end(), earlier)) return;
    for (std::size_t place = 0; place < run_.size(); ++place)
        late_.push_back({run_[place], place});
    std::sort(late_.begin(), late_.end(), [](const Late& a, const Late& b) { return b < a; });
    for (std::size_t place = 0; place < run_.size(); ++place)
        run_[place] = late_[place].event;
    late_.clear();
}

/// Half a turn at a time, so that events leave the radix heap in batches and at a coarse digit.
void EventQueue::extend_horizon() {
    horizon_ = (current_ / half_turn + 2) * half_turn;
    const auto latest = static_cast<std::uint64_t>(never.time_since_epoch().count());
    const Instant limit =
        horizon_ > latest >> width_bits_
            ? never
            : Instant{Duration{static_cast<std::int64_t>(horizon_ << width_bits_)}};
    beyond_.release(limit, [this](const Event& event) { link(bucket_of(event.at), event); });
}

/// A new width costs one move of every event, which so many pops have paid for.
void EventQueue::follow_gap() {
    const auto passed = static_cast<std::uint64_t>((last_ - looked_at_).count());
    const auto wanted = static_cast<unsigned>(std::bit_width(passed / pops_ | 1) - 1);
    pops_ = 0;
    looked_at_ = last_;
    if (wanted + 1 < width_bits_ || wanted > width_bits_ + 1) change_width(wanted);
}

void EventQueue::change_width(unsigned width_bits) {
    beyond_.rebase(last_);
    run_.clear();
    run_position_ = 0;
    while (in_ring_ > 0)
        move_bucket_to_run(next_filled_index());
    for (const Event& event : run_)
        beyond_.push(event);
    width_bits_ = width_bits;
    current_ = bucket_of(last_);
    extend_horizon();
}

}  // namespace weft::sim
