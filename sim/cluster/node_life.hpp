#pragma once

#include "mesh/base/time.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <vector>

namespace weft::sim {

/// When a node is known to be lost that was there from `since` and fell silent at `silent`: it
/// renews its lease when it comes and at the multiples of the lease's length, and is waited for
/// from the last time on.
mesh::Instant known_lost_at(mesh::Instant since, mesh::Instant silent, const NodeFailurePlan& plan);

/// Decides which lost nodes lose their pods, and when: one after the other in a zone, more slowly
/// or not at all where most of a zone's nodes are lost, so that a controller that is itself cut off
/// does not empty the cluster. If no node is left, all pods stay.
/// Source: Kubernetes' node lifecycle controller.
class NodeEvictions {
public:
    /// `nodes_of_zone`: how many, by number of the zone.
    NodeEvictions(const NodeFailurePlan& plan, const std::vector<std::uint32_t>& nodes_of_zone);

    void node_lost(std::uint32_t node, std::uint32_t zone);
    void node_back(std::uint32_t node, std::uint32_t zone);

    /// Nodes by number. The pods of one that is tainted leave once their tolerations are over.
    struct Step {
        std::vector<std::uint32_t> taint;
        std::vector<std::uint32_t> untaint;  ///< They stay after all.
    };

    /// What is to be done by now. Asked after each change, and at next_step().
    Step step(mesh::Instant now);

    /// When there is something to do, if nothing changes; never: not at all. Not before `now`.
    mesh::Instant next_step(mesh::Instant now) const;

private:
    struct Zone {
        std::uint32_t nodes = 0;
        std::deque<std::uint32_t> waiting = {};  ///< Lost nodes, in the order in which they were.
        std::set<std::uint32_t> tainted = {};
        std::optional<mesh::Instant> last = {};  ///< When one was tainted.

        std::size_t lost() const { return waiting.size() + tainted.size(); }
    };

    bool all_lost() const;
    std::optional<mesh::Duration> gap(const Zone& zone) const;

    NodeFailurePlan plan_;
    std::vector<Zone> zones_;
};

}  // namespace weft::sim
