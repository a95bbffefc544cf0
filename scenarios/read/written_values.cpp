#include "scenarios/read/written_values.hpp"

#include "mesh/control/visibility.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "scenarios/read/set_value.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace weft::scenarios {
namespace {

/// Whether a rule is for a host, of those that it names in full or in short.
bool is_rule_for(const std::string& host, const std::string& ns, const YAML::Node& rule) {
    const YAML::Node spec = rule["spec"];
    if (!spec.IsDefined() || !spec.IsMap()) return false;
    const auto names_it = [&](const YAML::Node& written) {
        return written.IsScalar() && mesh::control::resolve_host(written.Scalar(), ns) == host;
    };
    const YAML::Node one = spec["host"];
    if (one.IsDefined() && names_it(one)) return true;
    const YAML::Node several = spec["hosts"];
    if (!several.IsDefined() || !several.IsSequence()) return false;
    return std::any_of(several.begin(), several.end(), names_it);
}

/// Which of a Service's rules come first: those that a caller of its own namespace obeys, in this
/// order. After them come those that callers of another namespace obey alone.
std::size_t rank_of(const std::string& ns, const std::string& own_ns) {
    const auto obeyed = mesh::control::obeyed_namespaces(own_ns, own_ns);
    return static_cast<std::size_t>(std::ranges::find(obeyed, ns) - obeyed.begin());
}

bool is_obeyed_elsewhere(const std::string& ns, const std::string& own_ns) {
    return rank_of(ns, own_ns) == mesh::control::obeyed_namespaces(own_ns, own_ns).size();
}

/// A rule that sends what is meant for a Service there, as the mesh does without it.
YAML::Node plain_rule(const mesh::control::ResourceKey& key) {
    YAML::Node spec;
    if (key.kind == "DestinationRule") {
        spec["host"] = key.name;
    } else {
        YAML::Node destination;
        destination["destination"]["host"] = key.name;
        YAML::Node route;
        route["route"].push_back(destination);
        spec["hosts"].push_back(key.name);
        spec["http"].push_back(route);
    }
    YAML::Node written;
    written["apiVersion"] = "networking.istio.io/v1";
    written["kind"] = key.kind;
    written["metadata"]["name"] = key.name;
    written["metadata"]["namespace"] = key.ns;
    written["spec"] = spec;

    const std::string origin = "a step that sets a value of " + key.kind;
    Diagnostics nothing;
    YAML::Node rule{YAML::NodeType::Map};
    for (const auto& entry : written)
        set_value(rule, entry.first.Scalar(), entry.second, origin, nothing);
    mark_origin(rule, origin);
    return rule;
}

/// One that selects clients holds for none of the others.
bool is_for_all(const YAML::Node& rule) {
    const YAML::Node spec = rule["spec"];
    return !spec.IsDefined() || !spec.IsMap() || !spec["workloadSelector"].IsDefined();
}

/// What the DestinationRule for a wildcard says that a Service without one of its own obeys, which
/// one for its name takes the place of; null if there is none.
YAML::Node wide_spec(const WrittenValues::Rules& rules, const mesh::control::ResourceKey& made) {
    if (made.kind != "DestinationRule") return {};
    const std::string host = mesh::control::service_host(made.name, made.ns);
    for (const std::string_view ns : mesh::control::obeyed_namespaces(made.ns, made.ns)) {
        mesh::control::ByHost<const YAML::Node*> of_namespace;
        for (const auto& [key, written] : rules) {
            const YAML::Node spec = written["spec"];
            if (key.kind != made.kind || key.ns != ns || !spec.IsDefined() || !spec.IsMap())
                continue;
            const YAML::Node named = spec["host"];
            if (!named.IsDefined() || !named.IsScalar() || !is_for_all(written)) continue;
            of_namespace.add(mesh::control::resolve_host(named.Scalar(), ns), &written);
        }
        const auto* const found = of_namespace.find(host);
        if (found != nullptr) return YAML::Clone((**found)["spec"]);
    }
    return {};
}

}  // namespace

bool is_settable(const std::string& kind) {
    return kind == "VirtualService" || kind == "DestinationRule";
}

WrittenValues::WrittenValues(const YAML::Node& policies, const Documents& documents) {
    if (policies.IsDefined() && policies.IsMap()) policies_ = YAML::Clone(policies);
    apply(documents);
}

const WrittenValues::Rules::value_type* WrittenValues::rule_for(
    const std::string& kind, const mesh::control::ServiceName& service) const {
    const std::string host = mesh::control::service_host(service.name, service.ns);
    const Rules::value_type* first = nullptr;
    for (const auto& entry : rules_) {
        const auto& [key, written] = entry;
        if (key.kind != kind || !is_for_all(written)) continue;
        if (!is_rule_for(host, key.ns, written)) continue;
        if (first == nullptr || rank_of(key.ns, service.ns) < rank_of(first->first.ns, service.ns))
            first = &entry;
    }
    return first;
}

YAML::Node* WrittenValues::rule(const mesh::control::ResourceKey& key) {
    const auto found = rules_.find(key);
    if (found != rules_.end()) return &found->second;
    if (!is_settable(key.kind) || !services_.contains({key.ns, key.name})) return nullptr;
    const auto* const other = rule_for(key.kind, {key.name, key.ns});
    const bool is_elsewhere = other != nullptr && key.kind == "DestinationRule" &&
                              is_obeyed_elsewhere(other->first.ns, key.ns);
    if (other != nullptr && !is_elsewhere) return nullptr;
    YAML::Node made = plain_rule(key);
    const YAML::Node wide = wide_spec(rules_, key);
    if (wide.IsMap()) {
        made["spec"] = wide;
        made["spec"]["host"] = key.name;
    }
    return &rules_.emplace(key, made).first->second;
}

void WrittenValues::apply(const Documents& documents) {
    for (const Document& document : documents) {
        if (document.key.kind == "Service") services_.emplace(document.key.ns, document.key.name);
        if (!is_settable(document.key.kind)) continue;
        // Assigning would write into the node that is there.
        rules_.erase(document.key);
        rules_.emplace(document.key, YAML::Clone(document.node));
    }
}

}  // namespace weft::scenarios
