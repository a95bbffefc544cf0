#include "reports/metrics/histogram.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace weft::reports {

void Histogram::merge(const Histogram& other) {
    if (other.count_ == 0) return;
    const std::size_t end = other.end();
    if (end > counts_.size()) counts_.resize(end);
    for (std::size_t bucket = other.first_; bucket < end; ++bucket) {
        counts_[bucket] += other.counts_[bucket];
    }
    first_ = std::min(first_, other.first_);
    count_ += other.count_;
    sum_ += other.sum_;
    max_ = std::max(max_, other.max_);
}

void Histogram::clear() {
    if (count_ == 0) return;
    std::fill(counts_.begin() + static_cast<std::ptrdiff_t>(first_),
              counts_.begin() + static_cast<std::ptrdiff_t>(end()), 0);
    first_ = std::numeric_limits<std::size_t>::max();
    count_ = 0;
    sum_ = 0;
    max_ = 0;
}

Histogram Histogram::of(std::vector<std::uint64_t> counts, std::uint64_t sum, std::uint64_t max) {
    Histogram histogram;
    histogram.counts_ = std::move(counts);
    histogram.first_ = 0;
    for (const std::uint64_t count : histogram.counts_) {
        histogram.count_ += count;
    }
    histogram.sum_ = sum;
    histogram.max_ = max;
    return histogram;
}

double Histogram::mean() const {
    return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

double Histogram::quantile(double share) const {
    if (count_ == 0) return 0;
    const auto rank = static_cast<std::uint64_t>(share * static_cast<double>(count_));
    std::uint64_t before = 0;
    for (std::size_t bucket = first_; bucket < counts_.size(); ++bucket) {
        before += counts_[bucket];
        if (before <= rank) continue;
        const std::uint64_t width = lower_edge(bucket + 1) - lower_edge(bucket);
        const double middle =
            static_cast<double>(lower_edge(bucket)) + static_cast<double>(width - 1) / 2;
        return std::min(middle, static_cast<double>(max_));
    }
    return static_cast<double>(max_);
}

std::uint64_t Histogram::lower_edge(std::size_t bucket) {
    const std::size_t octave = bucket >> octave_bits;
    const std::uint64_t step = bucket & ((1U << octave_bits) - 1);
    if (octave == 0) return step;
    return (step | (1U << octave_bits)) << (octave - 1);
}

}  // namespace weft::reports
