#pragma once

#include "mesh/base/time.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace weft::reports {

/// Durations counted in log-linear buckets, 128 an octave: below 0.8 % relative error, exact below
/// 128 ns. Merging is exact: the merged histogram equals that of all values.
class Histogram {
public:
    void add(mesh::Duration value) {
        const auto ns = static_cast<std::uint64_t>(value.count() < 0 ? 0 : value.count());
        const std::size_t bucket = bucket_of(ns);
        if (bucket >= counts_.size()) counts_.resize(bucket + 1);
        if (bucket < first_) first_ = bucket;
        ++counts_[bucket];
        ++count_;
        sum_ += ns;
        if (ns > max_) max_ = ns;
    }

    void merge(const Histogram& other);

    /// Forgets all values and keeps the memory.
    void clear();

    /// What was read back from a file. `counts` are those of the buckets.
    static Histogram of(std::vector<std::uint64_t> counts, std::uint64_t sum, std::uint64_t max);

    std::uint64_t count() const { return count_; }
    std::uint64_t sum() const { return sum_; }  ///< Nanoseconds.
    mesh::Duration max() const { return mesh::Duration{static_cast<std::int64_t>(max_)}; }

    /// In nanoseconds; 0 if empty.
    double mean() const;

    /// The middle of the bucket that holds the value at `share` of the order (0 to 1), never above
    /// the maximum; 0 if empty. Nanoseconds.
    double quantile(double share) const;

    const std::vector<std::uint64_t>& counts() const { return counts_; }

    /// Smallest value of a bucket.
    static std::uint64_t lower_edge(std::size_t bucket);

    static std::size_t bucket_of(std::uint64_t ns) {
        if (ns < (1U << octave_bits)) return ns;
        const auto top = static_cast<unsigned>(std::bit_width(ns)) - 1;
        const unsigned octave = top - octave_bits + 1;
        return (std::size_t{octave} << octave_bits) +
               ((ns >> (top - octave_bits)) & ((1U << octave_bits) - 1));
    }

private:
    static constexpr unsigned octave_bits = 7;

    /// Past the highest bucket that counts. Requires that one does.
    std::size_t end() const { return bucket_of(max_) + 1; }

    std::vector<std::uint64_t> counts_;
    std::size_t first_ = std::numeric_limits<std::size_t>::max();  ///< Lowest bucket that counts.
    std::uint64_t count_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace weft::reports
