// DaemonSets: a pod on each node that it may run on.
#include "sim/cluster/daemon_pods.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/workload_control.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace weft::sim {

using mesh::control::Workload;

void WorkloadControl::reconcile_daemon_set(const Workload& workload, Replicas& replicas) {
    using Standing = PodStandings::Standing;
    PodStandings& standings = replicas.standings;
    standings.look(workload, replicas.pods, world_.now_);
    std::map<std::uint32_t, DaemonNode> by_number;
    std::map<std::uint32_t, Pod*> old_pods;
    std::vector<Pod*> excess;  // Of a surge whose template is no longer the one that holds.
    for (const std::uint32_t number : world_.nodes_->admitting(workload.pod))
        by_number[number].takes_pod = true;
    for (Pod* const pod : replicas.pods) {
        const Standing standing = standings.standing(pod->place);
        if (standing == Standing::gone) continue;
        DaemonNode& node = by_number[pod->node];
        node.is_lost = world_.nodes_->is_lost(pod->node);
        const bool is_well = standing == Standing::available;
        if (standing == Standing::ending) {
            node.has_ending = true;
        } else if (standings.is_new(pod->place)) {
            node.has_new = true;
            node.new_is_available = is_well;
        } else if (node.has_old) {
            excess.push_back(pod);
        } else {
            node.has_old = true;
            node.old_is_available = is_well;
            old_pods[pod->node] = pod;
        }
    }
    std::vector<std::uint32_t> numbers;
    std::vector<DaemonNode> nodes;
    for (const auto& [number, node] : by_number) {
        numbers.push_back(number);
        nodes.push_back(node);
    }
    const DaemonStep step = next_daemon_step(workload.update, nodes);
    for (const std::size_t at : step.start) {
        const auto ordinal = static_cast<std::uint32_t>(replicas.pods.size());
        Pod& pod = world_.make_pod(workload, replicas, ordinal);
        world_.nodes_->place_at(pod, numbers[at]);
        world_.begin_life(pod);
    }
    for (const std::size_t at : step.stop_old)
        world_.stop_pod(*old_pods.at(numbers[at]));
    for (Pod* const pod : excess)
        world_.stop_pod(*pod);
}

}  // namespace weft::sim
