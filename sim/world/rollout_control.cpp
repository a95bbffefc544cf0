// Deployments: sets of pods, one for each template, and how one takes the place of another.
#include "sim/cluster/rollout.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/workload_control.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace weft::sim {
namespace {

using mesh::control::RolloutRules;
using mesh::control::Workload;
using Change = observe::Change;

/// All pods are of the newest template, and they are enough.
bool is_rolled_out(const Replicas& replicas, std::uint32_t wanted) {
    for (std::size_t set = 0; set < replicas.sets.size(); ++set) {
        if (set != replicas.newest_set && replicas.sets[set].replicas > 0) return false;
    }
    return replicas.newest_set != Replicas::no_set &&
           replicas.sets[replicas.newest_set].available >= wanted;
}

/// More is further.
std::uint64_t progress_of(const Replicas& replicas) {
    std::uint64_t progress = std::uint64_t{1} << 32U;
    for (std::size_t number = 0; number < replicas.sets.size(); ++number) {
        const PodSet& set = replicas.sets[number];
        progress += number == replicas.newest_set ? std::uint64_t{set.replicas} + set.available
                                                  : -std::uint64_t{set.replicas};
    }
    return progress;
}

}  // namespace

void WorkloadControl::reconcile_deployment(const Workload& workload, Replicas& replicas) {
    const RolloutRules& rules = workload.rollout;
    find_newest_set(workload, replicas);
    count_sets(workload, replicas);
    const bool has_begun = replicas.newest_set != Replicas::no_set;
    resize_sets(rules, workload.replicas, replicas.sets,
                has_begun ? &replicas.sets[replicas.newest_set] : nullptr);
    // Pods that are ending do not count, so that others may start in their place at once.
    const auto sets = static_cast<std::uint32_t>(replicas.sets.size());
    for (std::uint32_t set = 0; set < sets; ++set) {
        const PodStandings::Group& pods = replicas.standings.of_set(set);
        const std::uint32_t kept = std::min(pods.size(), replicas.sets[set].replicas);
        for (const std::uint32_t place : pods.first_to_stop(pods.size() - kept))
            world_.stop_pod(*replicas.pods[place]);
    }
    for (std::uint32_t set = 0; set < sets; ++set)
        fill_set(workload, replicas, set, replicas.standings.of_set(set).size());
    if (rules.is_paused) {
        replicas.progress = 0;  // Once it goes on it has its whole deadline.
        return;
    }
    if (is_rolled_out(replicas, workload.replicas)) return;
    watch_progress(replicas, progress_of(replicas), rules.progress_deadline);
}

/// A template that was there before has its set still. A new one gets none while it is paused.
void WorkloadControl::find_newest_set(const Workload& workload, Replicas& replicas) {
    const std::uint32_t before = replicas.newest_set;
    const auto found = std::ranges::find(replicas.templates, workload.pod);
    const auto number = static_cast<std::uint32_t>(found - replicas.templates.begin());
    if (found == replicas.templates.end()) {
        replicas.newest_set = Replicas::no_set;
        if (workload.rollout.is_paused) return;
        replicas.templates.push_back(workload.pod);
        replicas.sets.push_back({});
    }
    replicas.newest_set = number;
    if (replicas.newest_set != before) replicas.progress = 0;
}

/// How the pods of each set stand.
void WorkloadControl::count_sets(const Workload& workload, Replicas& replicas) const {
    replicas.standings.look(workload, replicas.pods, world_.now_);
    for (std::uint32_t number = 0; number < replicas.sets.size(); ++number) {
        const PodStandings::Group& pods = replicas.standings.of_set(number);
        PodSet& set = replicas.sets[number];
        set.available = static_cast<std::uint32_t>(pods.available.size());
        set.has_pods = pods.size() + pods.ending > 0;
    }
}

/// Pods of the set's template, until there are as many as it wants.
void WorkloadControl::fill_set(const Workload& workload,
                               Replicas& replicas,
                               std::uint32_t set,
                               std::uint32_t live) {
    const std::uint32_t wanted = replicas.sets[set].replicas;
    if (live >= wanted) return;
    Workload of_set = workload;
    of_set.pod = replicas.templates[set];
    for (; live < wanted; ++live)
        create(of_set, replicas, static_cast<std::uint32_t>(replicas.pods.size()), set);
}

/// Looks again when there has been no progress for as long as the deadline.
void WorkloadControl::watch_progress(Replicas& replicas,
                                     std::uint64_t progress,
                                     Duration deadline) {
    if (progress > replicas.progress || !replicas.is_watched_for_stall)
        replicas.progressed_at = world_.now_;
    replicas.progress = progress;
    if (!world_.link_->is_settled()) return;
    if (std::exchange(replicas.is_watched_for_stall, true)) return;
    world_.events_.at_control(world_.now_ + deadline, EventKind::progress_due, replicas.number);
}

void WorkloadControl::on_progress_due(std::uint32_t number) {
    Replicas& replicas = *all_[number];
    replicas.is_watched_for_stall = false;
    const Workload* const workload = workload_of(replicas);
    if (workload == nullptr || workload->rollout.is_paused) return;
    count_sets(*workload, replicas);
    if (is_rolled_out(replicas, workload->replicas)) return;
    const Instant due = replicas.progressed_at + workload->rollout.progress_deadline;
    if (world_.now_ >= due) return record(Change::Kind::rollout_stalled, replicas);
    replicas.is_watched_for_stall = true;
    world_.events_.at_control(due, EventKind::progress_due, number);
}

}  // namespace weft::sim
