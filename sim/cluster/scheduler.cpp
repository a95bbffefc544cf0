#include "sim/cluster/scheduler.hpp"

#include "mesh/control/locality.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <utility>
#include <xxhash.h>

namespace weft::sim {
namespace {

using mesh::control::LabelRule;
using mesh::control::Labels;
using mesh::control::PlacementRules;
using mesh::control::PodTemplate;

/// How many pods of some kind there are in each place that a label of nodes names.
class PlaceCounts {
public:
    explicit PlaceCounts(const std::string& key) : key_(key) {}

    /// Places count even if nobody is there.
    void add_place(const NodeState& node) {
        if (const std::string* const place = place_of(node)) counts_.try_emplace(*place, 0);
    }

    void add(const NodeState& node, std::uint32_t pods) {
        if (const std::string* const place = place_of(node)) counts_[*place] += pods;
    }

    /// Nothing if the node is in no such place.
    std::optional<std::uint32_t> at(const NodeState& node) const {
        const std::string* const place = place_of(node);
        if (place == nullptr) return std::nullopt;
        const auto found = counts_.find(*place);
        return found == counts_.end() ? 0 : found->second;
    }

    std::uint32_t fewest() const {
        std::uint32_t fewest = std::numeric_limits<std::uint32_t>::max();
        for (const auto& [place, count] : counts_)
            fewest = std::min(fewest, count);
        return counts_.empty() ? 0 : fewest;
    }

private:
    const std::string* place_of(const NodeState& node) const {
        const auto label = node.labels.find(key_);
        return label == node.labels.end() ? nullptr : &label->second;
    }

    const std::string& key_;
    std::map<std::string, std::uint32_t> counts_;
};

/// Whether a term of a pod in namespace `own` is about a pod.
template <class Term>
bool means(const Term& term, std::string_view own, std::string_view ns, const Labels& labels) {
    return term.namespaces.holds(own, ns) && matches(term.pods, labels);
}

/// What draws a pod to nodes: others that are there, and what it would rather have.
class Attraction {
public:
    Attraction(const PodToPlace& pod,
               std::span<const NodeState> nodes,
               std::span<const PlacedPod> others)
        : rules_(pod.made_from.placement) {
        const std::string& ns = pod.pod.meta.ns;
        for (const auto& term : rules_.affinity) {
            PlaceCounts& counts = counts_.emplace_back(term.topology_key);
            for (const PlacedPod& other : others) {
                const bool counts_here = term.weight == 0
                                             ? is_company(ns, other.ns, *other.labels)
                                             : means(term, ns, other.ns, *other.labels);
                if (counts_here) counts.add(nodes[other.node], other.count);
            }
        }
        is_first_ = is_company(ns, ns, pod.pod.meta.labels) &&
                    std::ranges::none_of(others, [&](const PlacedPod& other) {
                        return is_company(ns, other.ns, *other.labels);
                    });
    }

    /// The first of pods that want each other's company goes where it likes.
    bool admit(const NodeState& node) const {
        for (std::size_t at = 0; at < counts_.size(); ++at) {
            if (rules_.affinity[at].weight > 0) continue;
            const auto here = counts_[at].at(node);
            if (!here || (*here == 0 && !is_first_)) return false;
        }
        return true;
    }

    /// What is preferred weighs more.
    std::int64_t weight(const NodeState& node) const {
        std::int64_t weight = 0;
        for (std::size_t at = 0; at < counts_.size(); ++at) {
            const std::int64_t of_each = rules_.affinity[at].weight;
            weight += of_each * counts_[at].at(node).value_or(0);
        }
        for (const auto& preference : rules_.node_preferences) {
            if (matches(preference.nodes, node.labels)) weight += preference.weight;
        }
        return weight;
    }

private:
    /// Where several terms are required, only pods that all of them mean are company.
    bool is_company(std::string_view own, std::string_view ns, const Labels& labels) const {
        return std::ranges::all_of(rules_.affinity, [&](const auto& term) {
            return term.weight > 0 || means(term, own, ns, labels);
        });
    }

    const PlacementRules& rules_;
    std::vector<PlaceCounts> counts_;  ///< Of each term.
    bool is_first_ = false;
};

bool is_drawn(const PlacementRules& rules) {
    return !rules.affinity.empty() || !rules.node_preferences.empty();
}

bool fits_labels(const NodeState& node, const PlacementRules& rules) {
    const bool has_labels = std::ranges::all_of(rules.node_labels, [&](const auto& wanted) {
        const auto label = node.labels.find(wanted.first);
        return label != node.labels.end() && label->second == wanted.second;
    });
    if (!has_labels || rules.node_terms.empty()) return has_labels;
    return std::ranges::any_of(rules.node_terms,
                               [&](const auto& term) { return matches(term, node.labels); });
}

/// What others mean to a pod.
class Neighbours {
public:
    Neighbours(const PodToPlace& pod,
               std::span<const NodeState> nodes,
               std::span<const PlacedPod> others)
        : rules_(pod.made_from.placement), labels_(pod.pod.meta.labels) {
        const std::string& ns = pod.pod.meta.ns;
        for (const auto& rule : rules_.anti_affinity) {
            PlaceCounts& counts = anti_.emplace_back(rule.topology_key);
            for (const PlacedPod& other : others) {
                if (means(rule, ns, other.ns, *other.labels))
                    counts.add(nodes[other.node], other.count);
            }
        }
        for (const auto& rule : rules_.spread)
            count_spread(rule, ns, nodes, others);
        for (const PlacedPod& other : others) {
            if (other.keeps_from != nullptr) keep_from(other, ns, nodes[other.node]);
        }
    }

    bool admit(const NodeState& node) const {
        for (std::size_t at = 0; at < anti_.size(); ++at) {
            if (rules_.anti_affinity[at].weight > 0) continue;
            if (anti_[at].at(node).value_or(0) > 0) return false;
        }
        for (const auto& [rule, counts] : kept_from_) {
            if (rule->weight == 0 && counts.at(node).value_or(0) > 0) return false;
        }
        for (std::size_t at = 0; at < spread_.size(); ++at) {
            const auto& rule = rules_.spread[at];
            if (!rule.is_required) continue;
            const auto here = spread_[at].at(node);
            if (!here) return false;
            const std::uint32_t own = matches(rule.pods, labels_) ? 1 : 0;
            if (*here + own > fewest_[at] + rule.max_skew) return false;
        }
        return true;
    }

    /// What is preferred costs less.
    std::uint64_t cost(const NodeState& node) const {
        std::uint64_t cost = 0;
        for (std::size_t at = 0; at < anti_.size(); ++at) {
            const std::uint32_t weight = rules_.anti_affinity[at].weight;
            cost += std::uint64_t{weight} * anti_[at].at(node).value_or(0);
        }
        for (const auto& [rule, counts] : kept_from_)
            cost += std::uint64_t{rule->weight} * counts.at(node).value_or(0);
        for (std::size_t at = 0; at < spread_.size(); ++at) {
            if (!rules_.spread[at].is_required) cost += spread_[at].at(node).value_or(0);
        }
        return cost;
    }

private:
    /// Nodes on which the pod may not run count for nothing, nor do the pods there.
    void count_spread(const mesh::control::SpreadRule& rule,
                      std::string_view ns,
                      std::span<const NodeState> nodes,
                      std::span<const PlacedPod> others) {
        PlaceCounts& counts = spread_.emplace_back(rule.topology_key);
        for (const NodeState& node : nodes) {
            if (fits_labels(node, rules_)) counts.add_place(node);
        }
        for (const PlacedPod& other : others) {
            const bool counts_here = other.ns == ns && matches(rule.pods, *other.labels);
            if (counts_here && fits_labels(nodes[other.node], rules_))
                counts.add(nodes[other.node], other.count);
        }
        fewest_.push_back(counts.fewest());
    }

    /// Pods that share their rules share one count of each.
    void keep_from(const PlacedPod& other, std::string_view ns, const NodeState& node) {
        for (const auto& rule : *other.keeps_from) {
            if (!means(rule, other.ns, ns, labels_)) continue;
            auto known = std::ranges::find_if(
                kept_from_, [&](const auto& counted) { return *counted.first == rule; });
            if (known == kept_from_.end()) {
                kept_from_.emplace_back(&rule, PlaceCounts{rule.topology_key});
                known = kept_from_.end() - 1;
            }
            known->second.add(node, other.count);
        }
    }

    const PlacementRules& rules_;
    const Labels& labels_;
    std::vector<PlaceCounts> anti_;
    std::vector<PlaceCounts> spread_;
    std::vector<std::uint32_t> fewest_;  ///< Of each of spread_.
    std::vector<std::pair<const mesh::control::AntiAffinity*, PlaceCounts>>
        kept_from_;  ///< Where others are that keep away from the pod.
};

}  // namespace

std::vector<NodeState> nodes_of(const ClusterPlan& cluster) {
    std::vector<NodeState> nodes;
    for (const ClusterPlan::NodeGroup& group : cluster.zones) {
        for (std::uint32_t number = 0; number < group.nodes; ++number) {
            std::string name = fmt::format("{}-node-{}", group.zone, number);
            Labels labels = mesh::control::with_topology(group.labels, group.zone, name);
            nodes.push_back({.name = std::move(name),
                             .zone = group.zone,
                             .labels = std::move(labels),
                             .cpu = group.cpu,
                             .memory = group.memory});
        }
    }
    return nodes;
}

NodeOrder::NodeOrder(const ClusterPlan& cluster) {
    std::uint32_t first = 0;
    std::uint32_t most = 0;
    for (const ClusterPlan::NodeGroup& group : cluster.zones) {
        zones_.push_back({.first = first, .nodes = group.nodes});
        first += group.nodes;
        most = std::max(most, group.nodes);
    }
    round_ = most * static_cast<std::uint32_t>(zones_.size());
}

std::uint32_t NodeOrder::node(std::string_view workload, std::uint32_t turn) const {
    assert(!zones_.empty());
    const std::uint64_t start = XXH64(workload.data(), workload.size(), 0);
    const Zone& zone = zones_[(start + turn) % zones_.size()];
    return zone.first + static_cast<std::uint32_t>(turn / zones_.size() % zone.nodes);
}

bool admits(const NodeState& node, const PodTemplate& pod) {
    const auto& asked = pod.resources;
    if (node.cpu > 0 && std::uint64_t{node.cpu_taken} + asked.cpu_request > node.cpu) return false;
    if (node.memory > 0 && node.memory_taken + asked.memory_request > node.memory) return false;
    return fits_labels(node, pod.placement);
}

bool looks_at_others(const PlacementRules& rules) {
    return !rules.anti_affinity.empty() || !rules.spread.empty() || !rules.affinity.empty();
}

std::optional<std::uint32_t> choose_node(const PodToPlace& pod,
                                         std::span<const NodeState> nodes,
                                         const NodeOrder& order,
                                         std::span<const PlacedPod> others) {
    std::optional<Neighbours> neighbours;
    if (looks_at_others(pod.made_from.placement) || !others.empty())
        neighbours.emplace(pod, nodes, others);
    std::optional<Attraction> attraction;
    if (is_drawn(pod.made_from.placement)) attraction.emplace(pod, nodes, others);
    std::optional<std::uint32_t> best;
    std::int64_t least_cost = 0;
    for (std::uint32_t turn = 0; turn < order.round(); ++turn) {
        const std::uint32_t number = order.node(pod.pod.workload, pod.ordinal + turn);
        const NodeState& node = nodes[number];
        if (!node.takes_pods || !admits(node, pod.made_from)) continue;
        if (!neighbours && !attraction) return number;
        if (neighbours && !neighbours->admit(node)) continue;
        if (attraction && !attraction->admit(node)) continue;
        std::int64_t cost = 0;
        if (neighbours) cost += static_cast<std::int64_t>(neighbours->cost(node));
        if (attraction) cost -= attraction->weight(node);
        if (best && cost >= least_cost) continue;
        best = number;
        least_cost = cost;
    }
    return best;
}

}  // namespace weft::sim
