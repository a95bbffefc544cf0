// How an app starts.
#include "sim/cluster/pod_life.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/pod_agents.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace weft::sim {

/// Its container runs. What it asks for before it is up comes first.
void PodAgents::start_app(Pod& pod) {
    pod.app_started = world_.now_;
    if (!pod.program->behaviour.on_start) return app_will_be_up(pod);
    if (!is_asked(pod.made_from)) {
        const Instant begun = ready_at(pod.made_from, world_.now_, world_.now_);
        will_be_probed(pod, std::max(begun, sidecars_ready(pod)));
    }
    try_start(pod);
}

/// Its proxy has been waited for: by its init containers, if those are not done. While a fault
/// keeps it down it asks for nothing: it will when that is over.
void PodAgents::on_app_starts(Pod& pod) {
    if (is_initializing(pod)) {
        pod.app_started = never;
        return run_init(pod);
    }
    pod.containers_ran = world_.now_;
    const bool has_to_ask = pod.program->behaviour.on_start.has_value();
    if (has_to_ask && world_.environment_.down(pod.id)) return;
    start_app(pod);
}

/// A pod that nobody probes is taken for ready before its app is up.
bool PodAgents::is_coming_up(const Pod& pod) const {
    return !pod.running && pod.app_started <= world_.now_ &&
           (pod.stage == PodStage::starting || pod.stage == PodStage::serving);
}

/// When the last of the native sidecars was or will be.
Instant PodAgents::sidecars_ready(const Pod& pod) {
    return pod.care ? pod.care->init.sidecars_ready : Instant{};
}

void PodAgents::will_be_probed(Pod& pod, Instant at) {
    pod.probed_at = at;
    world_.events_.at_control(at, EventKind::probes_pass, pod.id.number());
}

void PodAgents::let_app_start(Pod& pod) {
    pod.waits_for_proxy = false;
    const auto& proxy = world_.plan_.defaults.sidecar_start;
    Duration check = has_native_proxy(pod) ? proxy.native_check : proxy.check;
    if (pod.is_without_proxy()) check = {};
    Instant seen = world_.now_;
    if (check > Duration::zero()) {
        const auto looks = (world_.now_ - pod.containers_ran + check - Duration{1}) / check;
        seen = pod.containers_ran + looks * check;
    }
    pod.app_started = seen;
    world_.events_.at_control(seen, EventKind::app_starts, pod.id.number());
}

/// Asks for what it needs, as a client of its own.
void PodAgents::try_start(Pod& pod) {
    pod.tries_at = never;
    const ScriptStep& needed = *pod.program->behaviour.on_start;
    World::Load*& load = start_loads_[pod.owner->workload];
    if (load == nullptr) {
        // No load of a scenario has a dot in its name.
        LoadPlan plan;
        plan.id = fmt::format("{}.{}-start", pod.object.workload, pod.object.meta.ns);
        plan.to = needed.service;
        plan.timeout = needed.timeout;
        plan.mix.push_back({.head = needed.head});
        load = &world_.add_load(plan);
    }
    const std::uint64_t number = (std::uint64_t{pod.ordinal} << user_bits) + pod.tries++;
    world_.send_root(*load, pod, {.number = number, .load = load->position},
                     mesh::root_seed(world_.plan_.seed, load->key, number), app_start);
}

void PodAgents::on_start_tried(Pod& pod, std::uint16_t status) {
    if (!is_coming_up(pod)) return;
    if (!mesh::is_failure(status)) return app_will_be_up(pod);
    pod.tries_at = world_.now_ + pod.program->behaviour.start_again;
    world_.events_.at_control(pod.tries_at, EventKind::start_tried, pod.id.number());
}

void PodAgents::app_will_be_up(Pod& pod) {
    mesh::Draws draws = world_.life_draws(pod, LifeDraw::app);
    pod.up_at = world_.now_ + Sampler{pod.program->behaviour.start}(draws);
    world_.events_.at_control(pod.up_at, EventKind::app_up, pod.id.number());
    const Instant ready =
        std::max(ready_at(pod.made_from, pod.app_started, pod.up_at), sidecars_ready(pod));
    if (ready >= world_.now_) will_be_probed(pod, ready);  // If not, it was when it started.
    watch(pod, false);
}

}  // namespace weft::sim
