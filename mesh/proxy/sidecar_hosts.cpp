#include "mesh/proxy/own_answers.hpp"
#include "mesh/proxy/sidecar.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

Action host_fact(Fact::Kind kind, const ClusterState& state, HostId host) {
    return Action::of({kind, state.config().id, host, 0});
}

Action timer(TimerKind kind, const ClusterState& state, HostId host, Duration delay) {
    Action action;
    action.kind = Action::Kind::set_timer;
    action.timer = kind;
    action.cluster = state.config().id;
    action.host = host;
    action.delay = delay;
    return action;
}

}  // namespace

/// Tells the host's circuit how an attempt ended; nothing if it was given up and tells nothing.
void Sidecar::tell_circuit(const Stream& stream,
                           ClusterState& state,
                           const ChosenHost& to,
                           std::optional<bool> success,
                           const Moment& moment) {
    if (!state.watch()->has_circuits()) return;
    const bool panicked = state.in_panic();
    if (!success) {
        state.abandon_permit(to, moment.now);
        return on_hosts_changed(state, panicked, moment);
    }
    Draws draws = moment.draws.of(Purpose::accrual, stream.attempts);
    const auto change = state.tell_circuit(to, *success, moment.now, draws);
    if (!change) return;
    const HostId host = to.id;
    if (change->state == FailureAccrual::State::open) {
        moment.out.push_back(host_fact(Fact::Kind::circuit_opened, state, host));
        moment.out.push_back(timer(TimerKind::half_open, state, host, change->penalty));
    } else {
        moment.out.push_back(host_fact(Fact::Kind::circuit_closed, state, host));
    }
    on_hosts_changed(state, panicked, moment);
}

/// Checks begin as soon as the proxy knows of a host, whether or not anything is sent there.
void Sidecar::start_checks(const ProxyConfig& config, const Moment& moment) {
    for (const auto& [id, entry] : config.clusters) {
        if (!entry.config->health_check) continue;
        const auto slot = slot_of(id, moment);
        ClusterState& state = *slots_[*slot].state;
        HostWatch& hosts = *state.watch();
        for (std::size_t position = 0; position < hosts.size(); ++position) {
            HostWatch::Host& host = hosts[position];
            if (host.waits_for != 0) continue;
            Draws draws = moment.draws.of(Purpose::health_check, host.id.number());
            const Duration wait = host.check->first_wait(draws);
            if (wait > Duration::zero()) {
                await_check(state, host, wait, moment);
            } else {
                send_check(state, host, moment);
            }
        }
    }
}

void Sidecar::await_check(ClusterState& state,
                          HostWatch::Host& host,
                          Duration wait,
                          const Moment& moment) {
    host.waits_for = ++awaited_;
    Action action = timer(TimerKind::health_check, state, host.id, wait);
    action.value = host.waits_for;
    moment.out.push_back(action);
}

void Sidecar::send_check(ClusterState& state, HostWatch::Host& host, const Moment& moment) {
    host.waits_for = ++awaited_;
    Action check;
    check.kind = Action::Kind::check;
    check.cluster = state.config().id;
    check.host = host.id;
    check.value = host.waits_for;
    moment.out.push_back(check);
    Action action =
        timer(TimerKind::check_timeout, state, host.id, state.watch()->checks()->timeout);
    action.value = host.waits_for;
    moment.out.push_back(action);
}

void Sidecar::end_check(ClusterState& state,
                        std::size_t position,
                        const input::CheckEnded& check,
                        const Moment& moment) {
    HostWatch& hosts = *state.watch();
    HostWatch::Host& host = hosts[position];
    Draws draws = moment.draws.of(Purpose::health_check, static_cast<std::uint32_t>(++awaited_));
    const bool panicked = state.in_panic();
    const auto outcome = state.on_check(position, check.result, check.degraded, moment.now);
    const bool healthy = host.check->healthy();
    const bool changed = outcome.change == HealthChange::changed;
    const auto turned = healthy ? Fact::Kind::host_healthy : Fact::Kind::host_unhealthy;
    if (changed) moment.out.push_back(host_fact(turned, state, host.id));
    if (outcome.returned)
        moment.out.push_back(host_fact(Fact::Kind::host_returned, state, host.id));
    if (outcome.degraded) {
        const auto kind =
            *outcome.degraded ? Fact::Kind::host_degraded : Fact::Kind::host_recovered;
        moment.out.push_back(host_fact(kind, state, host.id));
    }
    const Duration wait =
        check_interval(*hosts.checks(), healthy, outcome.change, hosts.had_traffic);
    await_check(state, host, jittered_interval(*hosts.checks(), wait, draws), moment);
    if (changed || outcome.returned || outcome.degraded) on_hosts_changed(state, panicked, moment);
}

/// An answer says that its host is degraded.
void Sidecar::note_degraded(ClusterState& state,
                            const ChosenHost& host,
                            std::uint8_t attempt,
                            const Moment& moment) {
    const bool panicked = state.in_panic();
    Draws draws = moment.draws.of(Purpose::outlier, attempt);
    if (!state.on_degraded(host, moment.now, draws)) return;
    moment.out.push_back(host_fact(Fact::Kind::host_degraded, state, host.id));
    note_panic(state, panicked, moment);
}

void Sidecar::on(const input::CheckEnded& input, const Moment& moment) {
    ClusterState* const state = state_of(input.cluster);
    const auto position = state == nullptr ? std::nullopt : state->awaits(input.host, input.value);
    if (position) end_check(*state, *position, input, moment);
}

void Sidecar::on_host_timer(const input::ClusterTimer& input, const Moment& moment) {
    ClusterState* const state = state_of(input.cluster);
    if (state == nullptr) return;
    if (input.kind == TimerKind::fail_fast) return on_fail_fast(*state, input.value, moment);
    if (input.kind == TimerKind::half_open) {
        const bool panicked = state->in_panic();
        if (!state->half_open(input.host, moment.now)) return;
        moment.out.push_back(host_fact(Fact::Kind::circuit_half_open, *state, input.host));
        return on_hosts_changed(*state, panicked, moment);
    }
    const auto position = state->awaits(input.host, input.value);
    if (!position) return;
    if (input.kind == TimerKind::health_check) {
        return send_check(*state, (*state->watch())[*position], moment);
    }
    end_check(*state, *position, {input.cluster, input.host, input.value, CheckResult::no_answer},
              moment);
}

ClusterState* Sidecar::state_of(ClusterId cluster) {
    const auto slot = std::ranges::find(slots_, cluster, &Slot::cluster);
    return slot == slots_.end() ? nullptr : slot->state.get();
}

}  // namespace weft::mesh
