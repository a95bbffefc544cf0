#include "sim/failure/environment_state.hpp"

#include <algorithm>
#include <utility>

namespace weft::sim {
namespace {

/// The share that at least one of two independent ones strikes: 1 - (1 - a)(1 - b).
mesh::Ratio either(mesh::Ratio a, mesh::Ratio b) {
    const auto both = std::uint64_t{a.parts} * b.parts / mesh::Ratio::whole;
    return {a.parts + b.parts - static_cast<std::uint32_t>(both)};
}

void note_ends(std::vector<std::uint8_t>& ends, const std::vector<PodId>& pods, std::uint8_t end) {
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

void EnvironmentState::exit(FaultId fault, PodId pod) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::exit});
}

void EnvironmentState::cut_off(PodId pod, bool is_cut_off) {
    know(pod);
    PodState& state = pods_[pod.number()];
    if (state.is_cut_off == is_cut_off) return;
    state.is_cut_off = is_cut_off;
    if (is_cut_off) {
        ++cut_off_;
    } else {
        --cut_off_;
    }
    compose(pod.number());
}

void EnvironmentState::stop_node(FaultId fault, NodeId node) {
    const NodeEffect effect{fault, node};
    if (std::ranges::find(nodes_, effect) == nodes_.end()) nodes_.push_back(effect);
}

void EnvironmentState::slow(FaultId fault, PodId pod, double factor) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::slow, .factor = factor});
}

void EnvironmentState::take_cpu(FaultId fault, PodId pod, mesh::Ratio share) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::take_cpu, .cpu = share});
}

void EnvironmentState::freeze(FaultId fault, PodId pod) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::freeze});
}

void EnvironmentState::stall(FaultId fault, PodId pod, double factor) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::stall, .sleep = factor});
}

void EnvironmentState::fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::fail, .failure = {share, status}});
}

void EnvironmentState::strike(FaultId fault, PodId pod, const RequestFault& what) {
    know(pod);
    auto& struck = requests_[pod.number()];
    const auto said = std::ranges::find_if(struck, [&](const StruckRequests& earlier) {
        return earlier.fault == fault && earlier.what.kind == what.kind;
    });
    if (said == struck.end()) {
        struck.push_back({fault, what});
    } else {
        said->what = what;
    }
    compose(pod.number());
}

bool EnvironmentState::swallows(PodId pod) const {
    if (!picks_requests(pod)) return false;
    return std::ranges::any_of(struck_requests(pod), [](const StruckRequests& each) {
        return each.what.kind == RequestFault::Kind::swallow;
    });
}

void EnvironmentState::degrade(FaultId fault, PodId pod) {
    add(pod, {.fault = fault, .kind = PodEffect::Kind::degrade});
}

void EnvironmentState::delay(FaultId fault,
                             const Environment::Link& link,
                             const Distribution& added) {
    on_link(fault, link).added.emplace(added);
}

void EnvironmentState::lose(FaultId fault, const Environment::Link& link, mesh::Ratio share) {
    on_link(fault, link).loss = share;
}

void EnvironmentState::cut(FaultId fault, const Environment::Link& link) {
    on_link(fault, link).cut = true;
}

void EnvironmentState::heal(FaultId fault) {
    std::erase_if(rules_, [&](const LinkRule& rule) { return rule.fault == fault; });
    std::erase_if(control_, [&](const ControlEffect& effect) { return effect.fault == fault; });
    std::erase_if(names_, [&](const NameEffect& effect) { return effect.fault == fault; });
    std::erase_if(loads_, [&](const LoadEffect& effect) { return effect.fault == fault; });
    const auto is_of_fault = [&](const auto& effect) { return effect.fault == fault; };
    std::erase_if(marks_, is_of_fault);
    std::erase_if(clocks_, is_of_fault);
    std::erase_if(memory_, is_of_fault);
    std::erase_if(nodes_, [&](const NodeEffect& effect) { return effect.fault == fault; });
    for (std::size_t pod = 0; pod < pods_.size(); ++pod) {
        const auto healed = std::erase_if(effects_[pod], [&](const PodEffect& effect) {
            return effect.fault == fault && effect.kind != PodEffect::Kind::crash;
        });
        const auto spared = std::erase_if(
            requests_[pod], [&](const StruckRequests& struck) { return struck.fault == fault; });
        if (healed + spared > 0) compose(pod);
    }
}

mesh::Duration EnvironmentState::push_work(mesh::Duration work) const {
    auto stretched = static_cast<double>(work.count());
    for (const ControlEffect& effect : control_)
        stretched *= effect.factor;
    return mesh::Duration{static_cast<std::int64_t>(stretched)};
}

std::vector<mesh::RootId> EnvironmentState::roots() const {
    std::vector<mesh::RootId> roots{mesh::RootId{0}};
    for (const ControlEffect& effect : control_) {
        if (effect.root == Root::same) continue;
        if (effect.root == Root::alone) roots.clear();
        roots.emplace_back(effect.fault.number() + 1);
    }
    return roots;
}

mesh::Duration EnvironmentState::lookup_delay(const mesh::Draws& draws) const {
    mesh::Duration sum{};
    for (const NameEffect& effect : names_) {
        mesh::Draws own = draws.of(mesh::Purpose::network, effect.fault.number());
        if (effect.added) sum += (*effect.added)(own);
    }
    return sum;
}

bool EnvironmentState::lookup_fails(const mesh::Draws& draws) const {
    return std::ranges::any_of(names_, [&](const NameEffect& effect) {
        mesh::Draws own = draws.of(mesh::Purpose::loss, effect.fault.number());
        return effect.failures.admits(own.next());
    });
}

LinkEffect EnvironmentState::link(PodId from, PodId to) const {
    LinkEffect effect;
    if (cut_off_ > 0) effect.cut = is_cut_off(from) || is_cut_off(to);
    for (const LinkRule& rule : rules_) {
        if (!rule.covers(from, to)) continue;
        effect.cut |= rule.cut;
        effect.delayed |= rule.added.has_value();
        effect.impaired |= rule.impairment.has_value();
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
    const std::uint8_t sender = end_of(from);
    const std::uint8_t receiver = end_of(to);
    if ((sender & end_a) != 0 && (receiver & end_b) != 0) return true;
    return !one_way && (sender & end_b) != 0 && (receiver & end_a) != 0;
}

void EnvironmentState::know(PodId pod) {
    if (knows(pod)) return;
    known_ = pod.number() + 1;
    pods_.resize(known_);
    effects_.resize(pods_.size());
    requests_.resize(pods_.size());
}

void EnvironmentState::add(PodId pod, const PodEffect& effect) {
    know(pod);
    auto& effects = effects_[pod.number()];
    const auto said = std::ranges::find_if(effects, [&](const PodEffect& earlier) {
        return earlier.fault == effect.fault && earlier.kind == effect.kind;
    });
    if (said == effects.end()) {
        effects.push_back(effect);
    } else {
        *said = effect;
    }
    compose(pod.number());
}

/// From scratch, so that a pod is exactly as before when its last fault has gone.
void EnvironmentState::compose(std::size_t pod) {
    PodState state;
    state.is_cut_off = pods_[pod].is_cut_off;
    if (state.is_cut_off) ++state.crashes;
    state.picks_requests = !requests_[pod].empty();
    for (const PodEffect& effect : effects_[pod]) {
        if (effect.kind == PodEffect::Kind::exit) state.exits = true;
        if (effect.kind == PodEffect::Kind::crash) ++state.crashes;
        if (effect.kind == PodEffect::Kind::degrade) state.degraded = true;
        if (effect.kind == PodEffect::Kind::freeze) state.is_frozen = true;
        state.factor *= effect.factor;
        state.sleep *= effect.sleep;
        state.cpu_lost = either(state.cpu_lost, effect.cpu);
        if (state.failure.share.is_zero()) state.failure.status = effect.failure.status;
        state.failure.share = either(state.failure.share, effect.failure.share);
    }
    pods_[pod] = state;
}

/// What this fault does to that link, to be changed.
EnvironmentState::LinkRule& EnvironmentState::on_link(FaultId fault,
                                                      const Environment::Link& link) {
    LinkRule rule{.fault = fault, .one_way = link.one_way, .ends = {}};
    note_ends(rule.ends, link.a, end_a);
    note_ends(rule.ends, link.b, end_b);
    const auto said = std::ranges::find_if(rules_, [&](const LinkRule& earlier) {
        return earlier.fault == fault && earlier.one_way == rule.one_way &&
               earlier.ends == rule.ends;
    });
    return said == rules_.end() ? rules_.emplace_back(std::move(rule)) : *said;
}

EnvironmentState::ControlEffect& EnvironmentState::on_control(FaultId fault) {
    const auto said = std::ranges::find(control_, fault, &ControlEffect::fault);
    return said == control_.end() ? control_.emplace_back(ControlEffect{.fault = fault}) : *said;
}

EnvironmentState::NameEffect& EnvironmentState::on_names(FaultId fault) {
    const auto said = std::ranges::find(names_, fault, &NameEffect::fault);
    return said == names_.end() ? names_.emplace_back(NameEffect{.fault = fault}) : *said;
}

}  // namespace weft::sim
