// Probes that apps answer themselves: they wait for a worker as requests do, and fail as they do.
#include "sim/cluster/pod_life.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_agents.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>
#include <vector>

namespace weft::sim {

using mesh::control::ContainerLife;

/// Rounds go on from where the start of the containers left them; those of a pod with which the
/// cluster begins are at any point.
void PodAgents::begin_rounds(Pod& pod, bool runs_already) {
    PodCare& care = care_of(pod);
    const std::vector<PlayedProbe> before = std::exchange(care.probes, {});
    for (const ContainerLife& container : pod.made_from.containers) {
        if (container.readiness && container.readiness->asks_app)
            care.probes.push_back({.probe = *container.readiness,
                                   .first = before_first_probe(container, *container.readiness)});
        if (container.liveness && container.liveness->asks_app)
            care.probes.push_back({.probe = *container.liveness,
                                   .is_liveness = true,
                                   .first = before_first_probe(container, *container.liveness)});
    }
    if (care.probes.empty()) return;
    pod.watched = true;
    care.reached = world_.now_;
    for (std::uint32_t number = 0; number < care.probes.size(); ++number) {
        if (number < before.size()) care.probes[number].asked = before[number].asked;
        const mesh::control::Probe& probe = care.probes[number].probe;
        Duration first = care.probes[number].first;
        if (runs_already) {
            const auto period = static_cast<std::uint64_t>(probe.period.count());
            mesh::Draws draws =
                mesh::Draws{world_.plan_.seed, pod.name}.of(mesh::Purpose::container_probe, number);
            first = Duration{static_cast<std::int64_t>(draws.below(period))};
        } else {
            const Instant known_up = std::max(pod.probed_at, pod.up_at);
            while (world_.now_ + first <= known_up)
                first += probe.period;
        }
        ProbeRound& round = rounds_.take();
        round.pod = &pod;
        round.probe = number;
        round.starts = pod.starts;
        set_round(round, first, EventKind::probe_due);
    }
}

void PodAgents::set_round(ProbeRound& round, Duration in, EventKind kind) {
    world_.events_.at(world_.now_ + in, kind, round.self);
}

void PodAgents::on_probe_event(const Event& event) {
    ProbeRound& round = rounds_[event.subject];
    Pod& pod = *round.pod;
    world_.count(event, pod, {});
    if (round.starts != pod.starts) return rounds_.give_back(round);
    if (event.kind == EventKind::probe_due) return ask(round);
    assert(event.kind == EventKind::probe_judged);
    PlayedProbe& played = pod.care->probes[round.probe];
    const bool is_answered = pod.care->reached > round.asked || has_time(pod);
    const Duration rest = std::max(played.probe.period - played.probe.timeout, Duration{1});
    set_round(round, rest, EventKind::probe_due);
    // A container that is down is its agent's affair already.
    if (world_.takes_requests(pod)) judge(pod, played, is_answered && !fails_by_fault(pod, played));
}

/// Somebody at the app is free to look.
bool PodAgents::has_time(const Pod& pod) {
    const bool stands_still = pod.metered && pod.use->is_frozen;
    return !stands_still && pod.busy < pod.program->behaviour.workers;
}

/// A probe that finds a worker free is answered at once; another one waits until its time-out.
void PodAgents::ask(ProbeRound& round) {
    Pod& pod = *round.pod;
    PlayedProbe& played = pod.care->probes[round.probe];
    if (world_.takes_requests(pod) && !has_time(pod)) {
        round.asked = world_.now_;
        return set_round(round, played.probe.timeout, EventKind::probe_judged);
    }
    set_round(round, played.probe.period, EventKind::probe_due);
    if (world_.takes_requests(pod)) judge(pod, played, !fails_by_fault(pod, played));
}

bool PodAgents::fails_by_fault(Pod& pod, PlayedProbe& played) {
    const Failure failure = world_.environment_.failure(pod.id);
    if (failure.share.is_zero()) return false;
    const auto number = static_cast<std::uint32_t>(&played - pod.care->probes.data());
    mesh::Draws draws = mesh::Draws{world_.plan_.seed, pod.name}
                            .of(mesh::Purpose::container_probe, number)
                            .of(mesh::Purpose::app_error, ++played.asked);
    return failure.share.admits(draws.next());
}

/// What readiness probes find, as far as faults let them.
bool PodAgents::is_said_to_be(const Pod& pod, bool well) const {
    const EnvironmentState& environment = world_.environment_;
    if (environment.is(PodMark::says_unready, pod.id)) return false;
    return well || environment.is(PodMark::says_ready, pod.id);
}

/// Probes that the app answers are played, and find out themselves.
void PodAgents::follow_lie(Pod& pod) {
    const bool is_played =
        pod.care && std::ranges::any_of(pod.care->probes, [](const PlayedProbe& played) {
            return !played.is_liveness;
        });
    if (is_played) return;
    const bool is_ill = world_.environment_.is(PodMark::says_unready, pod.id);
    std::optional<Duration> longest;
    for (const ContainerLife& container : pod.made_from.containers) {
        if (!container.readiness) continue;
        const auto& probe = *container.readiness;
        const std::uint32_t rounds = is_ill ? probe.failures : probe.successes;
        longest = std::max(longest.value_or(Duration{}), probe.period * rounds);
    }
    if (!longest) return;
    world_.events_.at_control(world_.now_ + *longest, EventKind::lie_noticed, pod.id.number());
}

void PodAgents::on_lie_noticed(Pod& pod) {
    const bool is_ill = world_.environment_.is(PodMark::says_unready, pod.id);
    if (pod.stage != PodStage::serving || pod.is_probed == !is_ill) return;
    pod.is_probed = !is_ill;
    world_.send_status(pod);
}

/// What its node's agent makes of an answer, or of none.
void PodAgents::judge(Pod& pod, PlayedProbe& played, bool is_good) {
    if (!played.is_liveness) is_good = is_said_to_be(pod, is_good);
    if (!played.state.note(is_good, played.probe)) return;
    if (played.is_liveness) return kill_container(pod);
    pod.is_probed = std::ranges::all_of(pod.care->probes, [](const PlayedProbe& each) {
        return each.is_liveness || each.state.passes();
    });
    if (pod.stage == PodStage::serving) return world_.send_status(pod);
    world_.try_ready(pod);
}

void PodAgents::note_taken(Pod& pod, const Work& work) const {
    if (!pod.care) return;
    const bool has_waited = work.phase == Work::Phase::queued;
    pod.care->reached = std::max(pod.care->reached, has_waited ? work.queued : world_.now_);
}

}  // namespace weft::sim
