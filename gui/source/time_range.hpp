#pragma once

#include "gui/source/filter.hpp"
#include "gui/source/run_source.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The one stretch of time that all panels are narrowed to: it is what the filter's `t:` says, and
/// whoever chooses another one writes it there.
namespace weft::gui {

/// That all conditions of time leave, but those that are turned round; nothing if there is none.
std::optional<Range> time_range_of(const Filter& filter);

/// The same filter with this range instead of the one that it had; nothing: of all times.
Filter narrowed_to(Filter filter, const std::optional<Range>& range);

/// "t:30s..40.5s", which reads as the same moments.
std::string time_word(const Range& range);

/// A filter as it is written, with one condition more unless it is there; before "where:", whose
/// expression is the rest.
std::string with_condition(std::string_view written, const std::string& condition);

/// The same with this range instead of the one that it had.
std::string with_time_range(std::string_view written, const std::optional<Range>& range);

/// The whole intervals from one moment to another, whichever is the earlier one; at least one.
/// Requires that the run has any.
Range intervals_between(const RunSource& run, mesh::Instant one, mesh::Instant other);

/// Where intervals begin that lie in a range, and how many there are.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< Before this.
};
Stretch intervals_within(const std::vector<reports::Interval>& intervals, const Range& range);

/// Leaves of a curve and its intervals those that lie in a range.
void keep_within(const Range& range,
                 std::vector<reports::Interval>& intervals,
                 std::vector<Flow>& curve);

/// All that passed in a stretch of a curve: counts add up, of quantiles the worst one stands.
Flow flow_over(const std::vector<Flow>& curve, const Stretch& stretch);

}  // namespace weft::gui
