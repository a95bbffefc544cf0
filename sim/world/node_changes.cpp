// Nodes that take no pods, and nodes that are emptied.
#include "sim/cluster/disruption_budget.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/workload_control.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

using mesh::control::PodDisruptionBudget;
using mesh::control::Workload;
using Change = observe::Change;

bool covers(const PodDisruptionBudget& budget, const mesh::control::Metadata& meta) {
    return budget.selector && meta.ns == budget.meta.ns &&
           mesh::control::matches(*budget.selector, meta.labels);
}

}  // namespace

std::vector<std::uint32_t> NodeControl::numbers_of(const std::vector<std::string>& names) const {
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t number = 0; number < states_.size(); ++number) {
        if (std::ranges::find(names, states_[number].name) != names.end())
            numbers.push_back(number);
    }
    return numbers;
}

void NodeControl::change(const PlannedNodeChange& change) {
    using Kind = PlannedNodeChange::Kind;
    for (const std::uint32_t number : numbers_of(change.nodes))
        set_cordoned(number, change.kind != Kind::uncordon);
    if (change.kind == Kind::drain) {
        for (const std::uint32_t number : numbers_of(change.nodes))
            drain(number);
    }
    world_.follow_store();
}

void NodeControl::set_cordoned(std::uint32_t number, bool is_cordoned) {
    Node& node = nodes_[number];
    if (node.is_cordoned == is_cordoned) return;
    node.is_cordoned = is_cordoned;
    record(Change::Kind::node_cordoned, number, is_cordoned ? 1 : 0);
    renew_state(number);
    if (!is_cordoned) retry_pending();
}

/// Evicts what may be evicted, and asks again for the rest after a while. Pods of DaemonSets stay.
void NodeControl::drain(std::uint32_t number) {
    if (!nodes_[number].is_cordoned) return;  // Somebody stopped it.
    const std::vector<Pod*> pods = nodes_[number].pods;
    bool some_must_stay = false;
    for (Pod* const pod : pods) {
        const bool stays = world_.workloads_->is_of(*pod, Workload::Kind::daemon_set);
        if (stays || !pod->is_live()) continue;
        if (may_evict(*pod)) {
            evict(*pod);
            continue;
        }
        some_must_stay = true;
        world_.facts_.add(Change{
            .at = world_.now_, .kind = Change::Kind::eviction_refused, .pod = pod->name_number});
    }
    if (!some_must_stay) return;
    world_.events_.at_control(world_.now_ + world_.plan_.cluster.eviction_retry,
                              EventKind::drain_goes_on, number);
}

/// How many pods a budget is about: of many that ask in one state of the store, the first counts.
const NodeControl::BudgetCount& NodeControl::count_for(const PodDisruptionBudget& budget) {
    BudgetCount& count = budgets_[mesh::control::key_of(budget)];
    if (count.version == world_.store_.version()) return count;
    count = {.version = world_.store_.version()};
    for (const auto& [key, replicas] : world_.replicas_) {
        std::uint32_t covered = 0;
        for (const Pod* const pod : replicas.pods) {
            if (!pod->is_live() || !covers(budget, pod->object.meta)) continue;
            ++covered;
            if (pod->object.ready) ++count.ready;
        }
        const auto* const workload = world_.workloads_->workload_of(replicas);
        const bool counts_pods =
            workload == nullptr || workload->kind == Workload::Kind::daemon_set;
        if (covered > 0) count.wanted += counts_pods ? covered : workload->replicas;
    }
    return count;
}

/// Whether every budget that is about the pod can spare it. Nobody asks for one whose containers
/// have not begun, or whose init containers have not ended.
bool NodeControl::may_evict(const Pod& pod) {
    if (pod.stage == PodStage::created || PodAgents::is_initializing(pod)) return true;
    for (const auto* const resource : world_.store_.list("PodDisruptionBudget")) {
        const auto& budget = std::get<PodDisruptionBudget>(*resource);
        if (!covers(budget, pod.object.meta)) continue;
        const BudgetCount& count = count_for(budget);
        const std::uint32_t left = pod.object.ready ? count.ready - 1 : count.ready;
        if (left < must_be_ready(budget, count.wanted)) return false;
    }
    return true;
}

}  // namespace weft::sim
