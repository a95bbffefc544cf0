// When the steps of the timeline begin, go on and end.
#include "sim/signals/signals.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/timeline.hpp"

#include <algorithm>
#include <cassert>

namespace weft::sim {
namespace {

using Change = observe::Change;

/// Whether there is anybody whom the fault can strike.
bool has_somebody(const FaultScope& scope, FaultKind::Acts acts) {
    switch (acts) {
        case FaultKind::Acts::on_pods:
            return !scope.pods.empty();
        case FaultKind::Acts::on_links:
            return !scope.link.a.empty() && !scope.link.b.empty();
        case FaultKind::Acts::on_nodes:
            return !scope.nodes.empty();
        case FaultKind::Acts::on_loads:
            return !scope.loads.empty();
        case FaultKind::Acts::on_control:
        case FaultKind::Acts::on_names:
            return true;
    }
    return true;
}

}  // namespace

Timeline::Timeline(World& world) : world_(world), states_(world.plan_.timeline.size()) {
    auto next_id = static_cast<std::uint32_t>(states_.size());
    for (std::size_t number = 0; number < states_.size(); ++number) {
        states_[number].first_other = next_id;
        const auto* const fault = std::get_if<PlannedFault>(&world.plan_.timeline[number].action);
        if (fault != nullptr) next_id += static_cast<std::uint32_t>(fault->others.size());
    }
    if (world.plan_.watched.empty()) return;
    make_signals();
    world.facts_.also_tell(*signals_);
}

void Timeline::begin() {
    for (std::uint32_t number = 0; number < states_.size(); ++number) {
        const PlannedStep& step = world_.plan_.timeline[number];
        if (step.start.kind == StepStart::Kind::at) {
            world_.events_.at_timeline(step.at, EventKind::step_start, number);
        } else if (step.start.kind == StepStart::Kind::when) {
            look_at(number, world_.now_, step.start.look_every);
        }
    }
}

void Timeline::on_event(const Event& event) {
    switch (event.kind) {
        case EventKind::step_start:
            return on_start(event.subject);
        case EventKind::step_stop:
            if (states_[event.subject].ends == world_.now_) end_round(event.subject);
            return;
        case EventKind::condition_due:
            if (states_[event.subject].looks == world_.now_) on_look(event.subject);
            return;
        default:
            assert(event.kind == EventKind::strength_due);
            if (states_[event.subject].turns == world_.now_) on_turn(event.subject);
            return;
    }
}

/// The time of a round has come.
void Timeline::on_start(std::uint32_t number) {
    const PlannedStep& step = world_.plan_.timeline[number];
    StepState& state = states_[number];
    if (state.has_ended) return;
    if (++state.rounds == 1) {
        note(number, Change::Kind::step_started);
        release(number, StepStart::Kind::after_start);
    }
    const bool follows_by_time = step.start.kind != StepStart::Kind::when;
    if (follows_by_time && has_more_rounds(number)) {
        world_.events_.at_timeline(world_.now_ + step.repeat.every, EventKind::step_start, number);
    }
    if (state.runs) return;
    state.began = world_.now_;
    std::visit([&](const auto& action) { perform(number, action); }, step.action);
}

/// At the first multiple of `every` that is to come, and not before `earliest`.
void Timeline::look_at(std::uint32_t number, mesh::Instant earliest, mesh::Duration every) {
    const mesh::Instant after = std::max(world_.now_, earliest - mesh::Duration{1});
    const auto multiples = after.time_since_epoch() / every + 1;
    states_[number].looks = mesh::Instant{multiples * every};
    world_.events_.at_timeline(states_[number].looks, EventKind::condition_due, number);
}

void Timeline::on_look(std::uint32_t number) {
    const StepStart& start = world_.plan_.timeline[number].start;
    const bool runs = states_[number].runs;
    const Condition& condition = runs ? fault_of(number).until : start.condition;
    if (!condition(read_signals())) {
        const mesh::Duration every = runs ? fault_of(number).look_every : start.look_every;
        return look_at(number, world_.now_, every);
    }
    states_[number].looks = never;
    if (runs) return end_round(number);
    on_start(number);
}

void Timeline::perform(std::uint32_t number, const PlannedFault& fault) {
    StepState& state = states_[number];
    const std::string& id = world_.plan_.timeline[number].id;
    const mesh::Draws own{world_.plan_.seed, "fault/" + id};
    const bool is_first = state.rounds == 1;
    const mesh::Draws draws = is_first ? own.of(mesh::Purpose::target_pick)
                                       : own.of(mesh::Purpose::target_pick, state.rounds);
    state.scopes = {scope_of(fault.target, fault.acts, draws)};
    note_struck(number, state.scopes.front(), fault.acts);
    bool strikes = has_somebody(state.scopes.front(), fault.acts);
    for (const PlannedEffect& other : fault.others) {
        state.scopes.push_back(scope_of(other.target, other.acts, draws));
        note_struck(number, state.scopes.back(), other.acts);
        strikes = strikes || has_somebody(state.scopes.back(), other.acts);
    }
    if (!strikes) note(number, Change::Kind::fault_missed);
    state.runs = true;
    state.ends = fault.until_time ? std::max(*fault.until_time, world_.now_) : never;
    if (fault.length) state.ends = std::min(state.ends, world_.now_ + *fault.length);
    const bool comes_and_goes = fault.activation.kind == Activation::Kind::poisson;
    state.toggles = comes_and_goes ? world_.now_ : never;
    state.requests = 0;
    if (counts(fault.activation)) {
        mark_counted();
    } else if (!comes_and_goes) {
        act(number);
    }
    if (state.ends != never) world_.events_.at_timeline(state.ends, EventKind::step_stop, number);
    if (fault.until) look_at(number, world_.now_, fault.look_every);
    if (comes_and_goes) return on_turn(number);
    plan_turn(number);
}

/// Its strength changes, or it comes or goes.
void Timeline::on_turn(std::uint32_t number) {
    StepState& state = states_[number];
    const PlannedAction& action = world_.plan_.timeline[number].action;
    if (const auto* const shift = std::get_if<PlannedShift>(&action))
        return go_on_shifting(number, *shift);
    const PlannedFault& fault = fault_of(number);
    if (state.toggles != world_.now_) {
        strengthen(number);
        return plan_turn(number);
    }
    // It begins with a time in which all is well.
    if (state.acts) {
        rest(number);
    } else if (state.began != world_.now_) {
        act(number);
    }
    const std::string& id = world_.plan_.timeline[number].id;
    mesh::Draws draws = mesh::Draws{world_.plan_.seed, "fault/" + id}.of(mesh::Purpose::activation,
                                                                         state.sojourns++);
    state.toggles = world_.now_ + sojourn(fault.activation, state.acts, draws);
    plan_turn(number);
}

void Timeline::plan_turn(std::uint32_t number) {
    StepState& state = states_[number];
    const auto left = state.ends == never ? std::nullopt : std::optional{state.ends - world_.now_};
    const auto step = next_ramp_step(fault_of(number).ramp, world_.now_ - state.began, left);
    state.turns = state.toggles;
    if (step) state.turns = std::min(state.turns, world_.now_ + *step);
    if (state.turns == never) return;
    world_.events_.at_timeline(state.turns, EventKind::strength_due, number);
}

/// The fault begins to do something.
void Timeline::act(std::uint32_t number) {
    states_[number].acts = true;
    note(number, Change::Kind::fault_started, states_[number].scopes.front().pods.size());
    strengthen(number);
}

void Timeline::strengthen(std::uint32_t number) {
    const StepState& state = states_[number];
    if (!state.acts) return;
    const PlannedFault& fault = fault_of(number);
    const Strength strength = strength_of(number);
    fault.effect->start(id_of(number, 0), state.scopes[0], *this, strength);
    for (std::size_t other = 0; other < fault.others.size(); ++other) {
        fault.others[other].effect->start(id_of(number, other + 1), state.scopes[other + 1], *this,
                                          strength);
    }
}

/// It does nothing, for now or for good.
void Timeline::rest(std::uint32_t number) {
    states_[number].acts = false;
    note(number, Change::Kind::fault_stopped);
    const StepState& state = states_[number];
    const PlannedFault& fault = fault_of(number);
    fault.effect->stop(id_of(number, 0), state.scopes[0], *this);
    for (std::size_t other = 0; other < fault.others.size(); ++other)
        fault.others[other].effect->stop(id_of(number, other + 1), state.scopes[other + 1], *this);
}

void Timeline::on_request(const Pod& pod) {
    for (std::uint32_t number = 0; number < states_.size(); ++number) {
        StepState& state = states_[number];
        if (!counts_requests(number)) continue;
        const std::vector<PodId>& pods = state.scopes.front().pods;
        if (std::ranges::find(pods, pod.id) == pods.end()) continue;
        const bool is_struck = strikes(fault_of(number).activation, ++state.requests);
        if (is_struck == state.acts) continue;
        if (is_struck) {
            act(number);
        } else {
            rest(number);
        }
    }
}

/// From scratch: those of all faults that count now.
void Timeline::mark_counted() {
    for (const auto& pod : world_.pods_)
        pod->counted = false;
    for (std::uint32_t number = 0; number < states_.size(); ++number) {
        if (!counts_requests(number)) continue;
        for (const PodId pod : states_[number].scopes.front().pods)
            world_.pods_[pod.number()]->counted = true;
    }
}

void Timeline::end_round(std::uint32_t number) {
    StepState& state = states_[number];
    if (state.acts) rest(number);
    const bool counted = counts_requests(number);
    state.runs = false;
    if (counted) mark_counted();
    state.ends = never;
    state.looks = never;
    state.turns = never;
    round_ended(number);
}

void Timeline::round_ended(std::uint32_t number) {
    const PlannedStep& step = world_.plan_.timeline[number];
    if (states_[number].has_ended) return;
    if (!has_more_rounds(number)) return end_step(number);
    if (step.start.kind != StepStart::Kind::when) return;
    look_at(number, states_[number].began + step.repeat.every, step.start.look_every);
}

void Timeline::end_step(std::uint32_t number) {
    states_[number].has_ended = true;
    note(number, Change::Kind::step_ended);
    release(number, StepStart::Kind::after_end);
}

/// Ends what goes on of a step that has begun, and calls off what is to come.
void Timeline::end_early(std::uint32_t number) {
    StepState& state = states_[number];
    if (state.rounds == 0 || state.has_ended) return;
    state.is_called_off = true;
    if (state.runs) return end_round(number);
    state.looks = never;
    end_step(number);
}

bool Timeline::has_more_rounds(std::uint32_t number) const {
    const std::uint32_t times = world_.plan_.timeline[number].repeat.times;
    const StepState& state = states_[number];
    return !state.is_called_off && (times == 0 || state.rounds < times);
}

/// Those who waited for the step to begin or to end have their time now.
void Timeline::release(std::uint32_t number, StepStart::Kind edge) {
    const auto& steps = world_.plan_.timeline;
    for (std::uint32_t waiting = 0; waiting < steps.size(); ++waiting) {
        const StepStart& start = steps[waiting].start;
        if (start.kind != edge || start.step != number) continue;
        world_.events_.at_timeline(world_.now_ + start.delay, EventKind::step_start, waiting);
    }
}

void Timeline::note(std::uint32_t number, Change::Kind kind, std::uint64_t value) {
    const std::string& id = world_.plan_.timeline[number].id;
    const std::uint32_t name = world_.facts_.number(observe::NameKind::step, id);
    world_.facts_.add(Change{.at = world_.now_, .kind = kind, .step = name, .value = value});
}

/// On which pods it acts, or between which.
void Timeline::note_struck(std::uint32_t number, const FaultScope& scope, FaultKind::Acts acts) {
    const std::uint32_t name =
        world_.facts_.number(observe::NameKind::step, world_.plan_.timeline[number].id);
    const auto note_all = [&](const std::vector<PodId>& pods, std::uint64_t value) {
        for (const PodId id : pods) {
            world_.facts_.add(Change{.at = world_.now_,
                                     .kind = Change::Kind::fault_struck,
                                     .pod = world_.pods_[id.number()]->name_number,
                                     .step = name,
                                     .value = value});
        }
    };
    if (acts == FaultKind::Acts::on_pods || acts == FaultKind::Acts::on_nodes) {
        note_all(scope.pods, 0);
    } else if (acts == FaultKind::Acts::on_links) {
        note_all(scope.link.a, 1);
        note_all(scope.link.b, 2);
    }
}

Strength Timeline::strength_of(std::uint32_t number) const {
    const StepState& state = states_[number];
    const auto left = state.ends == never ? std::nullopt : std::optional{state.ends - world_.now_};
    const PlannedFault& fault = fault_of(number);
    const Strength ramped = strength_at(fault.ramp, world_.now_ - state.began, left);
    if (fault.activation.kind != Activation::Kind::probability) return ramped;
    return ramped * fault.activation.share.parts / mesh::Ratio::whole;
}

bool Timeline::counts_requests(std::uint32_t number) const {
    const auto* const fault = std::get_if<PlannedFault>(&world_.plan_.timeline[number].action);
    return fault != nullptr && states_[number].runs && counts(fault->activation);
}

const PlannedFault& Timeline::fault_of(std::uint32_t number) const {
    return std::get<PlannedFault>(world_.plan_.timeline[number].action);
}

FaultId Timeline::id_of(std::uint32_t number, std::size_t effect) const {
    if (effect == 0) return FaultId{number};
    return FaultId{states_[number].first_other + static_cast<std::uint32_t>(effect) - 1};
}

}  // namespace weft::sim
