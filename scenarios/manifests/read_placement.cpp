#include "scenarios/manifests/read_placement.hpp"

#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <array>
#include <chrono>
#include <fmt/format.h>
#include <utility>

namespace weft::scenarios {
namespace {

using mesh::control::LabelRule;
using mesh::control::NamespaceScope;
using mesh::control::PlacementRules;
using mesh::control::SpreadRule;

constexpr std::uint32_t longest_toleration = 100'000'000;
constexpr std::uint32_t most_skew = 1'000'000;
constexpr std::string_view unreachable = "node.kubernetes.io/unreachable";
constexpr std::string_view namespace_name = "kubernetes.io/metadata.name";
constexpr std::string_view not_ready = "node.kubernetes.io/not-ready";

constexpr std::array<std::string_view, 6> operators{"In",           "NotIn", "Exists",
                                                    "DoesNotExist", "Gt",    "Lt"};

/// In the order of `operators`.
LabelRule::Operator operator_of(std::string_view word) {
    std::uint8_t number = 0;
    while (number + std::size_t{1} < operators.size() && operators[number] != word)
        ++number;
    return static_cast<LabelRule::Operator>(number);
}

LabelRule read_placement_rule(YamlMap map, const std::string& path) {
    LabelRule rule;
    rule.key = map.required_text("key");
    map.require(map.has("operator"), "operator", "is missing");
    rule.is = operator_of(map.choice("operator", "Exists", operators));
    rule.values = map.texts("values");
    const bool lists = rule.is == LabelRule::Operator::in || rule.is == LabelRule::Operator::not_in;
    const bool compares =
        rule.is == LabelRule::Operator::greater || rule.is == LabelRule::Operator::less;
    if (lists) map.require(!rule.values.empty(), "values", "must not be empty for this operator");
    if (compares) map.require(rule.values.size() == 1, "values", "must have one number");
    if (!lists && !compares)
        map.require(rule.values.empty(), "values", "must be empty for this operator");
    map.warn_of_unknown_keys(path);
    return rule;
}

std::vector<LabelRule> read_placement_rules(YamlMap& map,
                                            std::string_view key,
                                            const std::string& path) {
    std::vector<LabelRule> rules;
    const std::string below = path + "." + std::string{key};
    map.each(key, [&](const YAML::Node& node) {
        rules.push_back(read_placement_rule(YamlMap{node, map.file(), map.diagnostics()}, below));
    });
    return rules;
}

std::uint32_t read_weight(YamlMap& preferred) {
    return preferred.count("weight", {.fallback = 1, .min = 1, .max = 100});
}

void read_node_affinity(YamlMap& affinity, PlacementRules& rules) {
    auto nodes = affinity.map("nodeAffinity");
    if (!nodes) return;
    const std::string path = "spec.template.spec.affinity.nodeAffinity";
    if (auto required = nodes->map("requiredDuringSchedulingIgnoredDuringExecution")) {
        required->each("nodeSelectorTerms", [&](const YAML::Node& node) {
            YamlMap term{node, nodes->file(), nodes->diagnostics()};
            rules.node_terms.push_back(read_placement_rules(term, "matchExpressions", path));
            term.warn_of_unknown_keys(path + ".nodeSelectorTerms");
        });
        required->warn_of_unknown_keys(path);
    }
    nodes->each("preferredDuringSchedulingIgnoredDuringExecution", [&](const YAML::Node& node) {
        YamlMap map{node, nodes->file(), nodes->diagnostics()};
        const std::uint32_t weight = read_weight(map);
        if (auto term = map.map("preference")) {
            rules.node_preferences.push_back(
                {.nodes = read_placement_rules(*term, "matchExpressions", path), .weight = weight});
            term->warn_of_unknown_keys(path);
        } else {
            map.error("preference", "preference is missing");
        }
        map.warn_of_unknown_keys(path);
    });
    nodes->warn_of_unknown_keys(path);
}

/// Namespaces by their names; their other labels are not known to who places pods.
void read_namespace_selector(YamlMap& selector, NamespaceScope& scope, const std::string& path) {
    const std::vector<LabelRule> rules = read_label_selector(selector, path);
    scope.is_all = rules.empty();
    for (const LabelRule& rule : rules) {
        const bool is_names = rule.key == namespace_name && rule.is == LabelRule::Operator::in;
        if (is_names && rules.size() == 1) {
            scope.names.insert(scope.names.end(), rule.values.begin(), rule.values.end());
        } else {
            selector.diagnostics().warning(
                selector.place(),
                fmt::format(
                    "{}: a namespace is chosen by its name alone ({}): '{}' is not honoured", path,
                    namespace_name, rule.key));
        }
    }
}

/// One term that says which pods, and within what: of affinity or of anti-affinity.
template <class Term>
Term read_term(YamlMap& map, const std::string& path) {
    Term term;
    if (auto selector = map.map("labelSelector")) term.pods = read_label_selector(*selector, path);
    term.topology_key = map.required_text("topologyKey");
    term.namespaces.names = map.texts("namespaces");
    if (auto selector = map.map("namespaceSelector"))
        read_namespace_selector(*selector, term.namespaces, path + ".namespaceSelector");
    map.warn_of_unknown_keys(path);
    return term;
}

/// Those that must hold, and those that are preferred.
template <class Term>
void read_terms(YamlMap& affinity, const std::string& key, std::vector<Term>& terms) {
    auto pods = affinity.map(key);
    if (!pods) return;
    const std::string path = "spec.template.spec.affinity." + key;
    pods->each("requiredDuringSchedulingIgnoredDuringExecution", [&](const YAML::Node& node) {
        YamlMap term{node, pods->file(), pods->diagnostics()};
        terms.push_back(read_term<Term>(term, path));
    });
    pods->each("preferredDuringSchedulingIgnoredDuringExecution", [&](const YAML::Node& node) {
        YamlMap map{node, pods->file(), pods->diagnostics()};
        const std::uint32_t weight = read_weight(map);
        if (auto term = map.map("podAffinityTerm")) {
            terms.push_back(read_term<Term>(*term, path));
            terms.back().weight = weight;
        } else {
            map.error("podAffinityTerm", "podAffinityTerm is missing");
        }
        map.warn_of_unknown_keys(path);
    });
    pods->warn_of_unknown_keys(path);
}

void read_spread(YamlMap& pod_spec, PlacementRules& rules) {
    static constexpr std::array<std::string_view, 2> words{"DoNotSchedule", "ScheduleAnyway"};
    const std::string path = "spec.template.spec.topologySpreadConstraints";
    pod_spec.each("topologySpreadConstraints", [&](const YAML::Node& node) {
        YamlMap map{node, pod_spec.file(), pod_spec.diagnostics()};
        SpreadRule rule;
        rule.topology_key = map.required_text("topologyKey");
        rule.max_skew = map.count("maxSkew", {.fallback = 1, .min = 1, .max = most_skew});
        rule.is_required = map.choice("whenUnsatisfiable", words[0], words) == words[0];
        if (auto selector = map.map("labelSelector"))
            rule.pods = read_label_selector(*selector, path);
        map.warn_of_unknown_keys(path);
        rules.spread.push_back(std::move(rule));
    });
}

/// How long a pod stays with a lost node. A node is not ready only where it is lost, so that the
/// other toleration of the pair, for nodes that say so themselves, never counts.
void read_tolerations(YamlMap& pod_spec, PlacementRules& rules) {
    static constexpr std::array<std::string_view, 2> words{"Equal", "Exists"};
    static constexpr std::array<std::string_view, 4> effects{"", "NoSchedule", "PreferNoSchedule",
                                                             "NoExecute"};
    pod_spec.each("tolerations", [&](const YAML::Node& node) {
        YamlMap map{node, pod_spec.file(), pod_spec.diagnostics()};
        const std::string key = map.text("key");
        const bool exists = map.choice("operator", "Equal", words) == "Exists";
        const std::string effect = map.choice("effect", "", effects);
        pass_over(map, {"value"});
        mesh::Duration stays = mesh::Duration::max();
        if (map.has("tolerationSeconds")) {
            stays = std::chrono::seconds{map.count(
                "tolerationSeconds", {.fallback = 0, .min = 0, .max = longest_toleration})};
        }
        const bool is_about_lost = key == unreachable || (key.empty() && exists);
        const bool evicts = effect.empty() || effect == "NoExecute";
        if (is_about_lost && evicts) {
            rules.stays_on_lost_node = stays;
        } else if (key != not_ready && key != unreachable) {
            map.diagnostics().warning(
                map.place(), fmt::format("a toleration of '{}' is not honoured: nodes have no "
                                         "taints but that of being unreachable",
                                         key));
        }
        map.warn_of_unknown_keys("spec.template.spec.tolerations");
    });
}

}  // namespace

std::vector<LabelRule> read_label_selector(YamlMap& selector, const std::string& path) {
    std::vector<LabelRule> rules = read_placement_rules(selector, "matchExpressions", path);
    for (const auto& [name, value] : read_labels(selector, "matchLabels"))
        rules.push_back({.key = name, .is = LabelRule::Operator::in, .values = {value}});
    selector.warn_of_unknown_keys(path);
    return rules;
}

PlacementRules read_placement(YamlMap& pod_spec) {
    PlacementRules rules;
    rules.node_labels = read_labels(pod_spec, "nodeSelector");
    if (auto affinity = pod_spec.map("affinity")) {
        read_node_affinity(*affinity, rules);
        read_terms(*affinity, "podAntiAffinity", rules.anti_affinity);
        read_terms(*affinity, "podAffinity", rules.affinity);
        affinity->warn_of_unknown_keys("spec.template.spec.affinity");
    }
    read_spread(pod_spec, rules);
    read_tolerations(pod_spec, rules);
    return rules;
}

}  // namespace weft::scenarios
