#include "sim/failure/environment_state.hpp"

#include <algorithm>
#include <utility>

namespace weft::sim {
namespace {

constexpr std::uint8_t end_a = 1;
constexpr std::uint8_t end_b = 2;

/// The share that at least one of two independent ones strikes: 1 - (1 - a)(1 - b).
mesh::Ratio either(mesh::Ratio a, mesh::Ratio b) {
    const auto both = std::uint64_t{a.parts} * b.parts / mesh::Ratio::whole;
    return {a.parts + b.parts - static_cast<std::uint32_t>(both)};
}

void mark(std::vector<std::uint8_t>& ends, const std::vector<PodId>& pods, std::uint8_t end) {
    for (const PodId pod : pods) {
        if (pod.number() >= ends.size()) ends.resize(pod.number() + std::size_t{1});
        ends[pod.number()] |= end;
    }
}

}  // namespace

void EnvironmentState::crash(FaultId fault, PodId pod) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::crash});
}

void EnvironmentState::restart(FaultId fault, PodId pod) {
    if (!knows(pod)) return;
    std::erase_if(effects_[pod.number()], [&](const PodEffect& effect) {
        return effect.fault == fault && effect.kind == PodEffect::Kind::crash;
    });
    compose(pod.number());
}

void EnvironmentState::slow(FaultId fault, PodId pod, double factor) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::slow, .factor = factor});
}

void EnvironmentState::fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::fail, .failure = {share, status}});
}

void EnvironmentState::degrade(FaultId fault, PodId pod) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::degrade});
}

void EnvironmentState::delay(FaultId fault,
                             const Environment::Link& link,
                             const Distribution& added) {
    add_rule(fault, link).added.emplace(added);
}

void EnvironmentState::lose(FaultId fault, const Environment::Link& link, mesh::Ratio share) {
    add_rule(fault, link).loss = share;
}

void EnvironmentState::cut(FaultId fault, const Environment::Link& link) {
    add_rule(fault, link).cut = true;
}

void EnvironmentState::heal(FaultId fault) {
    std::erase_if(rules_, [&](const LinkRule& rule) { return rule.fault == fault; });
    std::erase_if(control_, [&](const ControlEffect& effect) { return effect.fault == fault; });
    for (std::size_t pod = 0; pod < pods_.size(); ++pod) {
        const auto healed = std::erase_if(effects_[pod], [&](const PodEffect& effect) {
            return effect.fault == fault && effect.kind != PodEffect::Kind::crash;
        });
        if (healed > 0) compose(pod);
    }
}

mesh::Duration EnvironmentState::push_work(mesh::Duration work) const {
    auto stretched = static_cast<double>(work.count());
    for (const ControlEffect& effect : control_)
        stretched *= effect.factor;
    return mesh::Duration{static_cast<std::int64_t>(stretched)};
}

LinkEffect EnvironmentState::link(PodId from, PodId to) const {
    LinkEffect effect;
    for (const LinkRule& rule : rules_) {
        if (!rule.covers(from, to)) continue;
        effect.cut |= rule.cut;
        effect.delayed |= rule.added.has_value();
        effect.loss = either(effect.loss, rule.loss);
    }
    return effect;
}

mesh::Duration EnvironmentState::added_delay(PodId from, PodId to, const mesh::Draws& draws) const {
    mesh::Duration sum{};
    for (const LinkRule& rule : rules_) {
        if (!rule.added || !rule.covers(from, to)) continue;
        mesh::Draws own = draws.of(mesh::Purpose::network, rule.fault.number());
        sum += (*rule.added)(own);
    }
    return sum;
}

bool EnvironmentState::LinkRule::covers(PodId from, PodId to) const {
    const auto at = [&](PodId pod) {
        return pod.number() < ends.size() ? ends[pod.number()] : std::uint8_t{0};
    };
    const std::uint8_t sender = at(from);
    const std::uint8_t receiver = at(to);
    if ((sender & end_a) != 0 && (receiver & end_b) != 0) return true;
    return !one_way && (sender & end_b) != 0 && (receiver & end_a) != 0;
}

void EnvironmentState::add(PodId pod, const PodEffect& effect) {
    if (!knows(pod)) {
        pods_.resize(pod.number() + std::size_t{1});
        effects_.resize(pods_.size());
    }
    effects_[pod.number()].push_back(effect);
    compose(pod.number());
}

/// From scratch, so that a pod is exactly as before when its last fault has gone.
void EnvironmentState::compose(std::size_t pod) {
    PodState state;
    for (const PodEffect& effect : effects_[pod]) {
        if (effect.kind == PodEffect::Kind::crash) ++state.crashes;
        if (effect.kind == PodEffect::Kind::degrade) state.degraded = true;
        state.factor *= effect.factor;
        if (state.failure.share.is_zero()) state.failure.status = effect.failure.status;
        state.failure.share = either(state.failure.share, effect.failure.share);
    }
    pods_[pod] = state;
}

EnvironmentState::LinkRule& EnvironmentState::add_rule(FaultId fault,
                                                       const Environment::Link& link) {
    LinkRule rule{.fault = fault, .one_way = link.one_way, .ends = {}};
    mark(rule.ends, link.a, end_a);
    mark(rule.ends, link.b, end_b);
    return rules_.emplace_back(std::move(rule));
}

}  // namespace weft::sim
