// What is so of a pod while a fault says so: what it is found to be, what is known of it, and what
// its proxy hears.
#include "sim/world/control_link.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/pod_agents.hpp"

namespace weft::sim {

void Mishaps::on_mark(Pod& pod, PodMark what) {
    if (what == PodMark::says_unready) {
        unready_.push_back(&pod);
        return world_.agents_->follow_lie(pod);
    }
    if (what == PodMark::metrics_stale && pod.load)
        stale_reports_.try_emplace(pod.id, pod.load->report(world_.now_));
    if (what != PodMark::control_cut) return;
    has_cut_ = true;
    world_.link_->cut(pod);
}

/// A fault has ended.
void Mishaps::forget_marks() {
    const EnvironmentState& environment = world_.environment_;
    world_.link_->release_held();
    if (has_cut_) world_.link_->reach_again();
    std::erase_if(unready_, [&](Pod* pod) {
        if (environment.is(PodMark::says_unready, pod->id)) return false;
        world_.agents_->follow_lie(*pod);
        return true;
    });
    std::erase_if(stale_reports_, [&](const auto& known) {
        return !environment.is(PodMark::metrics_stale, known.first);
    });
}

/// Nobody may have counted when it became stale; then it is the first that was asked for.
std::optional<mesh::LoadReport> Mishaps::report_of(Pod& pod) {
    const EnvironmentState& environment = world_.environment_;
    if (environment.is(PodMark::metrics_lost, pod.id)) return std::nullopt;
    const mesh::LoadReport report = pod.load->report(world_.now_);
    if (!environment.is(PodMark::metrics_stale, pod.id)) return report;
    return stale_reports_.try_emplace(pod.id, report).first->second;
}

std::optional<std::uint64_t> Mishaps::cpu_of(Pod& pod, std::optional<std::uint64_t> measured) {
    const EnvironmentState& environment = world_.environment_;
    if (environment.is(PodMark::metrics_lost, pod.id)) return std::nullopt;
    if (!environment.is(PodMark::metrics_stale, pod.id)) pod.use->measured = measured;
    return pod.use->measured;
}

}  // namespace weft::sim
