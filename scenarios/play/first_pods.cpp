#include "scenarios/play/first_pods.hpp"

#include "mesh/control/injection.hpp"
#include "sim/cluster/pod_object.hpp"
#include "sim/cluster/scheduler.hpp"

#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>

namespace weft::scenarios {
namespace {

using mesh::control::Pod;
using mesh::control::Workload;

/// Gives pods their nodes, one after the other.
class PodPlacement {
public:
    PodPlacement(const std::vector<mesh::control::Resource>& resources,
                 const sim::ClusterPlan& cluster)
        : nodes_(sim::nodes_of(cluster)), order_(cluster) {
        for (const auto& resource : resources) {
            if (const auto* const space = std::get_if<mesh::control::Namespace>(&resource))
                namespaces_[space->meta.name] = space->meta.labels;
        }
    }

    void add(const Workload& workload) {
        if (workload.kind == Workload::Kind::daemon_set && !nodes_.empty())
            return add_to_each_node(workload);
        for (std::uint32_t ordinal = 0; ordinal < workload.replicas; ++ordinal) {
            Pod pod = next_pod(workload, ordinal);
            if (nodes_.empty()) {
                pods_.push_back(std::move(pod));
            } else if (const auto node = node_for(pod, workload, ordinal)) {
                place(std::move(pod), workload, *node);
            }
        }
    }

    std::vector<Pod> take() {
        return {std::make_move_iterator(pods_.begin()), std::make_move_iterator(pods_.end())};
    }

private:
    void add_to_each_node(const Workload& workload) {
        std::uint32_t ordinal = 0;
        for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
            if (!sim::admits(nodes_[node], workload.pod)) continue;
            place(next_pod(workload, ordinal), workload, node);
            ++ordinal;
        }
    }

    std::optional<std::uint32_t> node_for(const Pod& pod,
                                          const Workload& workload,
                                          std::uint32_t ordinal) const {
        const bool others_matter = some_keep_away_ || sim::looks_at_others(workload.pod.placement);
        const std::span<const sim::PlacedPod> others{placed_};
        return sim::choose_node({pod, workload.pod, ordinal}, nodes_, order_,
                                others_matter ? others : others.first(0));
    }

    Pod next_pod(const Workload& workload, std::uint32_t ordinal) {
        Pod pod = sim::pod_object(workload, ordinal, ++made_);
        const auto known = namespaces_.find(pod.meta.ns);
        pod.has_proxy = mesh::control::has_sidecar(
            workload.pod, known == namespaces_.end() ? mesh::control::Labels{} : known->second);
        return pod;
    }

    void place(Pod pod, const Workload& workload, std::uint32_t number) {
        sim::NodeState& node = nodes_[number];
        pod.node = node.name;
        pod.zone = node.zone;
        node.cpu_taken += workload.pod.resources.cpu_request;
        node.memory_taken += workload.pod.resources.memory_request;
        const Pod& kept = pods_.emplace_back(std::move(pod));
        const auto& keeps_from = workload.pod.placement.anti_affinity;
        placed_.push_back({kept.meta.ns, &kept.meta.labels, number, &keeps_from});
        some_keep_away_ = some_keep_away_ || !keeps_from.empty();
    }

    std::vector<sim::NodeState> nodes_;
    sim::NodeOrder order_;
    std::deque<Pod> pods_;  // They keep their places in memory, which `placed_` points to.
    std::vector<sim::PlacedPod> placed_;
    std::map<std::string, mesh::control::Labels> namespaces_;  ///< Their labels.
    bool some_keep_away_ = false;
    std::uint32_t made_ = 0;
};

}  // namespace

std::vector<Pod> first_pods(const std::vector<mesh::control::Resource>& resources,
                            const sim::ClusterPlan& cluster) {
    PodPlacement placement{resources, cluster};
    for (const auto& resource : resources) {
        if (const auto* const workload = std::get_if<Workload>(&resource)) placement.add(*workload);
    }
    return placement.take();
}

}  // namespace weft::scenarios
