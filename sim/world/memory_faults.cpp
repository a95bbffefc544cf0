// What an app holds in memory, and what faults make it hold.
#include "sim/world/event_kinds.hpp"
#include "sim/world/pod_meters.hpp"

#include <algorithm>
#include <optional>

namespace weft::sim {

/// What its app holds now. Requires a meter.
std::uint64_t PodMeters::held_by(const Pod& pod) const {
    const MemoryUse& memory = pod.program->behaviour.memory;
    const std::uint64_t of_fault =
        world_.environment_.memory_of(pod.id, world_.now_, pod.use->up_since);
    return memory.base + memory.per_request * pod.use->in_hand + memory.leak * pod.use->had +
           of_fault;
}

std::optional<std::uint64_t> PodMeters::memory_of(const Pod& pod) const {
    const MemoryUse& memory = pod.program->behaviour.memory;
    const bool is_said = memory.base + memory.per_request + memory.leak > 0;
    if (!is_said && !world_.environment_.grows_memory(pod.id)) return std::nullopt;
    return held_by(pod);
}

bool PodMeters::limits_memory(const Pod& pod) const {
    const MemoryUse& memory = pod.program->behaviour.memory;
    const bool uses_any = memory.per_request + memory.leak > 0;
    return pod.made_from.resources.memory_limit > 0 &&
           (uses_any || world_.environment_.grows_memory(pod.id));
}

void PodMeters::watch_memory(Pod& pod) {
    if (!limits_memory(pod)) return;
    if (!pod.metered) count_from_now_on(pod);
    count_requests(pod);
    await_limit(pod);
}

/// When the app will hold too much if requests add nothing; if they do, they look themselves.
void PodMeters::await_limit(Pod& pod) {
    PodUse& use = *pod.use;
    const std::uint64_t limit = pod.made_from.resources.memory_limit;
    const std::uint64_t held = held_by(pod);
    const double leak = world_.environment_.leak_of(pod.id);
    use.memory_at = never;
    if (use.is_dying || (held <= limit && leak <= 0)) return;
    Duration left{};
    if (held <= limit) {
        const double seconds = static_cast<double>(limit - held + 1) / leak;
        // Beyond that nobody lives to see it.
        left = Duration{static_cast<Duration::rep>(std::min(seconds, 1e9) * 1e9) + 1};
    }
    use.memory_at = world_.now_ + left;
    world_.events_.at(use.memory_at, EventKind::memory_due, pod.id.number());
}

void PodMeters::on_memory_due(Pod& pod) {
    PodUse& use = *pod.use;
    if (world_.now_ != use.memory_at || !world_.environment_.grows_memory(pod.id)) return;
    use.memory_at = never;
    if (!pod.running || world_.environment_.down(pod.id)) return;  // It begins anew.
    if (held_by(pod) <= pod.made_from.resources.memory_limit) return await_limit(pod);
    use.is_dying = true;
    on_out_of_memory(pod);
}

}  // namespace weft::sim
