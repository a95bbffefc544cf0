#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// Subsets of a cluster: hosts by their labels, and which of them a request that names labels gets.
/// Source: the reference proxy's subset load balancer.
namespace weft::mesh {

using SubsetLabels = std::map<std::string, std::string, std::less<>>;
using SubsetKeys = std::set<std::string, std::less<>>;

/// Where a request goes whose subset has no host.
enum class SubsetFallback : std::uint8_t {
    not_defined,     ///< Of a selector: what the cluster says.
    no_fallback,     ///< Nowhere.
    any_endpoint,    ///< To all hosts.
    default_subset,  ///< To the hosts with the default labels.
    keys_subset,     ///< Of a selector: where it would go with fewer keys.
};

/// Hosts that have all of these keys form one subset for each combination of their values.
struct SubsetSelector {
    SubsetKeys keys;
    SubsetFallback fallback = SubsetFallback::not_defined;
    SubsetKeys fallback_keys{};  ///< For keys_subset: a proper part of `keys`.
};

struct SubsetRules {
    std::vector<SubsetSelector> selectors;
    SubsetFallback fallback = SubsetFallback::no_fallback;
    SubsetLabels default_subset{};      ///< Empty: all hosts.
    bool allow_redundant_keys = false;  ///< A request may name keys that no selector has.
    bool panic_mode_any = false;        ///< All hosts, where even the fallback has none.
};

/// Which hosts there are for which labels.
class Subsets {
public:
    static constexpr std::size_t any = 0;            ///< The group of all hosts.
    static constexpr std::size_t default_group = 1;  ///< That of the default labels.

    /// The labels of each host.
    Subsets(SubsetRules rules, std::span<const SubsetLabels> hosts);

    /// Groups of hosts to ask one after the other until one of them yields a host. A subset that
    /// has any host is the only one, even if none of them may be chosen.
    std::vector<std::size_t> candidates(const SubsetLabels& wanted) const;

    /// The same with each override put over the wanted labels in turn (metadata fallback list).
    std::vector<std::size_t> candidates(const SubsetLabels& wanted,
                                        std::span<const SubsetLabels> overrides) const;

    /// Positions of each group's hosts.
    const std::vector<std::vector<std::uint32_t>>& groups() const { return groups_; }

    /// The groups that have labels of their own: those of the selectors.
    const std::map<SubsetLabels, std::size_t>& group_of_labels() const { return group_of_labels_; }

private:
    const SubsetSelector* selector_of(const SubsetLabels& wanted) const;
    SubsetLabels without_redundant_keys(const SubsetLabels& wanted) const;
    std::optional<std::size_t> group_of(SubsetFallback fallback) const;
    std::vector<std::size_t> of_cluster() const;

    SubsetRules rules_;
    std::vector<std::vector<std::uint32_t>> groups_;
    std::map<SubsetLabels, std::size_t> group_of_labels_;
};

}  // namespace weft::mesh
