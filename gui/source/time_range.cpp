#include "gui/source/time_range.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <utility>

namespace weft::gui {
namespace {

using Kind = Filter::Condition::Kind;

constexpr std::string_view time_prefix = "t:";
constexpr std::string_view expression_prefix = "where:";

bool chooses_time(const Filter::Condition& condition) {
    return condition.kind == Kind::time && !condition.is_not;
}

/// The words of a filter; what follows "where:" is one.
std::vector<std::string_view> words_of_filter(std::string_view written) {
    std::vector<std::string_view> words;
    std::size_t begin = 0;
    while ((begin = written.find_first_not_of(' ', begin)) != std::string_view::npos) {
        const bool is_rest = written.substr(begin).starts_with(expression_prefix);
        const std::size_t end =
            is_rest ? written.size() : std::min(written.find(' ', begin), written.size());
        words.push_back(written.substr(begin, end - begin));
        begin = end;
    }
    return words;
}

std::string joined_words(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words) {
        if (!text.empty()) text += ' ';
        text += word;
    }
    return text;
}

/// "30s", "40.25s": as many decimals as it needs.
std::string seconds_word(mesh::Instant at) {
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t nanoseconds = at.time_since_epoch().count();
    std::string text = fmt::format("{}", nanoseconds / second);
    if (nanoseconds % second != 0) {
        text += fmt::format(".{:09}", nanoseconds % second);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text + "s";
}

}  // namespace

std::optional<Range> time_range_of(const Filter& filter) {
    std::optional<Range> range;
    for (const Filter::Condition& condition : filter.conditions) {
        if (!chooses_time(condition)) continue;
        if (!range) range = Range{condition.from, condition.to};
        range->begin = std::max(range->begin, condition.from);
        range->end = std::max(range->begin, std::min(range->end, condition.to));
    }
    return range;
}

Filter narrowed_to(Filter filter, const std::optional<Range>& range) {
    std::erase_if(filter.conditions, chooses_time);
    if (!range) return filter;
    Filter::Condition condition{.kind = Kind::time, .text = {}};
    condition.from = range->begin;
    condition.to = range->end;
    filter.conditions.insert(filter.conditions.begin(), std::move(condition));
    return filter;
}

std::string time_word(const Range& range) {
    std::string word{time_prefix};
    word += seconds_word(range.begin) + "..";
    if (range.end != mesh::never) word += seconds_word(range.end);
    return word;
}

std::string with_condition(std::string_view written, const std::string& condition) {
    std::vector<std::string_view> words = words_of_filter(written);
    if (std::ranges::find(words, condition) != words.end()) return std::string{written};
    const bool ends_with_expression = !words.empty() && words.back().starts_with(expression_prefix);
    words.insert(words.end() - (ends_with_expression ? 1 : 0), condition);
    return joined_words(words);
}

std::string with_time_range(std::string_view written, const std::optional<Range>& range) {
    std::vector<std::string_view> words = words_of_filter(written);
    std::erase_if(words, [](std::string_view word) { return word.starts_with(time_prefix); });
    const std::string others = joined_words(words);
    return range ? with_condition(others, time_word(*range)) : others;
}

Range intervals_between(const RunSource& run, mesh::Instant one, mesh::Instant other) {
    const auto [first, last] = std::minmax(one, other);
    const reports::Interval& begins = run.intervals()[run.interval_at(first)];
    const reports::Interval& ends = run.intervals()[run.interval_at(last)];
    // Who stops where an interval begins does not mean that one.
    const bool is_before = last == ends.start && ends.start > begins.start;
    return {begins.start, is_before ? ends.start : ends.end};
}

Stretch intervals_within(const std::vector<reports::Interval>& intervals, const Range& range) {
    const auto begin =
        std::ranges::lower_bound(intervals, range.begin, {}, &reports::Interval::start);
    const auto end = std::ranges::upper_bound(intervals, range.end, {}, &reports::Interval::end);
    const auto first = static_cast<std::size_t>(begin - intervals.begin());
    return {first, std::max(first, static_cast<std::size_t>(end - intervals.begin()))};
}

void keep_within(const Range& range,
                 std::vector<reports::Interval>& intervals,
                 std::vector<Flow>& curve) {
    const std::size_t both = std::min(intervals.size(), curve.size());
    intervals.resize(both);
    curve.resize(both);
    const Stretch stretch = intervals_within(intervals, range);
    const auto keep = [&](auto& values) {
        values.erase(values.begin() + static_cast<std::ptrdiff_t>(stretch.end), values.end());
        values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(stretch.begin));
    };
    keep(intervals);
    keep(curve);
}

Flow flow_over(const std::vector<Flow>& curve, const Stretch& stretch) {
    Flow all;
    double seconds = 0;
    for (std::size_t at = stretch.begin; at < std::min(stretch.end, curve.size()); ++at) {
        all.add(curve[at]);
        seconds += curve[at].seconds;
    }
    all.seconds = seconds;
    return all;
}

}  // namespace weft::gui
