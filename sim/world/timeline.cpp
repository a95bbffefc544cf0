#include "sim/world/timeline.hpp"

#include "sim/world/candidates.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/key_fetches.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/name_service.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/pod_meters.hpp"
#include "sim/world/trust.hpp"

#include <vector>

namespace weft::sim {
namespace {

using Change = observe::Change;

}  // namespace

FaultScope Timeline::scope_of(const FaultTarget& target,
                              FaultKind::Acts acts,
                              const mesh::Draws& draws) const {
    FaultScope scope;
    if (acts == FaultKind::Acts::on_nodes) {
        scope.nodes = world_.nodes_->select(target, draws);
        scope.pods = world_.nodes_->pods_on(scope.nodes);
    } else if (acts == FaultKind::Acts::on_loads) {
        scope.loads = loads_of(target);
    } else {
        scope.pods = select_pods(target.pods, draws, 0);
    }
    scope.link = {.a = select_pods(target.from, draws, 1),
                  .b = select_pods(target.to, draws, 2),
                  .one_way = target.one_way};
    return scope;
}

/// `end` tells the selections of one fault apart.
std::vector<PodId> Timeline::select_pods(const PodSelector& selector,
                                         const mesh::Draws& draws,
                                         std::uint32_t end) const {
    const Candidates all{selector.service, world_.store_};
    std::vector<Candidate> candidates;
    for (const auto& pod : world_.pods_) {
        if (pod->is_client() && end == 0) continue;  // A client has no app to strike.
        if (Candidates::may_be(*pod))
            candidates.push_back(all.of(*pod, world_.network_.zone_name(pod->zone)));
    }
    mesh::Draws own = draws.of(mesh::Purpose::target_pick, end);
    return select(selector, candidates, own);
}

void Timeline::crash(FaultId fault, PodId id) {
    const bool was_down = world_.environment_.down(id);
    world_.environment_.crash(fault, id);
    if (was_down) return;
    Pod& pod = *world_.pods_[id.number()];
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::pod_crashed, .pod = pod.name_number});
    world_.lose_everything(pod);
    world_.events_.at_control(world_.now_ + world_.plan_.cluster.crash_noticed_after,
                              EventKind::crash_noticed, id.number());
}

void Timeline::on_crash_noticed(Pod& pod) {
    if (!world_.environment_.down(pod.id) || !pod.object.ready || pod.stage != PodStage::serving)
        return;
    if (!world_.nodes_->runs(pod)) return;  // Nobody there looks.
    world_.set_ready(pod, false);
}

void Timeline::restart(FaultId fault, PodId id) {
    world_.environment_.restart(fault, id);
    if (world_.environment_.down(id)) return;
    Pod& pod = *world_.pods_[id.number()];
    if (!pod.is_live()) return;             // It was told to end meanwhile.
    if (PodAgents::has_ended(pod)) return;  // Its agent starts it again.
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::pod_started, .pod = pod.name_number});
    world_.meters_->begin_cold(pod);
    if (pod.stage == PodStage::starting) {
        const bool has_to_ask = pod.program->behaviour.on_start.has_value();
        if (has_to_ask && world_.agents_->is_coming_up(pod)) world_.agents_->start_app(pod);
        return world_.try_ready(pod);
    }
    if (pod.object.ready || pod.stage != PodStage::serving || !pod.containers_ready()) return;
    world_.set_ready(pod, true);
}

void Timeline::exit(FaultId fault, PodId id) {
    world_.environment_.exit(fault, id);
    world_.agents_->end_container(*world_.pods_[id.number()]);
}

void Timeline::stop_node(FaultId fault, NodeId node) {
    world_.environment_.stop_node(fault, node);
    world_.nodes_->stop(node.number());
}

void Timeline::slow(FaultId fault, PodId pod, double factor) {
    world_.environment_.slow(fault, pod, factor);
}

void Timeline::fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status) {
    world_.environment_.fail(fault, pod, share, status);
}

void Timeline::degrade(FaultId fault, PodId pod) {
    world_.environment_.degrade(fault, pod);
}

void Timeline::delay(FaultId fault, const Link& link, const Distribution& added) {
    world_.environment_.delay(fault, link, added);
}

void Timeline::lose(FaultId fault, const Link& link, mesh::Ratio share) {
    world_.environment_.lose(fault, link, share);
}

void Timeline::cut(FaultId fault, const Link& link) {
    world_.environment_.cut(fault, link);
}

void Timeline::stop_control(FaultId fault) {
    const bool was_down = world_.environment_.control_down();
    world_.environment_.stop_control(fault);
    if (!was_down && world_.link_->is_settled()) world_.link_->lose();
}

void Timeline::slow_control(FaultId fault, double factor) {
    world_.environment_.slow_control(fault, factor);
}

void Timeline::stop_authority(FaultId fault) {
    world_.trust_->play_certificates();
    world_.environment_.stop_authority(fault);
}

void Timeline::change_root(FaultId fault, bool overlap) {
    world_.trust_->play_certificates();
    world_.environment_.change_root(fault, overlap);
    if (overlap) world_.trust_->spread_roots();
}

void Timeline::spoil_config(FaultId fault) {
    const bool was_spoilt = world_.environment_.config_spoilt();
    world_.environment_.spoil_config(fault);
    if (!was_spoilt) world_.link_->tell_all_anew();
}

void Timeline::silence_authorizers(FaultId fault) {
    world_.environment_.silence_authorizers(fault);
}

void Timeline::silence_key_servers(FaultId fault) {
    world_.play_keys();
    world_.environment_.silence_key_servers(fault);
}

void Timeline::fail_names(FaultId fault, mesh::Ratio share) {
    if (!share.is_zero()) world_.make_names();
    world_.environment_.fail_names(fault, share);
}

void Timeline::delay_names(FaultId fault, const Distribution& added) {
    if (!added.is_constant() || added.mean > mesh::Duration::zero()) world_.make_names();
    world_.environment_.delay_names(fault, added);
}

void Timeline::freeze_names(FaultId fault) {
    world_.make_names();
    const bool was_frozen = world_.environment_.names_frozen();
    world_.environment_.freeze_names(fault);
    if (!was_frozen) world_.names_->freeze();
}

void Timeline::heal(FaultId fault) {
    const bool was_down = world_.environment_.control_down();
    const bool was_spoilt = world_.environment_.config_spoilt();
    const bool were_loads_calm = world_.environment_.loads_are_calm();
    world_.environment_.heal(fault);
    if (!were_loads_calm) world_.mishaps_->follow_loads();
    world_.mishaps_->end();
    if (world_.names_ != nullptr && !world_.environment_.names_frozen()) world_.names_->thaw();
    world_.nodes_->start_all();
    if (was_down && !world_.environment_.control_down()) {
        world_.link_->restart();
        if (world_.keys_ != nullptr) world_.keys_->restart();
    }
    if (was_spoilt && !world_.environment_.config_spoilt()) world_.link_->tell_all_anew();
}

}  // namespace weft::sim
