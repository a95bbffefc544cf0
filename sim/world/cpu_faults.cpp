// What faults leave a pod's app of CPU.
#include "sim/world/pod_meters.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace weft::sim {

void PodMeters::follow_faults(Pod& pod) {
    const bool is_frozen = world_.environment_.frozen(pod.id);
    const mesh::Ratio lost = world_.environment_.cpu_lost(pod.id);
    const mesh::Ratio speed{is_frozen ? 0 : mesh::Ratio::whole - lost.parts};
    if (!pod.metered && speed.parts == mesh::Ratio::whole) return;
    if (!pod.metered) count_from_now_on(pod);
    PodUse& use = *pod.use;
    if (use.cpu.speed() != speed) {
        use.cpu.set_speed(speed, world_.now_);
        wake_cpu(pod);
    }
    if (std::exchange(use.is_frozen, is_frozen) && !is_frozen) thaw(pod);
}

/// What the app computes right now ends by events that are set already; what faults take from it
/// until then comes on top.
void PodMeters::count_from_now_on(Pod& pod) {
    meter(pod);
    for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
        const Work& work = world_.works_[handle];
        if (work.phase == Work::Phase::running && work.pod == &pod)
            pod.use->uncounted.push_back(handle);
    }
}

bool PodMeters::goes_on(Work& work) {
    Pod& pod = *work.pod;
    PodUse& use = *pod.use;
    if (std::erase(use.uncounted, work.self) == 0) return false;
    const Duration missing = use.cpu.lost(world_.now_);
    if (missing == Duration::zero()) return false;
    ++work.events;
    use.cpu.begin(work.self, missing, world_.now_);
    wake_cpu(pod);
    return true;
}

bool PodMeters::parks(const Pod& pod, const ParkedStep& step) {
    if (pod.use->is_frozen) pod.use->parked.push_back(step);
    return pod.use->is_frozen;
}

/// It finds what has come meanwhile in the order in which it came, and then who waits.
void PodMeters::thaw(Pod& pod) {
    const std::vector<ParkedStep> parked = std::exchange(pod.use->parked, {});
    for (const ParkedStep& step : parked) {
        Work& work = world_.works_[step.work];
        if (step.is_call) {
            world_.end_child(work, step.number, step.tries, step.status);
        } else {
            world_.branch_ended(work);
        }
    }
    world_.serve_queue(pod);
}

}  // namespace weft::sim
