#include "sim/world/pod_meters.hpp"
#include "sim/world/world.hpp"

#include <cassert>

namespace weft::sim {

/// Gives a new pod what its app keeps of its own state.
void World::prepare_app(Pod& pod) {
    const auto& policy = pod.program->behaviour.overload;
    if (!policy) return;
    pod.overload.emplace(policy->settings, now_);
    pod.watched = true;
    if (policy->heeds_deadlines) measure(pod);  // It has to know how long its work takes.
}

/// A request has come to a pod that counts or that defends itself.
void World::admit(Pod& pod, Work& work) {
    note_arrival(pod, work);
    meters_->take_memory(pod);
    const bool stands_still = pod.metered && pod.use->is_frozen;
    if (!stands_still && is_too_late(pod, work)) return shed(work, too_late_status);
    find_worker(pod, work);
}

/// The work's callers will have left before it is done, if it takes as long as others did of late.
bool World::is_too_late(const Pod& pod, const Work& work) const {
    if (!pod.overload || !pod.program->behaviour.overload->heeds_deadlines) return false;
    return mesh::is_too_late(work.deadline, now_, pod.load->service_time());
}

/// All workers are busy. Whoever comes back for more computing is past the door already.
void World::wait_or_shed(Pod& pod, Work& work) {
    const OverloadPolicy& policy = *pod.program->behaviour.overload;
    drop_stale(pod);
    const std::uint32_t priority = priority_of(shapes_.head(work.shape), policy);
    if (work.step == 0 && !mesh::may_join_queue(policy.settings, pod.queue.size(), priority)) {
        shed(work, shed_status);
    } else {
        if (pod.queue.empty()) pod.overload->on_empty(now_);
        work.phase = Work::Phase::queued;
        if (work.root.sampled) mark(work, observe::Mark::Kind::queued);
        line_up(pod, work);
    }
    record_overload(pod);
}

/// As serve_queue() does, in the order that the policy wants.
void World::serve_by_policy(Pod& pod) {
    drop_stale(pod);
    while (!pod.queue.empty() && pod.busy < pod.program->behaviour.workers) {
        Work& work = take_from_line(pod, pod.overload->takes_newest(now_));
        if (pod.queue.empty()) pod.overload->on_empty(now_);
        if (is_too_late(pod, work)) {
            shed(work, too_late_status);
        } else {
            take_worker(pod, work);
        }
    }
    record_overload(pod);
}

/// Turns those away that have waited for too long: they stand at the front.
void World::drop_stale(Pod& pod) {
    while (!pod.queue.empty() && pod.overload->is_stale(pod.queue.oldest().queued, now_)) {
        Work& work = take_from_line(pod);
        if (pod.queue.empty()) pod.overload->on_empty(now_);
        shed(work, shed_status);
    }
}

/// Answers without having worked.
void World::shed(Work& work, std::uint16_t status) {
    assert(!work.holds_worker);
    if (work.step == 0) work.served = now_;
    answer(work, status);
}

void World::record_overload(Pod& pod) {
    const bool is_overloaded = !pod.queue.empty() && pod.overload->is_overloaded(now_);
    if (is_overloaded == pod.is_overloaded) return;
    pod.is_overloaded = is_overloaded;
    using Kind = observe::Change::Kind;
    facts_.add(observe::Change{.at = now_,
                               .kind = is_overloaded ? Kind::overload_entered : Kind::overload_left,
                               .pod = pod.name_number});
}

}  // namespace weft::sim
