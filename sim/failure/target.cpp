#include "sim/failure/target.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace weft::sim {
namespace {

bool has_labels(const mesh::control::Labels* labels, const mesh::control::Labels& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& label) {
        if (labels == nullptr) return false;
        const auto found = labels->find(label.first);
        return found != labels->end() && found->second == label.second;
    });
}

/// Whether it is among them; none of them means any.
bool is_one_of(const std::vector<std::string>& wanted, std::string_view name) {
    return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
}

/// A percentage of `available`.
std::size_t share_of_pods(const PodSelector& selector,
                          std::uint64_t percent,
                          std::size_t available) {
    const std::size_t rounding = selector.rounds_down ? 0 : 99;
    return std::min((available * percent + rounding) / 100, available);
}

/// How many of `available` pods to pick.
std::size_t picked_count(const PodSelector& selector, std::size_t available, mesh::Draws& draws) {
    switch (selector.pick) {
        case PodSelector::Pick::all:
            return available;
        case PodSelector::Pick::one:
            return std::min<std::size_t>(1, available);
        case PodSelector::Pick::count:
            return std::min<std::size_t>(selector.amount, available);
        case PodSelector::Pick::percent:
            return share_of_pods(selector, selector.amount, available);
        case PodSelector::Pick::up_to_percent:
            return share_of_pods(selector, draws.below(std::uint64_t{selector.amount} + 1),
                                 available);
    }
    return available;
}

}  // namespace

bool matches(const PodSelector& selector, const Candidate& candidate) {
    if (!selector.service.empty() && candidate.service != selector.service) return false;
    if (!selector.zone.empty() && candidate.zone != selector.zone) return false;
    if (!is_one_of(selector.namespaces, candidate.ns)) return false;
    if (!is_one_of(selector.names, candidate.name)) return false;
    if (!is_one_of(selector.nodes, candidate.node)) return false;
    return has_labels(candidate.labels, selector.labels);
}

std::vector<std::uint32_t> pick(const PodSelector& selector,
                                std::vector<std::uint32_t> of,
                                mesh::Draws& draws) {
    std::sort(of.begin(), of.end());

    // The first steps of a shuffle: drawing without replacement.
    const std::size_t count = picked_count(selector, of.size(), draws);
    if (count == of.size()) return of;
    for (std::size_t i = 0; i < count; ++i) {
        std::swap(of[i], of[i + draws.below(of.size() - i)]);
    }
    of.erase(of.begin() + static_cast<std::ptrdiff_t>(count), of.end());
    std::sort(of.begin(), of.end());
    return of;
}

std::vector<PodId> select(const PodSelector& selector,
                          std::span<const Candidate> candidates,
                          mesh::Draws& draws) {
    std::vector<std::uint32_t> numbers;
    for (const Candidate& candidate : candidates) {
        if (matches(selector, candidate)) numbers.push_back(candidate.id.number());
    }
    std::vector<PodId> pods;
    for (const std::uint32_t number : pick(selector, std::move(numbers), draws))
        pods.emplace_back(number);
    return pods;
}

}  // namespace weft::sim
