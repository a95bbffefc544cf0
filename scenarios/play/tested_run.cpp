#include "scenarios/play/tested_run.hpp"

#include "reports/metrics/mechanisms.hpp"
#include "reports/metrics/recording.hpp"
#include "scenarios/play/input.hpp"
#include "scenarios/play/judge.hpp"
#include "scenarios/play/world_plan.hpp"
#include "scenarios/read/read_scenario.hpp"
#include "sim/world/standstill.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>

namespace weft::scenarios {
namespace {

using Verdict = TestedRun::Verdict;

/// An interrupt is heeded after each slice of simulated time.
constexpr mesh::Duration between_looks = std::chrono::milliseconds{100};

/// What the scenario asks for by -f, if that is all that is wrong; else empty.
std::string missing_manifests(const Diagnostics& diagnostics) {
    std::string missing;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (diagnostic.severity != Diagnostic::Severity::error) continue;
        if (!missing.empty() || !diagnostic.message.starts_with(asks_for_manifests)) return "";
        missing = diagnostic.message.substr(asks_for_manifests.size());
    }
    return missing;
}

/// Notes are for those who write a scenario.
std::vector<std::string> texts_of(const Diagnostics& diagnostics) {
    std::vector<std::string> texts;
    for (const Diagnostic& diagnostic : diagnostics.summed_up()) {
        if (diagnostic.severity != Diagnostic::Severity::note) texts.push_back(to_text(diagnostic));
    }
    return texts;
}

std::string first_error(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        if (diagnostic.severity == Diagnostic::Severity::error) return to_text(diagnostic);
    }
    return "";
}

Verdict verdict_of(const std::vector<reports::Judgement>& expectations) {
    if (expectations.empty()) return Verdict::no_expectations;
    const bool all_held = std::ranges::all_of(expectations, &reports::Judgement::held);
    return all_held ? Verdict::held : Verdict::failed;
}

void play_and_judge(const Scenario& scenario, const PlayOptions& options, TestedRun& tested) {
    using WallClock = std::chrono::steady_clock;
    reports::Recording recording{measures_of(scenario)};
    reports::MechanismRecorder mechanisms{recording};
    sim::World world{world_plan(scenario, options.kinds, sampled_requests), &mechanisms};
    const auto began = WallClock::now();
    const auto is_interrupted = [&] { return options.is_interrupted && options.is_interrupted(); };
    while (world.now() < scenario.horizon && !is_interrupted())
        world.run_until(std::min(world.now() + between_looks, scenario.horizon));
    world.close_interval();

    tested.wall_s = std::chrono::duration<double>(WallClock::now() - began).count();
    const reports::RunSummary summary = recording.finish();
    tested.requests = summary.requests();
    tested.simulated_s = summary.simulated_s;
    tested.mechanisms = mechanisms.seen();
    if (is_interrupted()) {
        tested.why = "interrupted";
        return;
    }
    tested.expectations = judge(scenario, recording);
    tested.verdict = verdict_of(tested.expectations);
}

void read_and_play(const PlayOptions& options, TestedRun& tested) {
    Diagnostics diagnostics;
    const auto scenario = read_input(options, diagnostics);
    if (scenario && !diagnostics.has_errors()) {
        tested.diagnostics = texts_of(diagnostics);
        return play_and_judge(*scenario, options, tested);
    }
    tested.why = missing_manifests(diagnostics);
    if (!tested.why.empty()) {
        tested.verdict = Verdict::skipped;
        return;
    }
    tested.verdict = Verdict::wrong;
    tested.why = first_error(diagnostics);
    tested.diagnostics = texts_of(diagnostics);
}

}  // namespace

const char* name_of(TestedRun::Verdict verdict) {
    switch (verdict) {
        case Verdict::held:
            return "held";
        case Verdict::no_expectations:
            return "no expectations";
        case Verdict::skipped:
            return "skipped";
        case Verdict::failed:
            return "failed";
        case Verdict::wrong:
            return "error";
        case Verdict::stopped:
            return "stopped";
        case Verdict::bug:
            return "bug";
    }
    return "";
}

TestedRun test_run(const std::string& name, const PlayOptions& options) {
    TestedRun tested{.name = name};
    try {
        read_and_play(options, tested);
    } catch (const sim::Imbalance& imbalance) {
        tested.verdict = Verdict::bug;
        tested.why = imbalance.what();
    } catch (const sim::Standstill& standstill) {
        tested.verdict = Verdict::wrong;
        tested.why = standstill.what();
    } catch (const std::bad_alloc&) {
        tested.why = "out of memory";
    } catch (const std::exception& error) {  // It must not end the other runs.
        tested.why = error.what();
    }
    return tested;
}

}  // namespace weft::scenarios
