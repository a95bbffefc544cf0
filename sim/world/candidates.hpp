#pragma once

#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/object_store.hpp"
#include "sim/failure/target.hpp"
#include "sim/world/pod.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

/// Pods as a selector of faults sees them that calls a service by this name: an app, a workload or
/// a Service, in any namespace ("cart") or in one ("cart.prod"); empty: any.
class Candidates {
public:
    /// Holds until the store changes; the name outlives it.
    Candidates(const std::string& name, const ObjectStore& store);

    /// A pod that is on its way to its node, or gone, can be none.
    static bool may_be(const Pod& pod) {
        return pod.stage != PodStage::created && pod.stage != PodStage::gone;
    }

    Candidate of(const Pod& pod, std::string_view zone) const;

private:
    bool is(const std::string& name, const std::string& ns) const;
    bool means(const Pod& pod) const;

    const std::string& name_;
    std::vector<const mesh::control::Service*> services_;  ///< Of this name.
};

}  // namespace weft::sim
