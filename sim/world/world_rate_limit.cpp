#include "sim/world/event_kinds.hpp"
#include "sim/world/world.hpp"

#include <algorithm>

namespace weft::sim {

/// What the service has counted of a descriptor, whose head names the policy that it is of.
mesh::RateWindow& World::window_of(mesh::ShapeId descriptor) {
    const auto known = rate_windows_.find(descriptor);
    if (known != rate_windows_.end()) return known->second;
    const std::string& service = shapes_.head(descriptor).authority;
    const auto& policy = plan_.defaults.service_policies.at(service);
    return rate_windows_.try_emplace(descriptor, policy.inbound.global_rate_limit->quota)
        .first->second;
}

/// The service is one place that counts a request when it is asked about, and whose answer takes a
/// while; faults do not reach it. Whoever cannot wait for it goes on without.
void World::ask_limit(const mesh::Action& action) {
    Work& work = works_[action.stream.number()];
    work.phase = Work::Phase::asked_about;
    if (work.root.sampled) mark(work, observe::Mark::Kind::asking);
    ++work.events;
    mesh::Draws draws = work.draws().of(mesh::Purpose::rate_limit);
    const Duration latency = rate_limit_latency_(draws);
    LimitQuestion& question = limit_questions_.take();
    question.work = &work;
    question.answered = latency <= action.delay;
    const mesh::RateWindow::Answer answer = window_of(action.shape).ask(1, now_);
    question.admitted = answer.admitted;
    question.resets_in = answer.resets_in;
    events_.at(now_ + std::min(latency, action.delay), EventKind::limit_answered, question.self);
}

void World::on_limit_answered(const Event& event) {
    LimitQuestion& record = limit_questions_[event.subject];
    const LimitQuestion question = record;
    limit_questions_.give_back(record);
    Work& work = *question.work;
    count(event, *work.pod, work.key);
    --work.events;
    if (work.phase == Work::Phase::dead) return let_go(work);
    if (work.phase != Work::Phase::asked_about) return;  // Its pod crashed meanwhile.
    tell_sidecar(*work.pod,
                 mesh::input::LimitAnswered{.stream = work.inbound,
                                            .id = mesh::StreamId{work.self},
                                            .answered = question.answered,
                                            .admitted = question.admitted,
                                            .resets_in = question.resets_in},
                 work.draws());
}

}  // namespace weft::sim
