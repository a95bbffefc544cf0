#include "scenarios/read/written_values.hpp"

#include "scenarios/read/diagnostics.hpp"
#include "scenarios/read/set_value.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>

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
    const auto found = std::ranges::find_if(rules_, [&](const auto& entry) {
        return entry.first.kind == kind && is_rule_for(host, entry.first.ns, entry.second);
    });
    return found == rules_.end() ? nullptr : &*found;
}

YAML::Node* WrittenValues::rule(const mesh::control::ResourceKey& key) {
    const auto found = rules_.find(key);
    if (found != rules_.end()) return &found->second;
    const bool can_be_made = is_settable(key.kind) && services_.contains({key.ns, key.name}) &&
                             rule_for(key.kind, {key.name, key.ns}) == nullptr;
    return can_be_made ? &rules_.emplace(key, plain_rule(key)).first->second : nullptr;
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
