#include "reports/metrics/histogram.hpp"

#include <algorithm>

namespace weft::reports {

void Histogram::merge(const Histogram& other) {
    if (other.counts_.size() > counts_.size()) counts_.resize(other.counts_.size());
    for (std::size_t bucket = 0; bucket < other.counts_.size(); ++bucket) {
        counts_[bucket] += other.counts_[bucket];
    }
    count_ += other.count_;
    sum_ += other.sum_;
    max_ = std::max(max_, other.max_);
}

double Histogram::mean() const {
    return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

double Histogram::quantile(double share) const {
    if (count_ == 0) return 0;
    const auto rank = static_cast<std::uint64_t>(share * static_cast<double>(count_));
    std::uint64_t before = 0;
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
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
