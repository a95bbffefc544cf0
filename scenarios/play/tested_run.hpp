#pragma once

#include "reports/metrics/run_summary.hpp"
#include "scenarios/play/play.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace weft::scenarios {

/// What became of a scenario that was played for its expectations.
struct TestedRun {
    /// In order of weight: what became of several runs together is the last.
    enum class Verdict : std::uint8_t {
        held,
        no_expectations,  ///< It was played.
        skipped,          ///< It takes manifests by -f, and has none.
        failed,           ///< An expectation does not hold.
        wrong,            ///< The input is: it was not played.
        stopped,          ///< The environment did.
        bug,              ///< Weft's.
    };

    std::string name;  ///< "zone/zone_outage"
    Verdict verdict = Verdict::stopped;
    std::string why{};  ///< Skipped, wrong, stopped or a bug.
    std::uint64_t requests = 0;
    double simulated_s = 0;
    double wall_s = 0;  ///< Of the simulation alone.
    std::vector<reports::Judgement> expectations{};
    std::set<std::string> mechanisms{};      ///< Of reports::mechanisms(), those that were seen.
    std::vector<std::string> diagnostics{};  ///< Those of a user's mistakes.
};

/// "held"
const char* name_of(TestedRun::Verdict verdict);

/// Plays one scenario to its horizon, without a run file, and judges what it expects. Any number
/// may be played at a time.
TestedRun test_run(const std::string& name, const PlayOptions& options);

}  // namespace weft::scenarios
