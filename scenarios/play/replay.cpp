#include "scenarios/play/replay.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/play/build_info.hpp"
#include "scenarios/play/input.hpp"
#include "scenarios/play/world_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <utility>

namespace weft::scenarios {
namespace {

// Names of what was given to a run, as its file keeps them.
constexpr const char* given_scenario = "scenario";
constexpr const char* given_manifest = "manifest";
constexpr const char* given_set = "set";

std::string errors_of(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        if (diagnostic.severity != Diagnostic::Severity::error) continue;
        if (!text.empty()) text += '\n';
        text += to_text(diagnostic);
    }
    return text;
}

}  // namespace

reports::RunHead head_of_run(const Scenario& scenario,
                             const PlayOptions& options,
                             const Sources& sources) {
    reports::RunHead head{.scenario = scenario.name,
                          .seed = scenario.seed,
                          .canonical_scenario = scenario.canonical,
                          .version = std::string{version()},
                          .build = std::string{build()},
                          .level = options.record,
                          .sources = sources.texts()};
    if (!options.scenario.empty()) head.given.emplace_back(given_scenario, options.scenario);
    for (const auto& manifest : options.manifests)
        head.given.emplace_back(given_manifest, manifest.string());
    for (const std::string& set : options.sets)
        head.given.emplace_back(given_set, set);
    return head;
}

tl::expected<Scenario, std::string> read_again(const reports::RunHead& head,
                                               const Kinds& kinds,
                                               WrittenValues* values) {
    if (head.sources.empty()) {
        return tl::make_unexpected(
            std::string{"does not hold what it was made from: it was written by an earlier weft"});
    }
    PlayOptions options;
    options.seed = head.seed;
    options.kinds = kinds;
    for (const auto& [option, value] : head.given) {
        if (option == given_scenario) options.scenario = value;
        if (option == given_manifest) options.manifests.emplace_back(value);
        if (option == given_set) options.sets.push_back(value);
    }
    Diagnostics diagnostics{std::make_shared<Sources>(head.sources)};
    auto scenario = read_input(options, diagnostics, nullptr, values);
    if (scenario) return std::move(*scenario);
    return tl::make_unexpected("what it was made from cannot be read by this weft:\n" +
                               errors_of(diagnostics));
}

Replay::Replay(const reports::RecordedRun& run,
               const Scenario& scenario,
               const Kinds& kinds,
               std::uint32_t span_every,
               sim::observe::Recorder* recorder)
    : run_(run),
      interval_(scenario.interval),
      horizon_(scenario.horizon),
      world_(world_plan(scenario, kinds, span_every), recorder) {}

/// A run that was stopped within an interval has recorded a part of it.
bool Replay::is_whole(const sim::observe::IntervalEnd& interval) const {
    return interval.end - interval.start == interval_ || interval.end == horizon_;
}

std::optional<std::size_t> Replay::run_until(mesh::Instant until) {
    if (run_.intervals.empty()) return std::nullopt;
    until = std::min(until, run_.intervals.back().end);
    for (; passed_ < run_.intervals.size(); ++passed_) {
        const sim::observe::IntervalEnd& interval = run_.intervals[passed_];
        if (interval.end > until || !is_whole(interval)) break;
        world_.run_until(interval.end);
        fingerprint_ += interval.fingerprint;
        if (world_.fingerprint() != fingerprint_) return passed_;
    }
    world_.run_until(until);
    return std::nullopt;
}

std::string not_as_recorded(const reports::RecordedRun& run, std::size_t interval) {
    const sim::observe::IntervalEnd& it = run.intervals[interval];
    std::string text = fmt::format("interval {} ({} to {}) is not as it was recorded", interval,
                                   mesh::to_text(it.start.time_since_epoch()),
                                   mesh::to_text(it.end.time_since_epoch()));
    if (run.head.build != build() || run.head.version != version()) {
        text += fmt::format(": recorded by weft {} ({}), played again by weft {} ({})",
                            run.head.version, run.head.build, version(), build());
    }
    return text;
}

}  // namespace weft::scenarios
