#pragma once

#include "mesh/control/resources/placement.hpp"
#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/scheduler.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace weft::sim {

struct Pod;

/// The pods that are on nodes and have not been told to end, as one that looks for a node sees
/// them: those that are alike are counted, so that a look costs the nodes and not the pods.
class PodCompany {
public:
    explicit PodCompany(std::size_t nodes) : nodes_(nodes) {}

    /// The pod is on a node from now on.
    void add(Pod& pod);

    /// It is there no more, or ends; nothing happens if that was said before.
    void remove(Pod& pod);

    /// Valid until the next change. `all` or those alone that keep away from others.
    std::vector<PlacedPod> there(bool all) const;

private:
    struct Kind {
        std::string ns;
        mesh::control::Labels labels;
        std::vector<mesh::control::AntiAffinity> keeps_from;
    };

    std::uint32_t kind_of(const Pod& pod);

    std::vector<Kind> kinds_;
    std::map<std::pair<std::string, mesh::control::Labels>, std::vector<std::uint32_t>>
        known_;                                                  ///< Numbers of kinds.
    std::vector<std::map<std::uint32_t, std::uint32_t>> nodes_;  ///< Of each: how many of a kind.
};

}  // namespace weft::sim
