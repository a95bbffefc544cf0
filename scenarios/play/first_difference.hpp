#pragma once

#include "reports/store/read_run.hpp"
#include "scenarios/model/kinds.hpp"
#include "sim/observe/facts.hpp"
#include "sim/observe/played_event.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace weft::scenarios {

/// What one of two runs did where they part.
struct Parting {
    std::optional<sim::observe::PlayedEvent> event;  ///< Nothing: it did no more in this interval.
    std::vector<std::string> decisions;  ///< Of sidecars, since the last event that both had.
};

/// Where two runs part.
struct FirstDifference {
    sim::observe::IntervalEnd interval{};  ///< As the first run has it.
    std::uint64_t events_before = 0;       ///< Of the interval, the same in both.
    std::optional<sim::observe::PlayedEvent> last_common;
    Parting a;
    Parting b;
};

/// How many intervals both have, from the start: those that begin and end alike.
std::size_t common_intervals(std::span<const sim::observe::IntervalEnd> a,
                             std::span<const sim::observe::IntervalEnd> b);

/// The number of the first interval that is not the same in both; nothing if one run does what the
/// other does for as long as both go on. The last interval of a run that was stopped within it is
/// part of no comparison.
std::optional<std::size_t> first_other_interval(std::span<const sim::observe::IntervalEnd> a,
                                                std::span<const sim::observe::IntervalEnd> b);

/// Plays both runs again up to that interval, and through it event by event. The error says why
/// one of them cannot be played, or that it is not as it was recorded.
tl::expected<FirstDifference, std::string> find_first_difference(const reports::RecordedRun& a,
                                                                 const reports::RecordedRun& b,
                                                                 std::size_t interval,
                                                                 const Kinds& kinds);

/// What the two were made from, where it differs, a line each: seed, options, files with the first
/// line that is not the same, build.
std::vector<std::string> differences_of_input(const reports::RunHead& a, const reports::RunHead& b);

}  // namespace weft::scenarios
