#pragma once

#include "sim/cluster/node_life.hpp"
#include "sim/cluster/scheduler.hpp"
#include "sim/failure/target.hpp"
#include "sim/observe/facts.hpp"
#include "sim/world/pod_company.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weft::sim {

/// The world's machines: which pods run where, which machines are lost, and what becomes of their
/// pods then.
class NodeControl {
public:
    explicit NodeControl(World& world);

    /// Gives the pod a node. Whether there is one; if not, it is tried again when room is made.
    bool place(Pod& pod);

    /// The same for a pod that belongs to a certain node.
    void place_at(Pod& pod, std::uint32_t node);
    void leave(Pod& pod);

    /// It was told to end: others that look for a node mind it no more.
    void on_ending(Pod& pod) { company_.remove(pod); }

    const std::string& name_of(std::uint32_t node) const { return states_[node].name; }

    /// The pod's node runs, if it has one.
    bool runs(const Pod& pod) const { return pod.node == Pod::no_node || nodes_[pod.node].is_up; }

    /// The API server holds the node to be gone.
    bool is_lost(std::uint32_t node) const { return nodes_[node].is_known_lost; }

    /// The nodes that are there and on which a DaemonSet's pod belongs.
    std::vector<std::uint32_t> admitting(const mesh::control::PodTemplate& pod) const;

    std::vector<NodeId> select(const FaultTarget& target, const mesh::Draws& draws) const;
    std::vector<PodId> pods_on(const std::vector<NodeId>& nodes) const;
    void change(const PlannedNodeChange& change);

    /// The node's fault begins, and is over. The pods of a node that starts live on.
    void stop(std::uint32_t node);
    void start_all();

    /// Pods have been placed: those that wait for others' company look again.
    void retry_drawn();

    void on_event(const Event& event);
    void on_toleration_over(Pod& pod);

private:
    /// A node as it is, beside what the scheduler sees of it.
    struct Node {
        std::uint32_t zone = 0;  ///< Number among the plan's.
        Instant up_since{};
        Instant lost_at = never;  ///< When it will be known that it is gone.
        bool is_up = true;
        bool is_known_lost = false;  ///< The API server holds it to be not ready.
        bool is_cordoned = false;
        bool is_tainted = false;  ///< Its pods leave when their tolerations are over,
        Instant tainted_at{};     ///< which run since then.
        std::vector<Pod*> pods;   ///< Until they are gone.
    };

    /// The pods that a disruption budget is about, as of a version of the store.
    struct BudgetCount {
        std::uint64_t version = 0;
        std::uint32_t wanted = 0;
        std::uint32_t ready = 0;
    };

    void take(Pod& pod, std::uint32_t node);
    std::vector<PlacedPod> others_of(const Pod& pod) const;
    std::optional<std::uint32_t> find_node(const Pod& pod) const;
    std::optional<Instant> leaves_at(const Pod& pod) const;
    void lose(Pod& pod);
    void start(std::uint32_t node);
    void restart(Pod& pod);
    void on_lost(std::uint32_t node);
    void step_evictions();
    void taint(std::uint32_t node);
    void evict(Pod& pod);
    void set_cordoned(std::uint32_t node, bool is_cordoned);
    void drain(std::uint32_t node);
    const BudgetCount& count_for(const mesh::control::PodDisruptionBudget& budget);
    bool may_evict(const Pod& pod);
    void renew_state(std::uint32_t node);
    void retry_pending(std::optional<std::uint32_t> only = {});
    bool fits_nowhere(const Pod& pod, std::optional<std::uint32_t> only) const;
    void begin(Pod& pod);
    void record(observe::Change::Kind kind, std::uint32_t node, std::uint64_t value = 0);
    std::vector<std::uint32_t> numbers_of(const std::vector<std::string>& names) const;

    World& world_;
    std::vector<NodeState> states_;  ///< By number, as nodes_.
    std::vector<Node> nodes_;
    NodeOrder order_;
    NodeEvictions evictions_;
    PodCompany company_;              ///< Of pods that look for a node.
    std::uint32_t keeping_away_ = 0;  ///< Pods on nodes that keep away from others.
    std::vector<Pod*> pending_;       ///< Pods that fit nowhere, in the order in which they came.
    bool has_placed_ = false;         ///< Since retry_drawn() looked.
    std::map<mesh::control::ResourceKey, BudgetCount> budgets_;
};

}  // namespace weft::sim
