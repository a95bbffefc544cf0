#include "sim/world/world.hpp"

#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::sim {

namespace {

bool heeds_deadlines(const Behaviour& behaviour) {
    return behaviour.overload && behaviour.overload->heeds_deadlines;
}

}  // namespace

World::World(WorldPlan plan, observe::Recorder* recorder)
    : plan_(std::move(plan)),
      facts_(recorder),
      discovery_(plan_.defaults),
      network_(plan_.network, events_),
      rate_limit_latency_(plan_.network.rate_limit_latency),
      link_(std::make_unique<ControlLink>(plan_.cluster.propagation)) {
    assert(plan_.interval > Duration::zero());
    facts_.number(observe::NameKind::version, "");
    keeps_deadlines_ =
        heeds_deadlines(plan_.default_behaviour) ||
        std::ranges::any_of(plan_.behaviours, heeds_deadlines, &BehaviourOf::behaviour);
    build_zones();
    for (const auto& resource : plan_.resources)
        store_.put(resource, now_);
    build_loads();
    follow_store();
    events_.at_control(now_, EventKind::config_push, 0);
    scopes_.resize(plan_.timeline.size());
    for (std::uint32_t step = 0; step < plan_.timeline.size(); ++step) {
        events_.at_timeline(plan_.timeline[step].at, EventKind::step_start, step);
    }
}

World::~World() = default;

void World::run_until(Instant until) {
    until = std::min(until, plan_.horizon);
    while (now_ < until) {
        const Instant interval_end = std::min(interval_start_ + plan_.interval, plan_.horizon);
        const Instant stop = std::min(interval_end, until);
        while (const auto event = events_.pop(stop - Duration{1})) {
            now_ = event->at;
            dispatch(*event);
        }
        now_ = stop;
        if (now_ == interval_end) end_interval();
    }
}

void World::end_interval() {
    total_fingerprint_ += fingerprint_.value();
    total_events_ += fingerprint_.events();
    facts_.end({.start = interval_start_,
                .end = now_,
                .fingerprint = fingerprint_.value(),
                .events = fingerprint_.events()});
    fingerprint_ = {};
    interval_start_ = now_;
}

void World::close_interval() {
    if (interval_start_ < now_) end_interval();
}

void World::dispatch(const Event& event) {
    switch (event.kind) {
        case EventKind::request_arrives:
        case EventKind::compute_done:
        case EventKind::branch_done:
        case EventKind::cancel_arrives:
            return on_event_at_pod(event, works_[event.subject]);
        case EventKind::answer_arrives:
        case EventKind::reset_arrives:
        case EventKind::resend:
            return on_event_at_caller(event, works_[event.subject]);
        case EventKind::request_timeout:
        case EventKind::try_timeout:
        case EventKind::injected_delay:
        case EventKind::patience:
        case EventKind::hedge_timer:
            return on_timer(event, calls_[event.subject]);
        case EventKind::handshake_at_pod:
        case EventKind::handshake_at_caller:
        case EventKind::handshake_resend:
        case EventKind::connection_refused:
        case EventKind::connection_closed:
        case EventKind::connection_draining:
            return on_connection_event(event, connections_[event.subject]);
        case EventKind::keep_alive_over:
            return on_keep_alive(event);
        case EventKind::connection_timer:
            return on_connection_timer(event);
        case EventKind::arrival:
            count(event, *loads_[event.subject]->client, {});
            return on_arrival(event.subject);
        case EventKind::user_returns:
            count(event, *loads_[users_[event.subject].load]->client, {});
            return on_user(event.subject);
        case EventKind::alarm:
            return on_alarm(event);
        case EventKind::cluster_timer:
            return on_proxy_timer(event);
        case EventKind::config_push:
            return on_look();
        case EventKind::containers_run:
        case EventKind::app_up:
        case EventKind::probes_pass:
        case EventKind::status_written:
        case EventKind::pod_available:
        case EventKind::takes_nothing:
        case EventKind::pod_gone:
            return on_pod_event(event, *pods_[event.subject]);
        case EventKind::news_arrives:
            return on_news(event.subject);
        case EventKind::proxies_connected:
            return answer_callers();
        case EventKind::push_sent:
            return on_push_sent(link_->sent[event.subject]);
        case EventKind::config_arrives:
            return on_config(link_->sent[event.subject]);
        case EventKind::crash_noticed:
            count(event, *pods_[event.subject], {});
            return on_crash_noticed(*pods_[event.subject]);
        case EventKind::probe_arrives:
        case EventKind::probe_answered:
            return on_probe(event);
        case EventKind::step_start:
            return start_step(event.subject);
        case EventKind::step_stop:
            return stop_step(event.subject);
        case EventKind::check_arrives:
        case EventKind::check_answered:
        case EventKind::check_resent:
            return on_check(event, checks_[event.subject]);
        case EventKind::limit_answered:
            return on_limit_answered(event);
    }
}

void World::on_event_at_pod(const Event& event, Work& work) {
    count(event, *work.pod, work.key);
    --work.events;
    switch (event.kind) {
        case EventKind::request_arrives:
            return on_arrival_at_pod(work);
        case EventKind::compute_done:
            return on_compute_done(work);
        case EventKind::branch_done:
            return on_branch_done(work);
        default:
            assert(event.kind == EventKind::cancel_arrives);
            return on_cancel(work);
    }
}

void World::on_event_at_caller(const Event& event, Work& work) {
    count(event, *work.proxy, work.key);
    --work.events;
    switch (event.kind) {
        case EventKind::answer_arrives:
            return on_answer(work);
        case EventKind::reset_arrives:
            return on_reset(work);
        default:
            assert(event.kind == EventKind::resend);
            return on_resend(work);
    }
}

void World::on_timer(const Event& event, Call& call) {
    count(event, *call.proxy, call.key);
    switch (event.kind) {
        case EventKind::request_timeout:
            return on_call_timer(call, mesh::TimerKind::request_timeout);
        case EventKind::try_timeout:
            return on_call_timer(call, mesh::TimerKind::try_timeout);
        case EventKind::injected_delay:
            return on_call_timer(call, mesh::TimerKind::injected_delay);
        case EventKind::hedge_timer:
            return on_call_timer(call, mesh::TimerKind::hedge);
        default:
            assert(event.kind == EventKind::patience);
            return on_patience(call);
    }
}

}  // namespace weft::sim
