#include "scenarios/play/play.hpp"

#include "reports/metrics/recording.hpp"
#include "reports/store/run_file.hpp"
#include "reports/store/store_error.hpp"
#include "reports/write/json_summary.hpp"
#include "reports/write/text_summary.hpp"
#include "scenarios/play/build_info.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/input.hpp"
#include "scenarios/play/judge.hpp"
#include "scenarios/play/progress.hpp"
#include "scenarios/play/replay.hpp"
#include "scenarios/play/world_plan.hpp"
#include "sim/world/standstill.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <new>
#include <optional>
#include <ostream>
#include <set>
#include <string>

namespace weft::scenarios {
namespace {

using WallClock = std::chrono::steady_clock;

/// Real time is looked at, and an interrupt heeded, after each slice of simulated time.
constexpr mesh::Duration slice = std::chrono::milliseconds{10};

struct Played {
    reports::RunStatus status = reports::RunStatus::done;
    double wall_s = 0;
};

bool is_interrupted(const PlayOptions& options) {
    return options.is_interrupted && options.is_interrupted();
}

Played run(sim::World& world,
           const PlayOptions& options,
           const Scenario& scenario,
           std::ostream& err) {
    const mesh::Instant end = options.until
                                  ? std::min(mesh::Instant{*options.until}, scenario.horizon)
                                  : scenario.horizon;
    std::optional<Progress> progress;
    if (options.progress) progress.emplace(err, scenario.name, end);
    const auto began = WallClock::now();
    Played played;
    while (world.now() < end) {
        world.run_until(std::min(world.now() + slice, end));
        if (progress) progress->update(world.now(), world.root_requests());
        const bool goes_on = !options.goes_on || options.goes_on(world.now());
        if (goes_on && !is_interrupted(options)) continue;
        played.status = reports::RunStatus::interrupted;
        break;
    }
    world.close_interval();  // Looks at the books, too, if that was not the horizon.
    played.wall_s = std::chrono::duration<double>(WallClock::now() - began).count();
    if (progress) progress->clear();
    return played;
}

void print(const Diagnostics& diagnostics, std::ostream& err) {
    for (const Diagnostic& diagnostic : diagnostics.summed_up()) {
        err << to_text(diagnostic) << '\n';
    }
}

std::vector<std::string> warnings_of(const Diagnostics& diagnostics) {
    std::vector<std::string> warnings;
    for (const Diagnostic& diagnostic : diagnostics.summed_up()) {
        if (diagnostic.severity == Diagnostic::Severity::warning) {
            warnings.push_back(to_text(diagnostic));
        }
    }
    return warnings;
}

/// One line, however many they are.
void note_undescribed(const std::vector<std::string>& workloads, std::ostream& err) {
    constexpr std::size_t most_named = 5;
    if (workloads.empty()) return;
    std::string names;
    for (std::size_t number = 0; number < std::min(workloads.size(), most_named); ++number)
        names.append(number == 0 ? "" : ", ").append(workloads[number]);
    if (workloads.size() > most_named) names.append(", ...");
    err << "note: " << workloads.size() << (workloads.size() == 1 ? " workload" : " workloads")
        << " without described behaviour: " << names << "; the default is used\n";
}

/// Of faults that found nobody to strike, which only the run shows: pods come and go.
std::vector<std::string> missed_faults(const reports::RunSummary& run) {
    std::vector<std::string> warnings;
    for (const auto& [group, times] : run.counted.changes()) {
        if (group.kind != sim::observe::Change::Kind::fault_missed) continue;
        const std::string& step = run.names.of(sim::observe::NameKind::step, group.step);
        warnings.push_back(fmt::format("warning: the fault '{}' found nobody to strike{}", step,
                                       times == 1 ? "" : fmt::format(", {} times", times)));
    }
    return warnings;
}

/// Of steps that waited for something that never came.
void note_waiting(const Scenario& scenario, const reports::RunSummary& run, std::ostream& err) {
    std::set<std::string> begun;
    for (const auto& [group, times] : run.counted.changes()) {
        if (group.kind == sim::observe::Change::Kind::step_started)
            begun.insert(run.names.of(sim::observe::NameKind::step, group.step));
    }
    for (const TimelineStep& step : scenario.timeline) {
        if (step.start.kind == sim::StepStart::Kind::at || begun.contains(step.id)) continue;
        const bool waits_for_condition = step.start.kind == sim::StepStart::Kind::when;
        err << fmt::format("note: step '{}' never began: {}\n", step.id,
                           waits_for_condition
                               ? fmt::format("\"{}\" never held", step.when.text)
                               : std::string{"its time did not come before the run ended"});
    }
}

/// The user can do nothing about it, and whoever can must be able to see it again.
int report_bug(const sim::World& world,
               const Scenario& scenario,
               reports::RunFile* file,
               const std::string& what,
               std::ostream& err) {
    err << "weft: " << what << "\nThis is a bug of weft, and nothing of this run can be relied on. "
        << "Please report it, with the scenario, its manifests and:\n"
        << "  scenario " << scenario.name << ", seed " << scenario.seed << ", fingerprint "
        << reports::fingerprint_text(world.fingerprint()) << " after "
        << static_cast<double>(world.now().time_since_epoch().count()) / 1e9 << " s\n"
        << "  weft " << version() << ", " << build() << '\n';
    if (file != nullptr) file->fail(what);
    return exit_code::bug;
}

int play_scenario(const Scenario& scenario,
                  const PlayOptions& options,
                  const Diagnostics& diagnostics,
                  std::ostream& out,
                  std::ostream& err) {
    std::unique_ptr<reports::RunFile> file;
    if (options.record != reports::RecordLevel::none) {
        file = std::make_unique<reports::RunFile>(
            options.out, head_of_run(scenario, options, *diagnostics.sources()));
    }
    auto recording =
        file ? std::make_unique<reports::Recording>(measures_of(scenario), *file, options.record)
             : std::make_unique<reports::Recording>(measures_of(scenario));
    if (file && options.witness) recording->show_batches_to(options.witness);
    const bool with_spans = options.record == reports::RecordLevel::automatic;
    sim::World world{world_plan(scenario, options.kinds, with_spans ? sampled_requests : 0),
                     recording.get()};
    note_undescribed(world.undescribed(), err);
    if (scenario.loads.empty()) err << "note: there is no load, so that no client sends anything\n";
    Played played;
    try {
        played = run(world, options, scenario, err);
    } catch (const sim::Imbalance& imbalance) {
        return report_bug(world, scenario, file.get(), imbalance.what(), err);
    } catch (const sim::Standstill& standstill) {
        err << "error: " << standstill.what() << '\n';
        if (file) file->fail(standstill.what());
        return exit_code::bad_input;
    }

    reports::RunSummary summary = recording->finish();
    summary.scenario = scenario.name;
    summary.seed = scenario.seed;
    summary.status = played.status;
    summary.wall_s = played.wall_s;
    summary.expectations = judge(scenario, *recording);
    summary.warnings = warnings_of(diagnostics);
    for (const std::string& missed : missed_faults(summary)) {
        err << missed << '\n';
        summary.warnings.push_back(missed);
    }
    note_waiting(scenario, summary, err);
    if (file) file->finish(summary);
    out << (options.json ? reports::json_summary(summary)
                         : reports::text_summary(summary, options.colour));
    if (played.status == reports::RunStatus::interrupted) {
        err << "interrupted: the run ended before its horizon; it and what was expected of it are "
               "judged by what came before\n";
    }
    if (file && !options.json) out << "run file: " << options.out.string() << '\n';
    if (played.status == reports::RunStatus::interrupted) return exit_code::environment_failed;
    const bool all_held = std::ranges::all_of(summary.expectations, &reports::Judgement::held);
    return all_held ? exit_code::done : exit_code::expectation_failed;
}

}  // namespace

int play(const PlayOptions& options, std::ostream& out, std::ostream& err) {
    try {
        Diagnostics diagnostics;
        for (const auto& [file, text] : options.texts)
            diagnostics.sources()->put(file, text);
        const auto scenario = read_input(options, diagnostics);
        if (options.strict) diagnostics.make_strict();
        print(diagnostics, err);
        if (!scenario || diagnostics.has_errors()) return exit_code::bad_input;
        if (is_interrupted(options)) {
            err << "interrupted: nothing was played\n";
            return exit_code::environment_failed;
        }
        return play_scenario(*scenario, options, diagnostics, out, err);
    } catch (const reports::NotARunFile& error) {
        err << "error: " << error.what() << '\n';
        return exit_code::bad_input;
    } catch (const reports::StoreError& error) {
        err << "error: " << error.what() << '\n';
        return exit_code::environment_failed;
    } catch (const std::bad_alloc&) {
        err << "error: out of memory\n";
        return exit_code::environment_failed;
    }
}

}  // namespace weft::scenarios
