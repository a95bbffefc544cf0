#include "sim/cluster/pod_object.hpp"

#include <cassert>
#include <cstddef>
#include <fmt/format.h>
#include <xxhash.h>

namespace weft::sim {

mesh::control::Pod pod_object(const mesh::control::Workload& workload,
                              std::uint32_t ordinal,
                              std::uint32_t number) {
    mesh::control::Pod pod;
    pod.meta.name = fmt::format("{}-{}", workload.meta.name, ordinal);
    pod.meta.ns = workload.meta.ns;
    pod.meta.labels = workload.pod.labels;
    pod.workload = workload.meta.name;
    pod.ip = fmt::format("10.{}.{}.{}", number >> 16U & 255U, number >> 8U & 255U, number & 255U);
    pod.service_account = workload.pod.service_account;
    pod.ports = workload.pod.ports;
    pod.ready = true;
    return pod;
}

void place_pod(mesh::control::Pod& pod, std::uint32_t ordinal, const ClusterPlan& cluster) {
    assert(!cluster.zones.empty());
    const std::uint64_t first = XXH64(pod.workload.data(), pod.workload.size(), 0);
    const std::size_t count = cluster.zones.size();
    const ClusterPlan::NodeGroup& group = cluster.zones[(first + ordinal) % count];
    pod.zone = group.zone;
    pod.node = fmt::format("{}-node-{}", group.zone, ordinal / count % group.nodes);
}

}  // namespace weft::sim
