#include "sim/world/world.hpp"

#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::sim {

World::World(WorldPlan plan, observe::Recorder* recorder)
    : plan_(std::move(plan)),
      facts_(recorder),
      control_(plan_.defaults),
      network_(plan_.network, events_) {
    assert(plan_.interval > Duration::zero());
    facts_.number(observe::NameKind::version, "");
    build_zones();
    for (const auto& resource : plan_.resources)
        store_.put(resource, now_);
    build_loads();
    follow_store();
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

void World::count(const Event& event, Pod& pod, const mesh::RequestKey& key) {
    fingerprint_.add(event.at, static_cast<std::uint32_t>(event.kind), pod.entity,
                     key.root ^ key.position, ++pod.events);
}

void World::dispatch(const Event& event) {
    const Handle subject = event.subject;
    switch (event.kind) {
        case EventKind::request_arrives:
            count(event, *pods_[works_[subject].pod], works_[subject].key);
            return on_arrival_at_pod(subject);
        case EventKind::answer_arrives:
            count(event, *pods_[works_[subject].proxy], works_[subject].key);
            return on_answer(subject);
        case EventKind::compute_done:
            count(event, *pods_[works_[subject].pod], works_[subject].key);
            return on_compute_done(subject);
        case EventKind::arrival:
            count(event, *pods_[loads_[subject]->client], {});
            return on_arrival(subject);
        case EventKind::branch_done:
            count(event, *pods_[works_[subject].pod], works_[subject].key);
            return on_branch_done(subject);
        case EventKind::reset_arrives:
            count(event, *pods_[works_[subject].proxy], works_[subject].key);
            return on_reset(subject);
        case EventKind::cancel_arrives:
            count(event, *pods_[works_[subject].pod], works_[subject].key);
            return on_cancel(subject);
        case EventKind::resend:
            count(event, *pods_[works_[subject].proxy], works_[subject].key);
            return on_resend(subject);
        case EventKind::user_returns:
            count(event, *pods_[loads_[users_[subject].load]->client], {});
            return on_user(subject);
        case EventKind::request_timeout:
            count(event, *pods_[calls_[subject].proxy], calls_[subject].key);
            return on_call_timer(subject, mesh::TimerKind::request_timeout);
        case EventKind::try_timeout:
            count(event, *pods_[calls_[subject].proxy], calls_[subject].key);
            return on_call_timer(subject, mesh::TimerKind::try_timeout);
        case EventKind::injected_delay:
            count(event, *pods_[calls_[subject].proxy], calls_[subject].key);
            return on_call_timer(subject, mesh::TimerKind::injected_delay);
        case EventKind::patience:
            count(event, *pods_[calls_[subject].proxy], calls_[subject].key);
            return on_patience(subject);
        case EventKind::alarm:
            return on_alarm(event);
        case EventKind::cluster_timer:
            return on_cluster_timer(event);
        case EventKind::config_push:
            return push_configurations();
        case EventKind::crash_noticed:
            count(event, *pods_[subject], {});
            return on_crash_noticed(subject);
        case EventKind::step_start:
            return start_step(subject);
        case EventKind::step_stop:
            return stop_step(subject);
    }
}

}  // namespace weft::sim
