#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/metadata.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh::control {

/// What must hold of one label.
struct LabelRule {
    enum class Operator : std::uint8_t { in, not_in, exists, does_not_exist, greater, less };

    std::string key;
    Operator is = Operator::exists;
    std::vector<std::string> values = {};  ///< Of in and not_in; greater and less have one number.

    friend bool operator==(const LabelRule&, const LabelRule&) = default;
};

/// All of them hold. None: everything has them.
bool matches(const std::vector<LabelRule>& rules, const Labels& labels);

/// Of which namespaces pods are meant: of their own, unless it says otherwise.
struct NamespaceScope {
    std::vector<std::string> names = {};
    bool is_all = false;

    bool holds(std::string_view own, std::string_view other) const;

    friend bool operator==(const NamespaceScope&, const NamespaceScope&) = default;
};

/// Pods that keep away from others: not in one place with any of these.
struct AntiAffinity {
    std::vector<LabelRule> pods;
    std::string topology_key;  ///< The label of nodes that says what one place is.
    std::uint32_t weight = 0;  ///< 0: it must be so; otherwise it is preferred, 1 to 100.
    NamespaceScope namespaces = {};

    friend bool operator==(const AntiAffinity&, const AntiAffinity&) = default;
};

/// Pods that go where others are: into one place with some of these.
struct PodAffinity {
    std::vector<LabelRule> pods;
    std::string topology_key;
    std::uint32_t weight = 0;  ///< As of AntiAffinity.
    NamespaceScope namespaces = {};

    friend bool operator==(const PodAffinity&, const PodAffinity&) = default;
};

/// Nodes that pods would rather have than others.
struct NodePreference {
    std::vector<LabelRule> nodes;
    std::uint32_t weight = 1;  ///< 1 to 100.

    friend bool operator==(const NodePreference&, const NodePreference&) = default;
};

/// Pods that are spread evenly over places.
struct SpreadRule {
    std::vector<LabelRule> pods;  ///< Of the same namespace.
    std::string topology_key;
    std::uint32_t max_skew = 1;  ///< So many more than where there are fewest, at most.
    bool is_required = true;     ///< If not, it is preferred.

    friend bool operator==(const SpreadRule&, const SpreadRule&) = default;
};

/// Where a pod may run, and how long it stays with a node that is lost.
struct PlacementRules {
    Labels node_labels = {};                              ///< nodeSelector: all of them.
    std::vector<std::vector<LabelRule>> node_terms = {};  ///< One of them, if there are any.
    std::vector<AntiAffinity> anti_affinity = {};
    std::vector<SpreadRule> spread = {};
    std::optional<Duration> stays_on_lost_node = {};  ///< Absent: as the cluster says.
    std::vector<PodAffinity> affinity = {};
    std::vector<NodePreference> node_preferences = {};

    friend bool operator==(const PlacementRules&, const PlacementRules&) = default;
};

}  // namespace weft::mesh::control
