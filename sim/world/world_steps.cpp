#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <string>

namespace weft::sim {
namespace {

const char* name_of(EventKind kind) {
    switch (kind) {
        case EventKind::arrival:
            return "arrival";
        case EventKind::user_returns:
            return "user_returns";
        case EventKind::request_arrives:
            return "request_arrives";
        case EventKind::answer_arrives:
            return "answer_arrives";
        case EventKind::reset_arrives:
            return "reset_arrives";
        case EventKind::cancel_arrives:
            return "cancel_arrives";
        case EventKind::resend:
            return "resend";
        case EventKind::compute_done:
            return "compute_done";
        case EventKind::branch_done:
            return "branch_done";
        case EventKind::request_timeout:
            return "request_timeout";
        case EventKind::try_timeout:
            return "try_timeout";
        case EventKind::injected_delay:
            return "injected_delay";
        case EventKind::alarm:
            return "backoff_over";
        case EventKind::patience:
            return "patience_over";
        case EventKind::cluster_timer:
            return "cluster_timer";
        case EventKind::config_push:
            return "config_push";
        case EventKind::crash_noticed:
            return "crash_noticed";
        case EventKind::step_start:
            return "step_start";
        case EventKind::step_stop:
            return "step_stop";
        case EventKind::hedge_timer:
            return "hedge_timer";
        case EventKind::handshake_at_pod:
            return "handshake_at_pod";
        case EventKind::handshake_at_caller:
            return "handshake_at_caller";
        case EventKind::handshake_resend:
            return "handshake_resend";
        case EventKind::connection_refused:
            return "connection_refused";
        case EventKind::connection_closed:
            return "connection_closed";
        case EventKind::connection_draining:
            return "connection_draining";
        case EventKind::keep_alive_over:
            return "keep_alive_over";
        case EventKind::connection_timer:
            return "connection_timer";
        case EventKind::probe_arrives:
            return "probe_arrives";
        case EventKind::probe_answered:
            return "probe_answered";
        case EventKind::check_arrives:
            return "check_arrives";
        case EventKind::check_answered:
            return "check_answered";
        case EventKind::check_resent:
            return "check_resent";
        case EventKind::limit_answered:
            return "limit_answered";
        case EventKind::authorizer_answered:
            return "authorizer_answered";
        case EventKind::keys_due:
            return "keys_due";
        case EventKind::keys_answered:
            return "keys_answered";
        case EventKind::news_arrives:
            return "news_arrives";
        case EventKind::push_sent:
            return "push_sent";
        case EventKind::config_arrives:
            return "config_arrives";
        case EventKind::containers_run:
            return "containers_run";
        case EventKind::app_up:
            return "app_up";
        case EventKind::probes_pass:
            return "probes_pass";
        case EventKind::status_written:
            return "status_written";
        case EventKind::pod_available:
            return "pod_available";
        case EventKind::takes_nothing:
            return "takes_nothing";
        case EventKind::pod_gone:
            return "pod_gone";
        case EventKind::proxies_connected:
            return "proxies_connected";
        case EventKind::certificate_answered:
            return "certificate_answered";
        case EventKind::certificate_timer:
            return "certificate_timer";
        case EventKind::certificate_over:
            return "certificate_over";
        case EventKind::control_connection:
            return "control_connection";
        case EventKind::app_starts:
            return "app_starts";
        case EventKind::name_resolved:
            return "name_resolved";
        case EventKind::start_tried:
            return "start_tried";
        case EventKind::cpu_due:
            return "cpu_due";
        case EventKind::autoscale:
            return "autoscale";
        case EventKind::out_of_memory:
            return "out_of_memory";
        case EventKind::node_lost:
            return "node_lost";
        case EventKind::evictions_due:
            return "evictions_due";
        case EventKind::toleration_over:
            return "toleration_over";
        case EventKind::exit_noticed:
            return "exit_noticed";
        case EventKind::container_restarts:
            return "container_restarts";
        case EventKind::start_given_up:
            return "start_given_up";
        case EventKind::killed_looked_at:
            return "killed_looked_at";
        case EventKind::job_pod_done:
            return "job_pod_done";
        case EventKind::probe_due:
            return "probe_due";
        case EventKind::probe_judged:
            return "probe_judged";
        case EventKind::job_goes_on:
            return "job_goes_on";
        case EventKind::progress_due:
            return "progress_due";
        case EventKind::drain_goes_on:
            return "drain_goes_on";
        case EventKind::condition_due:
            return "condition_due";
        case EventKind::strength_due:
            return "strength_due";
        case EventKind::request_kills:
            return "request_kills";
        case EventKind::lie_noticed:
            return "lie_noticed";
        case EventKind::memory_due:
            return "memory_due";
        case EventKind::init_due:
            return "init_due";
        case EventKind::sidecar_due:
            return "sidecar_due";
        case EventKind::proxy_starts:
            return "proxy_starts";
    }
    return "";
}

}  // namespace

std::optional<observe::PlayedEvent> World::step(Instant until) {
    until = std::min(until, plan_.horizon);
    while (now_ < until) {
        const Instant stop = std::min(end_of_interval(), until);
        if (const auto event = events_.pop(stop - Duration{1})) {
            observe::PlayedEvent played;
            describe(*event, played);
            const std::uint64_t before = fingerprint_.value();
            now_ = event->at;
            dispatch(*event);
            played.fingerprint = fingerprint_.value() - before;
            return played;
        }
        pass_to(stop);
    }
    if (is_over()) check_books();
    return std::nullopt;
}

/// Before it is played: afterwards its records may belong to others.
void World::describe(const Event& event, observe::PlayedEvent& played) const {
    played.at = event.at;
    played.kind = name_of(event.kind);
    switch (event.kind) {
        case EventKind::request_arrives:
        case EventKind::compute_done:
        case EventKind::branch_done:
        case EventKind::cancel_arrives: {
            const Work& work = works_[event.subject];
            played.who = work.pod->name;
            if (event.kind == EventKind::request_arrives) played.from = work.proxy->name;
            return describe(work, played);
        }
        case EventKind::answer_arrives:
        case EventKind::reset_arrives:
        case EventKind::resend: {
            const Work& work = works_[event.subject];
            played.who = work.proxy->name;
            played.from = work.pod->name;
            const bool is_answer = event.kind == EventKind::answer_arrives;
            if (is_answer && work.is_spoilt) played.kind = "spoilt_answer_arrives";
            return describe(work, played);
        }
        case EventKind::request_timeout:
        case EventKind::try_timeout:
        case EventKind::injected_delay:
        case EventKind::patience:
        case EventKind::hedge_timer:
            return describe(calls_[event.subject], played);
        case EventKind::alarm:
        case EventKind::name_resolved:
            return describe(calls_[alarms_[event.subject].call], played);
        case EventKind::handshake_at_pod:
            played.who = connections_[event.subject].pod->name;
            played.from = connections_[event.subject].proxy->name;
            return;
        case EventKind::handshake_at_caller:
        case EventKind::handshake_resend:
        case EventKind::connection_refused:
        case EventKind::connection_closed:
        case EventKind::connection_draining:
            played.who = connections_[event.subject].proxy->name;
            played.from = connections_[event.subject].pod->name;
            return;
        case EventKind::cluster_timer:
            played.who = proxy_timers_[event.subject].proxy->name;
            return;
        case EventKind::arrival:
            played.load = loads_[event.subject]->plan.id;
            played.request = loads_[event.subject]->sent;
            return;
        case EventKind::user_returns:
            played.load = loads_[users_[event.subject].load]->plan.id;
            return;
        case EventKind::crash_noticed:
        case EventKind::containers_run:
        case EventKind::app_up:
        case EventKind::probes_pass:
        case EventKind::status_written:
        case EventKind::pod_available:
        case EventKind::takes_nothing:
        case EventKind::pod_gone:
        case EventKind::app_starts:
        case EventKind::start_tried:
        case EventKind::certificate_answered:
        case EventKind::certificate_timer:
        case EventKind::certificate_over:
        case EventKind::control_connection:
        case EventKind::cpu_due:
        case EventKind::out_of_memory:
        case EventKind::toleration_over:
        case EventKind::exit_noticed:
        case EventKind::container_restarts:
        case EventKind::start_given_up:
        case EventKind::killed_looked_at:
        case EventKind::job_pod_done:
        case EventKind::request_kills:
        case EventKind::lie_noticed:
        case EventKind::memory_due:
        case EventKind::init_due:
        case EventKind::sidecar_due:
        case EventKind::proxy_starts:
            played.who = pods_[event.subject]->name;
            return;
        case EventKind::push_sent:
        case EventKind::config_arrives:
            played.who = link_->receiver(event.subject).name;
            return;
        case EventKind::step_start:
        case EventKind::step_stop:
        case EventKind::condition_due:
        case EventKind::strength_due:
            played.from = plan_.timeline[event.subject].id;
            return;
        default:
            return;  // Of the cluster as a whole, or of what has no name.
    }
}

void World::describe(const Work& work, observe::PlayedEvent& played) const {
    played.load = loads_[work.root.load]->plan.id;
    played.request = work.root.number;
}

void World::describe(const Call& call, observe::PlayedEvent& played) const {
    played.who = call.proxy->name;
    played.load = loads_[call.root.load]->plan.id;
    played.request = call.root.number;
}

}  // namespace weft::sim
