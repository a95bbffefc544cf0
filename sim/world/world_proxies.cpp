#include "sim/world/event_kinds.hpp"
#include "sim/world/world.hpp"

#include <cassert>

namespace weft::sim {

void World::set_proxy_timer(Pod& proxy, const mesh::Action& action) {
    ProxyTimer& timer = proxy_timers_.take();
    timer.proxy = &proxy;
    timer.kind = action.timer;
    timer.cluster = action.cluster;
    timer.host = action.host;
    timer.value = action.value;
    if (action.timer == mesh::TimerKind::outlier_sweep) {
        events_.set(events_.timers(action.delay), EventKind::cluster_timer, timer.self);
    } else {
        events_.at(now_ + action.delay, EventKind::cluster_timer, timer.self);  // Often of chance.
    }
}

void World::on_proxy_timer(const Event& event) {
    ProxyTimer& record = proxy_timers_[event.subject];
    const ProxyTimer timer = record;
    proxy_timers_.give_back(record);
    count(event, *timer.proxy, {});
    const mesh::Draws draws{plan_.seed, timer.proxy->name};
    if (timer.kind == mesh::TimerKind::adaptive_window) {
        return tell_sidecar(*timer.proxy, mesh::input::ProxyTimer{timer.kind, timer.value}, draws);
    }
    tell_sidecar(*timer.proxy,
                 mesh::input::ClusterTimer{timer.cluster, timer.kind, timer.host, timer.value},
                 draws);
}

void World::send_check(Pod& proxy, const mesh::Action& action) {
    Check& check = checks_.take();
    check.proxy = &proxy;
    check.pod = &pod_of(action.host);
    check.cluster = action.cluster;
    check.host = action.host;
    check.value = action.value;
    check.sends = 0;
    carry_check(check, EventKind::check_arrives);
}

/// A check is lost, delayed and sent again as a request is.
void World::carry_check(Check& check, EventKind arrival) {
    const bool to_pod = arrival == EventKind::check_arrives;
    const Pod& from = to_pod ? *check.proxy : *check.pod;
    const Pod& to = to_pod ? *check.pod : *check.proxy;
    check.message = arrival;
    const std::uint32_t number =
        static_cast<std::uint32_t>(arrival) + (std::uint32_t{check.sends} << 8U);
    const mesh::Draws draws =
        mesh::Draws{plan_.seed, check.proxy->name}
            .of(mesh::Purpose::health_check, static_cast<std::uint32_t>(check.value))
            .of(mesh::Purpose::network, number);
    if (put_on_way(from, to, draws, arrival, check.self)) return;
    events_.at(now_ + network_.retransmit_after(check.sends), EventKind::check_resent, check.self);
}

/// The pod answers at once, whatever its app is doing: a port that is open is well.
void World::on_check(const Event& event, Check& check) {
    const bool at_pod = event.kind == EventKind::check_arrives;
    count(event, at_pod ? *check.pod : *check.proxy, {});
    if (at_pod) {
        check.result =
            takes_requests(*check.pod) ? mesh::CheckResult::success : mesh::CheckResult::no_answer;
        const bool is_ill = environment_.is(PodMark::says_unready, check.pod->id);
        if (is_ill && check.result == mesh::CheckResult::success)
            check.result = mesh::CheckResult::bad_answer;
        check.degraded = environment_.degraded(check.pod->id);
        check.sends = 0;
        return carry_check(check, EventKind::check_answered);
    }
    if (event.kind == EventKind::check_resent) {
        if (++check.sends < network_.most_sends()) return carry_check(check, check.message);
        return checks_.give_back(check);  // Its time-out has long struck.
    }
    const Check ended = check;
    checks_.give_back(check);
    tell_sidecar(*ended.proxy,
                 mesh::input::CheckEnded{ended.cluster, ended.host, ended.value, ended.result,
                                         ended.degraded},
                 mesh::Draws{plan_.seed, ended.proxy->name});
}

/// The answer to a request leaves the pod; it may be the proxy's, before the app heard of it.
void World::respond(const mesh::Action& action) {
    Work& work = works_[action.stream.number()];
    if (work.phase != Work::Phase::answering) {
        work.phase = Work::Phase::answering;
        work.status = action.status;
        work.rate_limited = action.flags.has(mesh::Flag::RL);
        work.reset_after = static_cast<std::uint32_t>(action.value);
        work.sends = 0;
        work.served = now_;
        if (work.root.sampled) record_work(work, action.flags);
    }
    if (records_inbound_) record_inbound(work, action.flags);
    send_answer(work);
}

}  // namespace weft::sim
