#include "scenarios/manifests/policy_scope.hpp"

#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <string>

namespace weft::scenarios {

using mesh::control::Labels;

Labels read_workload_selector(YamlMap& spec) {
    auto map = spec.map("selector");
    if (!map) return {};
    Labels labels = read_labels(*map, "matchLabels");
    for (const auto& [name, value] : labels) {
        const bool has_star = (name + value).find('*') != std::string::npos;
        map->require(!has_star && !name.empty(), "matchLabels", "must be plain names and values");
    }
    if (labels.empty()) {
        spec.diagnostics().warning(map->place(),
                                   "a selector without matchLabels selects every workload");
    }
    map->warn_of_unknown_keys("spec.selector");
    return labels;
}

PolicyScope read_policy_scope(YamlMap& spec) {
    PolicyScope scope{.selector = read_workload_selector(spec)};
    scope.has_targets = spec.map("targetRef").has_value();
    spec.each("targetRefs", [&](const YAML::Node&) { scope.has_targets = true; });
    if (!scope.has_targets) return scope;
    const std::string_view key = spec.has("targetRefs") ? "targetRefs" : "targetRef";
    spec.diagnostics().warning(spec.place(key),
                               "spec." + std::string{key} +
                                   " is not honoured: gateways and waypoints are not modelled, and "
                                   "no sidecar obeys this policy");
    spec.require(!spec.has("selector"), key, "cannot stand beside selector");
    return scope;
}

}  // namespace weft::scenarios
