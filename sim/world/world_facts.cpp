#include "sim/world/load.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <optional>

namespace weft::sim {
namespace {

using Change = observe::Change;

/// As what a sidecar's fact is recorded; nothing if it is not.
std::optional<Change::Kind> kind_of(mesh::Fact::Kind kind) {
    switch (kind) {
        case mesh::Fact::Kind::limit_reached:
        case mesh::Fact::Kind::inbound_limit_reached:
            return Change::Kind::limit_reached;
        case mesh::Fact::Kind::host_ejected:
            return Change::Kind::host_ejected;
        case mesh::Fact::Kind::host_returned:
            return Change::Kind::host_returned;
        case mesh::Fact::Kind::ejection_refused:
            return Change::Kind::ejection_refused;
        case mesh::Fact::Kind::panic_entered:
            return Change::Kind::panic_entered;
        case mesh::Fact::Kind::panic_left:
            return Change::Kind::panic_left;
        case mesh::Fact::Kind::circuit_opened:
            return Change::Kind::circuit_opened;
        case mesh::Fact::Kind::circuit_half_open:
            return Change::Kind::circuit_half_open;
        case mesh::Fact::Kind::circuit_closed:
            return Change::Kind::circuit_closed;
        case mesh::Fact::Kind::host_unhealthy:
            return Change::Kind::host_unhealthy;
        case mesh::Fact::Kind::host_healthy:
            return Change::Kind::host_healthy;
        case mesh::Fact::Kind::host_degraded:
            return Change::Kind::host_degraded;
        case mesh::Fact::Kind::host_recovered:
            return Change::Kind::host_recovered;
        case mesh::Fact::Kind::spilled:
            return Change::Kind::spilled;
        case mesh::Fact::Kind::considered:
        case mesh::Fact::Kind::chosen:
        case mesh::Fact::Kind::retry:
            break;  // Of a request, not of a state.
    }
    return std::nullopt;
}

bool is_about_request(mesh::Fact::Kind kind) {
    return kind == mesh::Fact::Kind::considered || kind == mesh::Fact::Kind::chosen ||
           kind == mesh::Fact::Kind::retry;
}

bool is_about_host(Change::Kind kind) {
    return kind != Change::Kind::limit_reached && kind != Change::Kind::panic_entered &&
           kind != Change::Kind::panic_left && kind != Change::Kind::spilled;
}

}  // namespace

/// What happened inside a sidecar.
void World::record_fact(const Pod& proxy, const mesh::Action& action) {
    const mesh::Fact fact = action.fact();
    if (is_about_request(fact.kind)) return record_decision(action);
    const auto kind = kind_of(fact.kind);
    if (!kind) return;
    observe::Change change{.at = now_, .kind = *kind};
    change.source = proxy.name_number;
    if (fact.kind == mesh::Fact::Kind::inbound_limit_reached) {
        change.service = proxy.service;
    } else {
        change.cluster = facts_.number(observe::NameKind::cluster,
                                       discovery_.plane().registry().cluster_name(fact.cluster));
    }
    if (is_about_host(*kind)) change.pod = pod_of(fact.host).name_number;
    change.value = fact.value;
    facts_.add(change);
}

/// What a sidecar decided for a sampled request.
void World::record_decision(const mesh::Action& action) {
    using Kind = observe::Decision::Kind;
    const Call& call = calls_[action.stream.number()];
    if (!call.root.sampled) return;
    observe::Decision decision{
        .at = now_,
        .request = call.root.number,
        .load = loads_[call.root.load]->number,
        .span = call.span,
        .cluster = facts_.number(observe::NameKind::cluster,
                                 discovery_.plane().registry().cluster_name(action.cluster)),
        .pod = pod_of(action.host).name_number,
        .attempt = action.attempt,
        .kind = Kind::chosen,
        .value = 0};
    if (action.what == mesh::Fact::Kind::considered) {
        decision.kind = Kind::considered;
        decision.value = action.measure();
    } else if (action.what == mesh::Fact::Kind::retry) {
        decision.kind = Kind::retried;
        decision.value = static_cast<double>(action.value);
    }
    facts_.add(decision);
}

void World::record_work(const Work& work, mesh::Flags flags) {
    const Pod& pod = *work.pod;
    const Call& call = *work.call;
    const bool is_current = call.generation == work.call_generation;
    facts_.add(observe::Span{.request = work.root.number,
                             .load = loads_[work.root.load]->number,
                             .id = work.span,
                             .parent = is_current ? call.span : observe::nobody,
                             .kind = observe::Span::Kind::work,
                             .service = pod.service,
                             .pod = pod.name_number,
                             .status = work.status,
                             .attempt = work.attempt,
                             .flags = flags,
                             .started = work.came,
                             .served = work.served,
                             .ended = now_});
}

void World::mark(const Call& call, observe::Mark::Kind kind, observe::Mark mark) {
    if (!records_marks_) return;
    mark.at = now_;
    mark.request = call.root.number;
    mark.load = loads_[call.root.load]->number;
    mark.span = call.span;
    mark.kind = kind;
    mark.source = call.proxy->name_number;
    const bool tells_cluster =
        kind == observe::Mark::Kind::attempt_sent || kind == observe::Mark::Kind::ended;
    if (tells_cluster && call.stream.cluster_number > 0) {
        const auto& registry = discovery_.plane().registry();
        mark.cluster =
            facts_.number(observe::NameKind::cluster, registry.cluster_name(call.stream.cluster));
    }
    facts_.add(mark);
}

void World::mark_sent(const Call& call, const Work& work) {
    mark(call, observe::Mark::Kind::attempt_sent,
         {.other = work.span,
          .name = work.pod->name_number,
          .rule = facts_.number(observe::NameKind::rule, call.stream.route->name),
          .attempt = work.attempt});
}

void World::mark(const Work& work, observe::Mark::Kind kind, std::uint16_t value) {
    if (!records_marks_) return;
    facts_.add(observe::Mark{.at = now_,
                             .request = work.root.number,
                             .load = loads_[work.root.load]->number,
                             .span = work.span,
                             .name = work.pod->name_number,
                             .kind = kind,
                             .attempt = work.attempt,
                             .value = value});
}

/// What is still under way when nothing more is played.
void World::record_open_requests() {
    for (Handle handle = 0; handle < calls_.made(); ++handle) {
        const Call& call = calls_[handle];
        if (call.kind != Call::Kind::root) continue;
        facts_.add(observe::OpenRequest{.sent = call.sent, .load = loads_[call.root.load]->number});
    }
}

}  // namespace weft::sim
