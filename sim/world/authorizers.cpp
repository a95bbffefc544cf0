#include "sim/world/authorizers.hpp"

#include "sim/world/event_kinds.hpp"
#include "sim/world/trust.hpp"

#include <algorithm>
#include <cassert>

namespace weft::sim {

using mesh::Purpose;

Authorizers::Authorizers(World& world, const std::vector<AuthorizerPlan>& plans) : world_(world) {
    for (const AuthorizerPlan& plan : plans) {
        known_.push_back(
            {.name = plan.name, .latency = Sampler{plan.latency}, .denied = plan.denied});
    }
}

void Authorizers::ask(const mesh::Action& action) {
    Work& work = world_.works_[action.stream.number()];
    const std::string& name = world_.shapes_.head(action.shape).authority;
    const auto of = std::ranges::find(known_, name, &Known::name);
    assert(of != known_.end());
    work.phase = Work::Phase::asked_about;
    if (work.root.sampled) world_.mark(work, observe::Mark::Kind::authorizing);
    ++work.events;
    mesh::Draws draws = work.draws().of(Purpose::authorizer);
    const Duration latency = of->latency(draws);
    const mesh::RequestKey request{.root = work.key.root, .position = work.key.position};
    mesh::Draws fate = mesh::Draws{request}.of(Purpose::authorizer, 1);
    Question& question = questions_.take();
    question.work = &work;
    question.answered = latency <= action.delay && !world_.environment_.authorizers_silent();
    question.allowed = !of->denied.admits(fate.next());
    const Duration wait = question.answered ? latency : action.delay;
    world_.events_.at(world_.now_ + wait, EventKind::authorizer_answered, question.self);
}

void Authorizers::on_answer(const Event& event) {
    Question& record = questions_[event.subject];
    const Question question = record;
    questions_.give_back(record);
    Work& work = *question.work;
    world_.count(event, *work.pod, work.key);
    --work.events;
    if (work.phase == Work::Phase::dead) return world_.let_go(work);
    if (work.phase != Work::Phase::asked_about) return;  // Its pod crashed meanwhile.
    const mesh::InboundConnection from = world_.trust_->connection_of(work);
    world_.tell_sidecar(*work.pod,
                        mesh::input::AuthorizerAnswered{.stream = work.inbound,
                                                        .id = mesh::StreamId{work.self},
                                                        .shape = work.shape,
                                                        .connection = from,
                                                        .answered = question.answered,
                                                        .allowed = question.allowed},
                        work.draws());
}

}  // namespace weft::sim
