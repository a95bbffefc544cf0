// What faults do to requests, links and pods, as the timeline carries it out.
#include "sim/world/mishaps.hpp"
#include "sim/world/pod_meters.hpp"
#include "sim/world/timeline.hpp"
#include "sim/world/trust.hpp"

#include <algorithm>
#include <cstdint>

namespace weft::sim {

/// What apps ask for while they start is no load of the plan.
std::vector<LoadId> Timeline::loads_of(const FaultTarget& target) const {
    std::vector<LoadId> loads;
    for (std::uint32_t number = 0; number < world_.plan_.loads.size(); ++number) {
        const bool is_meant =
            target.loads.empty() ||
            std::ranges::find(target.loads, world_.plan_.loads[number].id) != target.loads.end();
        if (is_meant) loads.emplace_back(number);
    }
    return loads;
}

void Timeline::change_load(FaultId fault, LoadId load, const LoadFault& what) {
    world_.environment_.change_load(fault, load, what);
    world_.mishaps_->follow_loads();
}

void Timeline::strike(FaultId fault, PodId pod, const RequestFault& what) {
    world_.environment_.strike(fault, pod, what);
}

void Timeline::take_cpu(FaultId fault, PodId pod, mesh::Ratio share) {
    world_.environment_.take_cpu(fault, pod, share);
    world_.mishaps_->on_cpu(*world_.pods_[pod.number()]);
}

void Timeline::freeze(FaultId fault, PodId pod) {
    world_.environment_.freeze(fault, pod);
    world_.mishaps_->on_cpu(*world_.pods_[pod.number()]);
}

void Timeline::stall(FaultId fault, PodId pod, double factor) {
    world_.environment_.stall(fault, pod, factor);
}

void Timeline::drop_waiting(FaultId fault, PodId pod, mesh::Ratio share) {
    world_.mishaps_->drop_waiting(fault, *world_.pods_[pod.number()], share);
}

void Timeline::mark(FaultId fault, PodId pod, PodMark what) {
    const bool was_so = world_.environment_.is(what, pod);
    world_.environment_.mark(fault, pod, what);
    if (!was_so) world_.mishaps_->on_mark(*world_.pods_[pod.number()], what);
}

void Timeline::skew_clock(FaultId fault, PodId pod, const ClockFault& what) {
    if (what.ahead != mesh::Duration::zero() || what.drift != 0) world_.trust_->play_certificates();
    ClockFault begun = what;
    begun.since = world_.now_;
    world_.environment_.skew_clock(fault, pod, begun);
}

void Timeline::grow_memory(FaultId fault, PodId pod, const MemoryFault& what) {
    MemoryFault begun = what;
    begun.since = world_.now_;
    world_.environment_.grow_memory(fault, pod, begun);
    const bool is_any = what.jump > 0 || what.bytes_per_second > 0;
    if (is_any) world_.meters_->watch_memory(*world_.pods_[pod.number()]);
}

void Timeline::impair(FaultId fault, const Link& link, const LinkFault& what) {
    world_.environment_.impair(fault, link, what);
}

void Timeline::reset_connections(FaultId fault, const Link& link, mesh::Ratio share) {
    world_.mishaps_->reset(fault, link, share);
}

void Timeline::deaden_connections(FaultId fault, const Link& link, mesh::Ratio share) {
    world_.mishaps_->deaden(fault, link, share);
}

}  // namespace weft::sim
