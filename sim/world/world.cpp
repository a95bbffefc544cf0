#include "sim/world/world.hpp"

#include "sim/world/authorizers.hpp"
#include "sim/world/autoscalers.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/key_fetches.hpp"
#include "sim/world/load.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/name_service.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/pod_meters.hpp"
#include "sim/world/standstill.hpp"
#include "sim/world/timeline.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/workload_control.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::sim {

namespace {

bool heeds_deadlines(const Behaviour& behaviour) {
    return behaviour.overload && behaviour.overload->heeds_deadlines;
}

/// Whether it matters to calls what address their app finds: one of a headless Service is a pod's,
/// and that of a Service which a proxy is not told of is all that it has.
bool makes_addresses_matter(const mesh::control::Resource& resource) {
    const auto* const scope = std::get_if<mesh::control::SidecarScope>(&resource);
    if (scope != nullptr) return !scope->egress.empty();
    const auto* const service = std::get_if<mesh::control::Service>(&resource);
    return service != nullptr && (service->headless || !service->export_to.empty());
}

/// The same of all that there is, now or later.
bool do_addresses_matter(const WorldPlan& plan) {
    return std::ranges::any_of(plan.resources, makes_addresses_matter) ||
           std::ranges::any_of(plan.timeline, [](const PlannedStep& step) {
               const auto* const apply = std::get_if<PlannedApply>(&step.action);
               return apply != nullptr &&
                      std::ranges::any_of(apply->resources, makes_addresses_matter);
           });
}

}  // namespace

World::World(WorldPlan plan, observe::Recorder* recorder)
    : plan_(std::move(plan)),
      facts_(recorder),
      discovery_(plan_.defaults),
      network_(plan_.network, events_),
      rate_limit_latency_(plan_.network.rate_limit_latency),
      link_(std::make_unique<ControlLink>(*this, plan_.cluster.propagation)),
      trust_(std::make_unique<Trust>(*this, plan_.cluster.certificates)) {
    if (!plan_.cluster.authorizers.empty())
        authorizers_ = std::make_unique<Authorizers>(*this, plan_.cluster.authorizers);
    assert(plan_.interval > Duration::zero());
    facts_.number(observe::NameKind::version, "");
    records_inbound_ = facts_.wants_inbound();
    records_marks_ = facts_.wants_marks();
    keeps_deadlines_ =
        heeds_deadlines(plan_.default_behaviour) ||
        std::ranges::any_of(plan_.behaviours, heeds_deadlines, &BehaviourOf::behaviour);
    build_zones();
    nodes_ = std::make_unique<NodeControl>(*this);
    agents_ = std::make_unique<PodAgents>(*this);
    workloads_ = std::make_unique<WorkloadControl>(*this);
    meters_ = std::make_unique<PodMeters>(*this);
    autoscalers_ = std::make_unique<Autoscalers>(*this);
    timeline_ = std::make_unique<Timeline>(*this);
    mishaps_ = std::make_unique<Mishaps>(*this);
    for (const auto& resource : plan_.resources)
        store_.put(resource, now_);
    if (plan_.cluster.dns || do_addresses_matter(plan_)) make_names();
    if (plan_.cluster.keys.is_played) play_keys();
    build_loads();
    follow_store();
    events_.at_control(now_, EventKind::config_push, 0);
    timeline_->begin();
}

World::~World() = default;

void World::run_until(Instant until) {
    until = std::min(until, plan_.horizon);
    Instant looked_at = now_;
    std::uint64_t to_next_look = most_at_a_moment;
    while (now_ < until) {
        const Instant stop = std::min(end_of_interval(), until);
        while (events_.next_time() < stop) {
            const Event event = events_.pop();
            now_ = event.at;
            dispatch(event);
            if (--to_next_look > 0) continue;
            if (now_ == looked_at) throw Standstill{now_};
            looked_at = now_;
            to_next_look = most_at_a_moment;
        }
        pass_to(stop);
    }
    if (is_over()) check_books();
}

Instant World::end_of_interval() const {
    return std::min(interval_start_ + plan_.interval, plan_.horizon);
}

/// Nothing is left to happen before.
void World::pass_to(Instant stop) {
    now_ = stop;
    if (now_ == end_of_interval()) end_interval();
}

void World::end_interval() {
    if (is_over()) record_open_requests();
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
    if (interval_start_ < now_) {
        record_open_requests();
        end_interval();
    }
    if (!is_over()) check_books();
}

/// The work that the event is of, which is counted where it happens.
[[gnu::always_inline]] inline Work& World::begin_event(const Event& event, Pod* Work::* at) {
    Work& work = works_[event.subject];
    count(event, *(work.*at), work.key);
    --work.events;
    return work;
}

void World::dispatch(const Event& event) {
    switch (event.kind) {
        case EventKind::request_arrives:
            return on_arrival_at_pod(begin_event(event, &Work::pod));
        case EventKind::compute_done:
            return on_compute_done(begin_event(event, &Work::pod));
        case EventKind::branch_done:
            return on_branch_done(begin_event(event, &Work::pod));
        case EventKind::cancel_arrives:
            return on_cancel(begin_event(event, &Work::pod));
        case EventKind::answer_arrives:
            return on_answer(begin_event(event, &Work::proxy));
        case EventKind::reset_arrives:
            return on_reset(begin_event(event, &Work::proxy));
        case EventKind::resend:
            return on_resend(begin_event(event, &Work::proxy));
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
            return link_->on_look();
        case EventKind::containers_run:
        case EventKind::app_up:
        case EventKind::probes_pass:
        case EventKind::status_written:
        case EventKind::pod_available:
        case EventKind::takes_nothing:
        case EventKind::pod_gone:
        case EventKind::app_starts:
        case EventKind::start_tried:
        case EventKind::toleration_over:
        case EventKind::exit_noticed:
        case EventKind::container_restarts:
        case EventKind::start_given_up:
        case EventKind::killed_looked_at:
        case EventKind::job_pod_done:
        case EventKind::lie_noticed:
        case EventKind::init_due:
        case EventKind::sidecar_due:
        case EventKind::proxy_starts:
            return on_pod_event(event, *pods_[event.subject]);
        case EventKind::cpu_due:
            count(event, *pods_[event.subject], {});
            return meters_->on_cpu_due(*pods_[event.subject]);
        case EventKind::out_of_memory:
            count(event, *pods_[event.subject], {});
            return meters_->on_out_of_memory(*pods_[event.subject]);
        case EventKind::memory_due:
            count(event, *pods_[event.subject], {});
            return meters_->on_memory_due(*pods_[event.subject]);
        case EventKind::request_kills:
            count(event, *pods_[event.subject], {});
            return mishaps_->on_killed(*pods_[event.subject]);
        case EventKind::autoscale:
            return autoscalers_->on_due(event.subject);
        case EventKind::news_arrives:
            return link_->on_news(event.subject);
        case EventKind::proxies_connected:
            return link_->answer_callers();
        case EventKind::control_connection:
            return link_->on_connection(*pods_[event.subject]);
        case EventKind::push_sent:
            return link_->on_push_sent(event.subject);
        case EventKind::config_arrives:
            return link_->on_config(event.subject);
        case EventKind::crash_noticed:
            count(event, *pods_[event.subject], {});
            return timeline_->on_crash_noticed(*pods_[event.subject]);
        case EventKind::probe_arrives:
        case EventKind::probe_answered:
            return on_probe(event);
        case EventKind::step_start:
        case EventKind::step_stop:
        case EventKind::condition_due:
        case EventKind::strength_due:
            return timeline_->on_event(event);
        case EventKind::check_arrives:
        case EventKind::check_answered:
        case EventKind::check_resent:
            return on_check(event, checks_[event.subject]);
        case EventKind::name_resolved:
            return names_->on_resolved(event);
        case EventKind::limit_answered:
            return on_limit_answered(event);
        case EventKind::authorizer_answered:
            return authorizers_->on_answer(event);
        case EventKind::keys_due:
            return keys_->on_due();
        case EventKind::keys_answered:
            return keys_->on_answer(event.subject);
        case EventKind::certificate_answered:
        case EventKind::certificate_timer:
        case EventKind::certificate_over:
            return trust_->on_certificate_event(event, *pods_[event.subject]);
        case EventKind::node_lost:
        case EventKind::evictions_due:
        case EventKind::drain_goes_on:
            return nodes_->on_event(event);
        case EventKind::job_goes_on:
            return workloads_->on_job_goes_on(event.subject);
        case EventKind::progress_due:
            return workloads_->on_progress_due(event.subject);
        case EventKind::probe_due:
        case EventKind::probe_judged:
            return agents_->on_probe_event(event);
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
