#include "sim/world/node_control.hpp"

#include "sim/world/candidates.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/workload_control.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::sim {
namespace {

using mesh::control::Workload;
using Change = observe::Change;

std::vector<std::uint32_t> nodes_of_zone(const ClusterPlan& plan) {
    std::vector<std::uint32_t> nodes;
    for (const ClusterPlan::NodeGroup& group : plan.zones)
        nodes.push_back(group.nodes);
    return nodes;
}

}  // namespace

NodeControl::NodeControl(World& world)
    : world_(world),
      states_(nodes_of(world.plan_.cluster)),
      order_(world.plan_.cluster),
      evictions_(world.plan_.cluster.node_failure, nodes_of_zone(world.plan_.cluster)),
      company_(states_.size()) {
    std::uint32_t zone = 0;
    for (const ClusterPlan::NodeGroup& group : world.plan_.cluster.zones) {
        for (std::uint32_t number = 0; number < group.nodes; ++number)
            nodes_.push_back({.zone = zone, .pods = {}});
        ++zone;
    }
}

/// What a pod has to know of others that looks for a node.
std::vector<PlacedPod> NodeControl::others_of(const Pod& pod) const {
    const bool looks = looks_at_others(pod.made_from.placement);
    if (!looks && keeping_away_ == 0) return {};
    return company_.there(looks);
}

/// Known without looking at every node. Pods that wait fit nowhere; where nobody minds others, one
/// that is like the last of them does not fit either, and when room is made on a node it is that
/// node or none.
bool NodeControl::fits_nowhere(const Pod& pod, std::optional<std::uint32_t> only) const {
    if (keeping_away_ > 0 || looks_at_others(pod.made_from.placement)) return false;
    if (only) return !states_[*only].takes_pods || !admits(states_[*only], pod.made_from);
    if (pending_.empty() || pending_.back()->stage != PodStage::created) return false;
    return pending_.back()->made_from == pod.made_from;
}

std::optional<std::uint32_t> NodeControl::find_node(const Pod& pod) const {
    const std::vector<PlacedPod> others = others_of(pod);
    return choose_node({pod.object, pod.made_from, pod.ordinal}, states_, order_, others);
}

bool NodeControl::place(Pod& pod) {
    const auto number = fits_nowhere(pod, {}) ? std::optional<std::uint32_t>{} : find_node(pod);
    if (number) {
        take(pod, *number);
        return true;
    }
    pending_.push_back(&pod);
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::pod_pending, .pod = pod.name_number});
    return false;
}

void NodeControl::place_at(Pod& pod, std::uint32_t node) {
    take(pod, node);
}

void NodeControl::take(Pod& pod, std::uint32_t number) {
    NodeState& state = states_[number];
    pod.node = number;
    pod.object.node = state.name;
    pod.object.zone = state.zone;
    pod.zone = world_.network_.zone(state.zone);
    state.cpu_taken += pod.made_from.resources.cpu_request;
    state.memory_taken += pod.made_from.resources.memory_request;
    nodes_[number].pods.push_back(&pod);
    company_.add(pod);
    if (!pod.made_from.placement.anti_affinity.empty()) ++keeping_away_;
    has_placed_ = true;
    if (!nodes_[number].is_up) world_.environment_.cut_off(pod.id, true);
}

void NodeControl::leave(Pod& pod) {
    std::erase(pending_, &pod);
    if (pod.node == Pod::no_node) return;
    NodeState& state = states_[pod.node];
    state.cpu_taken -= pod.made_from.resources.cpu_request;
    state.memory_taken -= pod.made_from.resources.memory_request;
    std::erase(nodes_[pod.node].pods, &pod);
    company_.remove(pod);
    if (!pod.made_from.placement.anti_affinity.empty()) {
        --keeping_away_;
        return retry_pending();
    }
    retry_pending(pod.node);
}

/// Those that found no node look again, in the order in which they came. `only`: nothing changed
/// but that there is more room on this node.
void NodeControl::retry_pending(std::optional<std::uint32_t> only) {
    for (Pod* const pod : std::exchange(pending_, {})) {
        const bool looks = pod->stage == PodStage::created && !(only && fits_nowhere(*pod, only));
        const auto number = looks ? find_node(*pod) : std::optional<std::uint32_t>{};
        if (number) {
            take(*pod, *number);
            begin(*pod);
        } else {
            pending_.push_back(pod);
        }
    }
}

void NodeControl::retry_drawn() {
    if (!std::exchange(has_placed_, false)) return;
    const bool some_wait = std::ranges::any_of(
        pending_, [](const Pod* pod) { return !pod->made_from.placement.affinity.empty(); });
    if (some_wait) retry_pending();
}

/// A pod that waited has its node. In a cluster that starts it is there as all others are.
void NodeControl::begin(Pod& pod) {
    if (!world_.link_->is_settled()) {
        pod.stage = PodStage::serving;
        pod.running = true;
        pod.is_configured = true;
        pod.is_probed = true;
        pod.object.ready = true;
        return world_.begin_life(pod);
    }
    const std::string& zone = world_.network_.zone_name(pod.zone);
    world_.facts_.add(Change{.at = world_.now_,
                             .kind = Change::Kind::pod_started,
                             .pod = pod.name_number,
                             .value = 1 + world_.facts_.number(observe::NameKind::zone, zone)});
    world_.store_.put(pod.object, world_.now_);
    world_.start_pod(pod);
}

std::vector<std::uint32_t> NodeControl::admitting(const mesh::control::PodTemplate& pod) const {
    std::vector<std::uint32_t> admitting;
    for (std::uint32_t number = 0; number < nodes_.size(); ++number) {
        if (!nodes_[number].is_known_lost && admits(states_[number], pod))
            admitting.push_back(number);
    }
    return admitting;
}

std::vector<NodeId> NodeControl::select(const FaultTarget& target, const mesh::Draws& draws) const {
    const bool by_pods = !target.pods.service.empty() || !target.pods.labels.empty();
    const Candidates all{target.pods.service, world_.store_};
    std::vector<std::uint32_t> found;
    for (std::uint32_t number = 0; number < nodes_.size(); ++number) {
        const NodeState& state = states_[number];
        const bool is_named = target.nodes.empty() ||
                              std::ranges::find(target.nodes, state.name) != target.nodes.end();
        const bool is_there = target.pods.zone.empty() || target.pods.zone == state.zone;
        const bool runs_some =
            !by_pods || std::ranges::any_of(nodes_[number].pods, [&](const Pod* pod) {
                return Candidates::may_be(*pod) && matches(target.pods, all.of(*pod, state.zone));
            });
        if (is_named && is_there && runs_some) found.push_back(number);
    }
    mesh::Draws own = draws.of(mesh::Purpose::target_pick, 0);
    std::vector<NodeId> nodes;
    for (const std::uint32_t number : pick(target.pods, std::move(found), own))
        nodes.emplace_back(number);
    return nodes;
}

std::vector<PodId> NodeControl::pods_on(const std::vector<NodeId>& nodes) const {
    std::vector<PodId> pods;
    for (const NodeId node : nodes) {
        for (const Pod* const pod : nodes_[node.number()].pods)
            pods.push_back(pod->id);
    }
    return pods;
}

/// All that runs there is gone, and nobody is told.
void NodeControl::stop(std::uint32_t number) {
    Node& node = nodes_[number];
    if (!node.is_up) return;
    node.is_up = false;
    for (Pod* const pod : node.pods)
        lose(*pod);
    node.lost_at = known_lost_at(node.up_since, world_.now_, world_.plan_.cluster.node_failure);
    world_.events_.at_control(node.lost_at, EventKind::node_lost, number);
}

/// What it had in hand is lost, its proxy's configuration and certificate too; what it would say of
/// that reaches nobody while its node is down.
void NodeControl::lose(Pod& pod) {
    world_.environment_.cut_off(pod.id, true);
    pod.running = false;
    world_.agents_->forget(pod);
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::pod_crashed, .pod = pod.name_number});
    world_.link_->disconnect(pod);
    world_.trust_->forget(pod);
    world_.lose_everything(pod);
}

void NodeControl::start_all() {
    for (std::uint32_t number = 0; number < nodes_.size(); ++number) {
        if (!nodes_[number].is_up && !world_.environment_.node_down(NodeId{number})) start(number);
    }
}

/// Its agent renews its lease, and starts the pods that it still has.
void NodeControl::start(std::uint32_t number) {
    Node& node = nodes_[number];
    node.is_up = true;
    node.up_since = world_.now_;
    node.lost_at = never;
    const std::vector<Pod*> pods = node.pods;
    for (Pod* const pod : pods)
        restart(*pod);
    if (!node.is_known_lost) return;
    node.is_known_lost = false;
    node.is_tainted = false;
    evictions_.node_back(number, node.zone);
    record(Change::Kind::node_back, number);
    renew_state(number);
    step_evictions();
    retry_pending();
    world_.workloads_->on_nodes_changed();
}

void NodeControl::restart(Pod& pod) {
    if (pod.stage == PodStage::gone) return;
    world_.environment_.cut_off(pod.id, false);
    if (pod.stage == PodStage::ending) {
        world_.on_gone(pod);
        return world_.follow_store();
    }
    if (pod.stage != PodStage::created) {
        world_.facts_.add(
            Change{.at = world_.now_, .kind = Change::Kind::pod_started, .pod = pod.name_number});
    }
    pod.stage = PodStage::created;
    pod.is_probed = false;
    if (pod.object.ready) world_.set_ready(pod, false);
    if (pod.stage == PodStage::created) world_.start_pod(pod);
}

void NodeControl::on_event(const Event& event) {
    if (event.kind == EventKind::node_lost) return on_lost(event.subject);
    if (event.kind == EventKind::drain_goes_on) return drain(event.subject);
    assert(event.kind == EventKind::evictions_due);
    step_evictions();
}

/// Nobody has heard of it for too long: its pods are no endpoints any more.
void NodeControl::on_lost(std::uint32_t number) {
    Node& node = nodes_[number];
    if (node.lost_at != world_.now_) return;  // It came back.
    node.is_known_lost = true;
    record(Change::Kind::node_lost, number);
    renew_state(number);
    const std::vector<Pod*> pods = node.pods;
    for (Pod* const pod : pods) {
        if (pod->object.ready && pod->is_live()) world_.set_ready(*pod, false);
    }
    evictions_.node_lost(number, node.zone);
    step_evictions();
}

void NodeControl::step_evictions() {
    const NodeEvictions::Step step = evictions_.step(world_.now_);
    for (const std::uint32_t number : step.untaint)
        nodes_[number].is_tainted = false;
    for (const std::uint32_t number : step.taint)
        taint(number);
    const Instant next = evictions_.next_step(world_.now_);
    if (next != never) world_.events_.at_control(next, EventKind::evictions_due, 0);
}

/// The tolerations of its pods begin to run out.
void NodeControl::taint(std::uint32_t number) {
    Node& node = nodes_[number];
    node.is_tainted = true;
    node.tainted_at = world_.now_;
    for (Pod* const pod : node.pods) {
        if (const auto leaves = leaves_at(*pod)) {
            world_.events_.at_control(*leaves, EventKind::toleration_over, pod->id.number());
        }
    }
}

/// When it leaves its tainted node; nothing: not at all.
std::optional<Instant> NodeControl::leaves_at(const Pod& pod) const {
    if (world_.workloads_->is_of(pod, Workload::Kind::daemon_set)) return std::nullopt;
    const Duration stays = pod.made_from.placement.stays_on_lost_node.value_or(
        world_.plan_.cluster.node_failure.toleration);
    if (stays == Duration::max()) return std::nullopt;
    return nodes_[pod.node].tainted_at + stays;
}

void NodeControl::on_toleration_over(Pod& pod) {
    if (!pod.is_live()) return;
    if (!nodes_[pod.node].is_tainted || leaves_at(pod) != world_.now_) return;
    evict(pod);
}

void NodeControl::evict(Pod& pod) {
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::pod_evicted, .pod = pod.name_number});
    world_.workloads_->on_pod_taken(pod);
    world_.stop_pod(pod);
    world_.workloads_->reconcile_owner(pod);
    world_.follow_store();
}

void NodeControl::renew_state(std::uint32_t number) {
    const Node& node = nodes_[number];
    states_[number].takes_pods = !node.is_known_lost && !node.is_cordoned;
}

/// A node is named as pods are.
void NodeControl::record(Change::Kind kind, std::uint32_t number, std::uint64_t value) {
    world_.facts_.add(
        Change{.at = world_.now_,
               .kind = kind,
               .pod = world_.facts_.number(observe::NameKind::pod, states_[number].name),
               .value = value});
}

}  // namespace weft::sim
