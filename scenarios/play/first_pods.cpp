#include "scenarios/play/first_pods.hpp"

#include "sim/cluster/pod_object.hpp"

#include <variant>

namespace weft::scenarios {

using mesh::control::Workload;

mesh::control::Pod pod_of(const Workload& workload,
                          std::uint32_t ordinal,
                          std::uint32_t number,
                          const sim::ClusterPlan& cluster) {
    mesh::control::Pod pod = sim::pod_object(workload, ordinal, number);
    if (!cluster.zones.empty()) sim::place_pod(pod, ordinal, cluster);
    return pod;
}

std::vector<mesh::control::Pod> first_pods(const std::vector<mesh::control::Resource>& resources,
                                           const sim::ClusterPlan& cluster) {
    std::vector<mesh::control::Pod> pods;
    for (const auto& resource : resources) {
        const auto* const workload = std::get_if<Workload>(&resource);
        if (workload == nullptr) continue;
        for (std::uint32_t ordinal = 0; ordinal < workload->replicas; ++ordinal) {
            const auto number = static_cast<std::uint32_t>(pods.size() + 1);
            pods.push_back(pod_of(*workload, ordinal, number, cluster));
        }
    }
    return pods;
}

}  // namespace weft::scenarios
