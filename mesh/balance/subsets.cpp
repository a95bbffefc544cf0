#include "mesh/balance/subsets.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh {
namespace {

/// The labels of these keys; nothing if one of them is missing.
std::optional<SubsetLabels> values_of(const SubsetLabels& labels, const SubsetKeys& keys) {
    SubsetLabels values;
    for (const std::string& key : keys) {
        const auto found = labels.find(key);
        if (found == labels.end()) return std::nullopt;
        values.insert(*found);
    }
    return values;
}

bool has_all(const SubsetLabels& labels, const SubsetLabels& wanted) {
    return std::ranges::includes(labels, wanted);
}

bool has_keys(const SubsetLabels& labels, const SubsetKeys& keys) {
    return labels.size() == keys.size() && values_of(labels, keys);
}

}  // namespace

Subsets::Subsets(SubsetRules rules, std::span<const SubsetLabels> hosts)
    : rules_(std::move(rules)), groups_(2) {
    for (std::uint32_t host = 0; host < hosts.size(); ++host) {
        groups_[any].push_back(host);
        if (has_all(hosts[host], rules_.default_subset)) groups_[default_group].push_back(host);
        for (const SubsetSelector& selector : rules_.selectors) {
            const auto labels = values_of(hosts[host], selector.keys);
            if (!labels) continue;
            const auto [group, is_new] = group_of_labels_.try_emplace(*labels, groups_.size());
            if (is_new) groups_.emplace_back();
            std::vector<std::uint32_t>& members = groups_[group->second];
            // Two selectors of the same keys would count the host twice.
            if (members.empty() || members.back() != host) members.push_back(host);
        }
    }
}

std::vector<std::size_t> Subsets::candidates(const SubsetLabels& wanted) const {
    SubsetLabels labels = rules_.allow_redundant_keys ? without_redundant_keys(wanted) : wanted;
    while (true) {
        const SubsetSelector* const selector = selector_of(labels);
        if (selector == nullptr) return of_cluster();
        const auto found = group_of_labels_.find(labels);
        if (found != group_of_labels_.end()) return {found->second};
        if (selector->fallback == SubsetFallback::not_defined) return of_cluster();
        if (selector->fallback != SubsetFallback::keys_subset) {
            const auto group = group_of(selector->fallback);
            return group ? std::vector{*group} : std::vector<std::size_t>{};
        }
        const auto fewer = values_of(labels, selector->fallback_keys);
        if (!fewer || fewer->size() >= labels.size()) return of_cluster();
        labels = *fewer;
    }
}

std::vector<std::size_t> Subsets::candidates(const SubsetLabels& wanted,
                                             std::span<const SubsetLabels> overrides) const {
    if (overrides.empty()) return candidates(wanted);
    std::vector<std::size_t> all;
    for (const SubsetLabels& over : overrides) {
        SubsetLabels labels = over;
        labels.insert(wanted.begin(), wanted.end());
        for (const std::size_t group : candidates(labels))
            all.push_back(group);
    }
    return all;
}

/// The selector whose keys are just those of the labels.
const SubsetSelector* Subsets::selector_of(const SubsetLabels& wanted) const {
    if (wanted.empty()) return nullptr;
    const auto found = std::ranges::find_if(
        rules_.selectors, [&](const auto& selector) { return has_keys(wanted, selector.keys); });
    return found == rules_.selectors.end() ? nullptr : &*found;
}

/// The labels that the selector with the most keys knows, of those whose keys are all there; of
/// equally many the first in the order of its keys.
SubsetLabels Subsets::without_redundant_keys(const SubsetLabels& wanted) const {
    const SubsetSelector* best = nullptr;
    for (const SubsetSelector& selector : rules_.selectors) {
        if (!values_of(wanted, selector.keys)) continue;
        const bool better =
            best == nullptr || selector.keys.size() > best->keys.size() ||
            (selector.keys.size() == best->keys.size() && selector.keys < best->keys);
        if (better) best = &selector;
    }
    return best == nullptr ? wanted : *values_of(wanted, best->keys);
}

std::optional<std::size_t> Subsets::group_of(SubsetFallback fallback) const {
    if (fallback == SubsetFallback::any_endpoint) return any;
    if (fallback == SubsetFallback::default_subset) return default_group;
    return std::nullopt;
}

std::vector<std::size_t> Subsets::of_cluster() const {
    std::vector<std::size_t> groups;
    if (const auto group = group_of(rules_.fallback)) groups.push_back(*group);
    if (rules_.panic_mode_any) groups.push_back(any);
    return groups;
}

}  // namespace weft::mesh
