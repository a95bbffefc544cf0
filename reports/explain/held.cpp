#include "reports/explain/held.hpp"

#include <algorithm>
#include <set>

namespace weft::reports {
namespace {

using sim::observe::Change;
using sim::observe::Decision;
using sim::observe::Mark;
using sim::observe::nobody;

/// A state that a change begins, with the kinds that end it.
struct State {
    Change::Kind begins;
    std::vector<Change::Kind> ends;
    bool concerns_all = false;  ///< Not only requests that met the pod.
};

const std::vector<State>& states() {
    static const std::vector<State> all{
        {Change::Kind::fault_started, {Change::Kind::fault_stopped}},
        {Change::Kind::pod_not_ready, {Change::Kind::pod_ready, Change::Kind::pod_gone}},
        {Change::Kind::pod_crashed, {Change::Kind::pod_started, Change::Kind::pod_gone}},
        {Change::Kind::host_ejected, {Change::Kind::host_returned}},
        {Change::Kind::panic_entered, {Change::Kind::panic_left}},
        {Change::Kind::overload_entered, {Change::Kind::overload_left}},
        {Change::Kind::circuit_opened,
         {Change::Kind::circuit_half_open, Change::Kind::circuit_closed}},
        {Change::Kind::host_unhealthy, {Change::Kind::host_healthy}},
        {Change::Kind::host_degraded, {Change::Kind::host_recovered}},
        {Change::Kind::certificate_expired,
         {Change::Kind::certificate_signed, Change::Kind::pod_gone}},
        {Change::Kind::config_rejected, {Change::Kind::config_applied, Change::Kind::pod_gone}},
        {Change::Kind::config_pushed, {Change::Kind::config_pushed}},
        {Change::Kind::node_lost, {Change::Kind::node_back}, true},
        {Change::Kind::pod_pending, {Change::Kind::pod_started, Change::Kind::pod_gone}, true},
    };
    return all;
}

/// What is pushed is about all proxies.
bool is_about_the_same(const Change& before, const Change& change) {
    if (change.kind == Change::Kind::config_pushed) return true;
    return before.source == change.source && before.pod == change.pod &&
           before.cluster == change.cluster && before.step == change.step;
}

/// What a request met on its way: the pods that its proxies and works are of, and the clusters that
/// its proxies had to choose from.
struct Met {
    std::set<std::uint32_t> pods;
    std::set<std::uint32_t> clusters;

    explicit Met(const RequestTrace& trace) {
        for (const auto& [span, marks] : trace.spans) {
            for (const Mark& mark : marks) {
                if (mark.source != nobody) pods.insert(mark.source);
                if (mark.cluster != nobody) clusters.insert(mark.cluster);
                if (mark.kind == Mark::Kind::attempt_sent) pods.insert(mark.name);
            }
        }
        for (const Decision& decision : trace.decisions)
            pods.insert(decision.pod);
    }

    bool has(std::uint32_t pod) const { return pod == nobody || pods.contains(pod); }

    /// A host is met as well where it could have been chosen.
    bool concerns(const Change& change) const {
        return has(change.source) && (has(change.pod) || clusters.contains(change.cluster));
    }
};

/// The moments at which something of the request happened.
std::set<mesh::Instant> moments_of(const RequestTrace& trace) {
    std::set<mesh::Instant> moments;
    for (const auto& [span, marks] : trace.spans) {
        for (const Mark& mark : marks)
            moments.insert(mark.at);
    }
    return moments;
}

}  // namespace

std::vector<Change> states_held(const RequestTrace& trace, std::span<const Change> changes) {
    const Met met{trace};
    std::vector<Change> holding;
    for (const Change& change : changes) {
        if (change.at > trace.ended()) break;
        for (const State& state : states()) {
            const bool ends = std::ranges::find(state.ends, change.kind) != state.ends.end();
            if (ends || state.begins == change.kind) {
                std::erase_if(holding, [&](const Change& before) {
                    return before.kind == state.begins && is_about_the_same(before, change);
                });
            }
            if (state.begins != change.kind) continue;
            if (state.concerns_all || met.concerns(change)) holding.push_back(change);
        }
    }
    return holding;
}

std::vector<Change> limits_met(const RequestTrace& trace, std::span<const Change> changes) {
    const Met met{trace};
    const std::set<mesh::Instant> moments = moments_of(trace);
    std::vector<Change> reached;
    for (const Change& change : changes) {
        const bool is_own = change.kind == Change::Kind::limit_reached &&
                            moments.contains(change.at) && met.concerns(change);
        if (is_own) reached.push_back(change);
    }
    return reached;
}

}  // namespace weft::reports
