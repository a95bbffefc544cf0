#include "scenarios/manifests/policy_scope.hpp"

#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <utility>

namespace weft::scenarios {

using mesh::control::Labels;

namespace {

void read_policy_target(YamlMap target, const std::string& path, PolicyScope& scope) {
    scope.has_targets = true;
    target.text("group");
    const std::string kind = target.required_text("kind");
    const std::string name = target.required_text("name");
    if (kind == "Gateway") {
        scope.gateways.push_back(name);
    } else if (!kind.empty()) {
        target.diagnostics().warning(
            target.place("kind"),
            fmt::format("{} is not honoured for '{}': only gateways obey it", path, kind));
    }
    target.warn_of_unknown_keys(path);
}

}  // namespace

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
    if (auto target = spec.map("targetRef"))
        read_policy_target(std::move(*target), "spec.targetRef", scope);
    spec.each("targetRefs", [&](const YAML::Node& node) {
        read_policy_target({node, spec.file(), spec.diagnostics()}, "spec.targetRefs", scope);
    });
    if (!scope.has_targets) return scope;
    const std::string_view key = spec.has("targetRefs") ? "targetRefs" : "targetRef";
    spec.require(!spec.has("selector"), key, "cannot stand beside selector");
    return scope;
}

}  // namespace weft::scenarios
