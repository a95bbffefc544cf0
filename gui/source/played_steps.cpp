#include "gui/source/played_steps.hpp"

#include <algorithm>
#include <map>

namespace weft::gui {

std::vector<PlayedStep> played_steps(const std::vector<Event>& events) {
    using Kind = sim::observe::Change::Kind;
    std::map<std::uint32_t, std::uint32_t> struck;
    std::vector<PlayedStep> steps;
    for (const Event& event : events) {
        const sim::observe::Change& change = event.change;
        if (change.step == none) continue;
        // Whom a fault strikes is told before it has started.
        if (change.kind == Kind::fault_struck) struck.emplace(change.step, change.pod);
        const bool is_fault =
            change.kind == Kind::fault_started || change.kind == Kind::fault_missed;
        if (!is_fault && change.kind != Kind::manifest_applied) continue;
        const bool is_known =
            std::ranges::find(steps, change.step, &PlayedStep::step) != steps.end();
        if (!is_known)
            steps.push_back({.step = change.step, .from = change.at, .is_fault = is_fault});
    }
    for (PlayedStep& step : steps)
        if (const auto found = struck.find(step.step); found != struck.end())
            step.pod = found->second;
    return steps;
}

StepPhase phase_of(const PlayedStep& step, const Snapshot& snapshot) {
    if (snapshot.at < step.from) return StepPhase::to_come;
    const bool is_on =
        !step.is_fault || std::ranges::find(snapshot.faults, step.step) != snapshot.faults.end();
    return is_on ? StepPhase::active : StepPhase::over;
}

}  // namespace weft::gui
