#pragma once

#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/autoscaler.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace weft::sim {

/// Workloads that are scaled by what their pods use.
class Autoscalers {
public:
    explicit Autoscalers(World& world) : world_(world) {}

    /// The object is new or has changed. A new autoscaler looks for the first time when a period
    /// has passed.
    void follow(const mesh::control::HorizontalPodAutoscaler& object);
    void on_due(std::uint32_t number);

    bool scales(const mesh::control::ResourceKey& workload) const;

    /// Whether some autoscaler of the workload goes by what its pods are asked for.
    bool counts_requests(const mesh::control::ResourceKey& workload) const;

private:
    using Metric = mesh::control::HorizontalPodAutoscaler::Metric;

    /// A workload and the object that says how it is scaled.
    struct AutoscaledWorkload {
        mesh::control::HorizontalPodAutoscaler object;
        Autoscaler controller;

        mesh::control::ResourceKey target() const {
            return {object.target_kind, object.meta.ns, object.target_name};
        }
    };

    /// A pod at a look; what it used is not known of one that was not there at the last.
    struct PodSample {
        const Pod* pod;
        std::optional<std::uint64_t> cpu{};   ///< In thousandths of a core, as
        std::optional<std::uint64_t> rate{};  ///< requests in thousandths of one a second.
    };

    PodSample sample(Pod& pod);
    std::vector<PodSample> samples_of(const Replicas& replicas);
    PodMeasure measure(const PodSample& sample, Metric::Of of) const;

    World& world_;
    std::vector<std::unique_ptr<AutoscaledWorkload>> all_;
};

}  // namespace weft::sim
