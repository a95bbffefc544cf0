#include "mesh/security/access_rules.hpp"
#include "mesh/security/ip_range.hpp"
#include "mesh/security/path_template.hpp"
#include "scenarios/manifests/policy_scope.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/resource_readers.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;
using mesh::AccessAction;
using mesh::AccessAttribute;
using mesh::AccessCondition;
using mesh::AccessOperation;
using mesh::AccessRule;
using mesh::AccessSource;
using mesh::ValueLists;

namespace {

/// Why a value cannot be used; nothing if it can.
using Check = std::optional<std::string> (*)(const std::string& value);

std::optional<std::string> any_text(const std::string&) {
    return std::nullopt;
}

std::optional<std::string> check_ip(const std::string& value) {
    if (mesh::parse_ip_range(value)) return std::nullopt;
    return "'" + value + "' must be an IP address, or a range such as 10.1.0.0/16";
}

std::optional<std::string> check_port(const std::string& value) {
    const auto port = mesh::parse_count(value);
    if (port && *port <= 65535) return std::nullopt;
    return "'" + value + "' must be a port, 0 to 65535";
}

std::optional<std::string> check_path(const std::string& value) {
    if (!mesh::is_path_template(value)) return std::nullopt;
    return mesh::mistake_in_path_template(value);
}

std::optional<std::string> check_account(const std::string& value) {
    const bool has_gap = value.starts_with('/') || value.ends_with('/');
    const bool is_plain = value.find('*') == std::string::npos;
    if (!has_gap && is_plain && std::ranges::count(value, '/') <= 1) return std::nullopt;
    return "'" + value + "' must be a service account, as account or namespace/account";
}

Check check_of(AccessAttribute attribute) {
    switch (attribute) {
        case AccessAttribute::source_ip:
        case AccessAttribute::remote_ip:
        case AccessAttribute::destination_ip:
            return check_ip;
        case AccessAttribute::port:
            return check_port;
        case AccessAttribute::service_account:
            return check_account;
        default:
            return any_text;
    }
}

std::vector<std::string> read_values(YamlMap& map, std::string_view key, Check check) {
    std::vector<std::string> values;
    map.each(key, [&](const YAML::Node& node) {
        const Place place = place_of(node, map.file());
        const std::string value = node.IsScalar() ? node.Scalar() : "";
        if (value.empty()) {
            return map.diagnostics().error(
                place, "a value of " + std::string{key} + " must be a text that is not empty");
        }
        if (auto mistake = check(value)) return map.diagnostics().error(place, std::move(*mistake));
        values.push_back(value);
    });
    return values;
}

/// `key` and its opposite: "paths" and "notPaths".
ValueLists read_lists(YamlMap& map, const std::string& key, Check check = any_text) {
    std::string opposite = "not" + key;
    opposite[3] = static_cast<char>(opposite[3] - 'a' + 'A');
    return {.values = read_values(map, key, check),
            .not_values = read_values(map, opposite, check)};
}

/// What a provider outside is asked before callers are known.
void refuse_for_custom(const YamlMap& map, std::string_view key, const ValueLists& lists) {
    if (lists.empty()) return;
    map.diagnostics().error(map.place(key), std::string{key} + " cannot be used with CUSTOM");
}

AccessSource read_source(YamlMap map, AccessAction action) {
    AccessSource source;
    source.principals = read_lists(map, "principals");
    source.request_principals = read_lists(map, "requestPrincipals");
    source.namespaces = read_lists(map, "namespaces");
    source.service_accounts = read_lists(map, "serviceAccounts", check_account);
    source.ip_blocks = read_lists(map, "ipBlocks", check_ip);
    source.remote_ip_blocks = read_lists(map, "remoteIpBlocks", check_ip);
    const bool names_peers = !source.principals.empty() || !source.namespaces.empty();
    map.require(!names_peers || source.service_accounts.empty(), "serviceAccounts",
                "cannot stand beside principals or namespaces");
    if (action == AccessAction::custom) {
        refuse_for_custom(map, "principals", source.principals);
        refuse_for_custom(map, "requestPrincipals", source.request_principals);
        refuse_for_custom(map, "namespaces", source.namespaces);
        refuse_for_custom(map, "serviceAccounts", source.service_accounts);
    }
    map.warn_of_unknown_keys("spec.rules.from.source");
    if (source == AccessSource{}) map.diagnostics().error(map.place(), "source asks nothing");
    return source;
}

AccessOperation read_operation(YamlMap map) {
    AccessOperation operation{.hosts = read_lists(map, "hosts"),
                              .ports = read_lists(map, "ports", check_port),
                              .methods = read_lists(map, "methods"),
                              .paths = read_lists(map, "paths", check_path)};
    map.warn_of_unknown_keys("spec.rules.to.operation");
    if (operation == AccessOperation{}) {
        map.diagnostics().error(map.place(), "operation asks nothing");
    }
    return operation;
}

bool works_with_custom(AccessAttribute attribute) {
    switch (attribute) {
        case AccessAttribute::principal:
        case AccessAttribute::peer_namespace:
        case AccessAttribute::service_account:
        case AccessAttribute::request_principal:
        case AccessAttribute::audiences:
        case AccessAttribute::presenter:
        case AccessAttribute::claim:
            return false;
        default:
            return true;
    }
}

/// The end of "unknown condition": the key that was nearly meant, or the name that it lacks.
std::string meant_by(const std::string& key) {
    const std::vector<std::string>& known = mesh::condition_keys();
    const std::string stem = key.substr(0, key.find('['));
    if (std::ranges::find(known, stem) == known.end()) return did_you_mean(stem, known);
    return key == stem ? fmt::format("; it needs a name, as in {}[NAME]", key) : std::string{};
}

AccessCondition read_condition(YamlMap map, AccessAction action) {
    AccessCondition condition{.key = map.required_text("key")};
    const auto key = mesh::parse_condition_key(condition.key);
    const bool is_experimental = condition.key.starts_with("experimental.envoy.filters.");
    if (is_experimental) {
        map.diagnostics().warning(map.place("key"), condition.key + " is not honoured");
    } else if (key && key->attribute == AccessAttribute::server_name) {
        map.diagnostics().warning(map.place("key"),
                                  condition.key + " is not honoured: connections have no name");
    } else if (!key && !condition.key.empty()) {
        map.error("key", "unknown condition '" + condition.key + "'" + meant_by(condition.key));
    }
    const Check check = key ? check_of(key->attribute) : any_text;
    condition.lists = {.values = read_values(map, "values", check),
                       .not_values = read_values(map, "notValues", check)};
    map.require(map.has("values") || map.has("notValues"), "key",
                "has neither values nor notValues");
    const bool is_known_too_late =
        action == AccessAction::custom && key && !works_with_custom(key->attribute);
    map.require(!is_known_too_late, "key", "cannot be used with CUSTOM");
    map.warn_of_unknown_keys("spec.rules.when");
    return condition;
}

/// Calls `each` with the mapping `inner` of every element of the list `outer`; one that is empty
/// would match nothing, where people mean everything.
template <class Each>
void each_inner(YamlMap& rule, const std::string& outer, const std::string& inner, Each each) {
    rule.each(outer, [&](const YAML::Node& node) {
        YamlMap element{node, rule.file(), rule.diagnostics()};
        if (auto below = element.map(inner)) {
            each(std::move(*below));
        } else {
            element.error(inner, inner + " is missing");
        }
        element.warn_of_unknown_keys("spec.rules." + outer);
    });
    const YAML::Node list = rule.node(outer);
    rule.require(!list.IsDefined() || !list.IsSequence() || list.size() > 0, outer,
                 "must not be empty");
}

bool is_of_connections(const AccessCondition& condition) {
    const auto key = mesh::parse_condition_key(condition.key);
    return key && !mesh::is_of_requests(key->attribute);
}

/// Whether it asks for what a stream of bytes has, too, so that a rule of DENY is not wider there.
bool asks_of_connections(const AccessRule& rule) {
    if (!rule.to.empty()) {
        return std::ranges::any_of(
            rule.to, [](const AccessOperation& operation) { return !operation.ports.empty(); });
    }
    if (!rule.from.empty()) {
        return std::ranges::any_of(rule.from, [](AccessSource source) {
            source.request_principals = {};
            return source != AccessSource{};
        });
    }
    return rule.when.empty() || std::ranges::any_of(rule.when, is_of_connections);
}

AccessRule read_access_rule(YamlMap map, AccessAction action) {
    AccessRule rule;
    each_inner(map, "from", "source", [&](YamlMap source) {
        rule.from.push_back(read_source(std::move(source), action));
    });
    each_inner(map, "to", "operation",
               [&](YamlMap operation) { rule.to.push_back(read_operation(std::move(operation))); });
    map.each("when", [&](const YAML::Node& node) {
        rule.when.push_back(read_condition({node, map.file(), map.diagnostics()}, action));
    });
    if (action == AccessAction::deny && !asks_of_connections(rule)) {
        map.diagnostics().warning(map.place(),
                                  "this rule of DENY asks of requests alone, so that it denies "
                                  "everything on ports that speak no HTTP; name ports to avoid it");
    }
    map.warn_of_unknown_keys("spec.rules");
    return rule;
}

AccessAction read_action(YamlMap& spec) {
    static constexpr std::array<std::string_view, 4> words{"ALLOW", "DENY", "AUDIT", "CUSTOM"};
    const std::string action = spec.choice("action", "ALLOW", words);
    if (action == "DENY") return AccessAction::deny;
    if (action == "AUDIT") return AccessAction::audit;
    return action == "CUSTOM" ? AccessAction::custom : AccessAction::allow;
}

void read_provider(YamlMap& spec, AuthorizationPolicy& policy) {
    const bool is_custom = policy.action == AccessAction::custom;
    auto map = spec.map("provider");
    spec.require(map.has_value() == is_custom, "provider",
                 is_custom ? "is missing" : "is for CUSTOM alone");
    if (!map) return;
    policy.provider = map->required_text("name");
    map->warn_of_unknown_keys("spec.provider");
}

bool read_dry_run(YamlMap& document, const Labels& annotations) {
    const auto found = annotations.find("istio.io/dry-run");
    if (found == annotations.end()) return false;
    if (found->second == "true" || found->second == "false") return found->second == "true";
    document.error("metadata", "annotation istio.io/dry-run must be \"true\" or \"false\"");
    return false;
}

}  // namespace

std::optional<Resource> read_authorization_policy(YamlMap& document) {
    AuthorizationPolicy policy;
    policy.origin = line_of(document.place());
    policy.meta = read_metadata(document, {"istio.io/dry-run"});
    policy.is_dry_run = read_dry_run(document, policy.meta.annotations);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    PolicyScope scope = read_policy_scope(*spec);
    policy.selector = std::move(scope.selector);
    policy.has_targets = scope.has_targets;
    policy.gateways = std::move(scope.gateways);
    policy.action = read_action(*spec);
    read_provider(*spec, policy);
    spec->each("rules", [&](const YAML::Node& node) {
        policy.rules.push_back(
            read_access_rule({node, spec->file(), spec->diagnostics()}, policy.action));
    });
    const bool needs_rules =
        policy.action == AccessAction::deny || policy.action == AccessAction::custom;
    spec->require(!needs_rules || !policy.rules.empty(), "rules",
                  "are missing, so that nothing ever matches; {} matches everything");
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return policy;
}

}  // namespace weft::scenarios
