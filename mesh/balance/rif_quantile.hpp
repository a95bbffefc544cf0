#pragma once

#include "mesh/base/id.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::mesh {

/// A quantile of the requests in flight that the last reports named. Allocates when it is made
/// only.
class RifQuantile {
public:
    /// `quantile` in [0, 1], over the last `window` reports, at least one.
    RifQuantile(double quantile, std::size_t window) : quantile_(quantile), window_(window) {
        latest_.reserve(window);
        sorted_.reserve(window);
    }

    void add(HostId host, std::uint32_t in_flight) {
        if (latest_.size() < window_) {
            latest_.push_back({host, in_flight});
        } else {
            sorted_.erase(std::ranges::lower_bound(sorted_, latest_[oldest_].in_flight));
            latest_[oldest_] = {host, in_flight};
            oldest_ = (oldest_ + 1) % window_;
        }
        sorted_.insert(std::ranges::upper_bound(sorted_, in_flight), in_flight);
    }

    /// Forgets what hosts reported of which `is_gone(host)`.
    template <class IsGone>
    void forget_if(const IsGone& is_gone) {
        std::ranges::rotate(latest_, latest_.begin() + static_cast<std::ptrdiff_t>(oldest_));
        oldest_ = 0;
        std::erase_if(latest_, [&](const Report& report) { return is_gone(report.host); });
        sorted_.clear();
        for (const Report& report : latest_) {
            sorted_.push_back(report.in_flight);
        }
        std::ranges::sort(sorted_);
    }

    /// Whether this many are more than the quantile. At 0 any number is, at 1 none.
    bool exceeded_by(std::uint32_t in_flight) const {
        if (quantile_ <= 0) return true;
        if (quantile_ >= 1 || sorted_.empty()) return false;
        const double rank = quantile_ * static_cast<double>(sorted_.size());
        return in_flight > sorted_[static_cast<std::size_t>(rank)];
    }

private:
    struct Report {
        HostId host;
        std::uint32_t in_flight;
    };

    double quantile_;
    std::size_t window_;
    std::vector<Report> latest_;  ///< Around the end.
    std::size_t oldest_ = 0;
    std::vector<std::uint32_t> sorted_;
};

}  // namespace weft::mesh
