#include "gui/source/waterfall_axis.hpp"

#include <algorithm>
#include <cstddef>

namespace weft::gui {
namespace {

constexpr double long_wait = 0.1;     ///< From this share of all on.
constexpr double folded_wait = 0.12;  ///< So much of what is not folded does it take then.

double nanoseconds_between(mesh::Instant from, mesh::Instant to) {
    return static_cast<double>((to - from).count());
}

}  // namespace

WaterfallAxis::WaterfallAxis(const std::vector<WaterfallRow>& rows, bool folds) {
    for (const WaterfallRow& row : rows) {
        moments_.push_back(row.span.started);
        moments_.push_back(row.span.ended);
        if (row.span.is_work && row.span.served > row.span.started)
            moments_.push_back(row.span.served);
    }
    std::ranges::sort(moments_);
    const auto same = std::ranges::unique(moments_);
    moments_.erase(same.begin(), same.end());
    if (moments_.empty()) return;
    const double all = nanoseconds_between(moments_.front(), moments_.back());
    double rest = 0;
    std::vector<double> lengths;
    for (std::size_t next = 1; next < moments_.size(); ++next) {
        lengths.push_back(nanoseconds_between(moments_[next - 1], moments_[next]));
        const bool is_long = folds && lengths.back() > long_wait * all;
        if (is_long) folds_.push_back({moments_[next - 1], moments_[next]});
        rest += is_long ? 0 : lengths.back();
    }
    const double folded = std::max(folded_wait * rest, 1.0);
    const double whole = rest + folded * static_cast<double>(folds_.size());
    double passed = 0;
    places_.push_back(0);
    for (const double length : lengths) {
        passed += folds && length > long_wait * all ? folded : length;
        places_.push_back(passed / whole);
    }
}

double WaterfallAxis::place_of(mesh::Instant at) const {
    const auto after = std::ranges::upper_bound(moments_, at);
    if (after == moments_.begin()) return 0;
    if (after == moments_.end()) return moments_.size() > 1 ? 1 : 0;
    const auto next = static_cast<std::size_t>(after - moments_.begin());
    const double share = nanoseconds_between(moments_[next - 1], at) /
                         nanoseconds_between(moments_[next - 1], moments_[next]);
    return places_[next - 1] + (places_[next] - places_[next - 1]) * share;
}

}  // namespace weft::gui
