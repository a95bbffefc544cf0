#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/policy_scope.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/resource_readers.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <array>
#include <chrono>
#include <string>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;
using mesh::MutualTlsMode;
using mesh::TokenFailure;
using mesh::TokenLocation;
using mesh::TokenRule;

namespace {

MutualTlsMode read_mode(YamlMap map, std::string_view path) {
    static constexpr std::array<std::string_view, 4> words{"UNSET", "DISABLE", "PERMISSIVE",
                                                           "STRICT"};
    const std::string mode = map.choice("mode", "UNSET", words);
    map.warn_of_unknown_keys(path);
    if (mode == "DISABLE") return MutualTlsMode::disable;
    if (mode == "PERMISSIVE") return MutualTlsMode::permissive;
    return mode == "STRICT" ? MutualTlsMode::strict : MutualTlsMode::unset;
}

constexpr std::uint32_t highest_port = 65535;

void read_port_modes(YamlMap& spec, PeerAuthentication& policy) {
    auto map = spec.map("portLevelMtls");
    if (!map) return;
    map->entries([&](const std::string& name, const Place& place, const YAML::Node& node) {
        const auto port = mesh::parse_count(name);
        if (!port || *port == 0 || *port > highest_port) {
            return spec.diagnostics().error(place, "a port must be between 1 and 65535");
        }
        const YamlMap below{node, spec.file(), spec.diagnostics()};
        policy.ports[static_cast<std::uint16_t>(*port)] = read_mode(below, "spec.portLevelMtls");
    });
    spec.require(!policy.selector.empty(), "portLevelMtls", "needs a selector");
}

TokenLocation read_header_location(YamlMap map) {
    TokenLocation location{.name = lower_case(map.required_text("name")),
                           .prefix = map.text("prefix")};
    map.warn_of_unknown_keys("spec.jwtRules.fromHeaders");
    return location;
}

std::vector<TokenLocation> read_locations(YamlMap& rule) {
    std::vector<TokenLocation> locations;
    rule.each("fromHeaders", [&](const YAML::Node& node) {
        locations.push_back(read_header_location({node, rule.file(), rule.diagnostics()}));
    });
    for (std::string& name : rule.texts("fromParams"))
        locations.push_back({.kind = TokenLocation::Kind::query, .name = std::move(name)});
    for (std::string& name : rule.texts("fromCookies"))
        locations.push_back({.kind = TokenLocation::Kind::cookie, .name = std::move(name)});
    return locations;
}

TokenFailure read_failure_mode(YamlMap& rule) {
    static constexpr std::array<std::string_view, 3> words{"PERMISSIVE", "IGNORE", "STRICT"};
    const std::string mode = rule.choice("failureMode", "PERMISSIVE", words);
    if (mode == "IGNORE") return TokenFailure::ignore;
    return mode == "STRICT" ? TokenFailure::strict : TokenFailure::permissive;
}

TokenRule read_token_rule(YamlMap map) {
    TokenRule rule;
    rule.issuer = map.text("issuer");
    rule.audiences = map.texts("audiences");
    for (const std::string& audience : rule.audiences)
        map.require(!audience.empty(), "audiences", "must not be empty texts");
    const std::string_view uri_key = map.has("jwks_uri") ? "jwks_uri" : "jwksUri";
    rule.keys_uri = map.text(uri_key);
    const bool is_web = rule.keys_uri.starts_with("http://") ||
                        rule.keys_uri.starts_with("https://") || rule.keys_uri.empty();
    map.require(is_web, uri_key, "must begin with http:// or https://");
    map.require(!rule.issuer.empty() || !rule.keys_uri.empty(), "issuer",
                "is missing, and so is jwksUri");
    rule.has_keys = !map.text("jwks").empty();
    map.require(!rule.has_keys || rule.keys_uri.empty(), "jwks", "cannot stand beside jwksUri");
    rule.locations = read_locations(map);
    rule.forwards_token = map.flag("forwardOriginalToken", false);
    rule.on_failure = read_failure_mode(map);
    rule.fetch_timeout = read_duration(map, "timeout", std::chrono::milliseconds{1});
    map.warn_of_unknown_keys("spec.jwtRules");
    return rule;
}

}  // namespace

std::optional<Resource> read_peer_authentication(YamlMap& document) {
    PeerAuthentication policy;
    policy.origin = line_of(document.place());
    policy.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    policy.selector = read_workload_selector(*spec);
    if (const auto mtls = spec->map("mtls")) policy.mode = read_mode(*mtls, "spec.mtls");
    read_port_modes(*spec, policy);
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return policy;
}

std::optional<Resource> read_request_authentication(YamlMap& document) {
    RequestAuthentication policy;
    policy.origin = line_of(document.place());
    policy.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    PolicyScope scope = read_policy_scope(*spec);
    policy.selector = std::move(scope.selector);
    policy.has_targets = scope.has_targets;
    policy.gateways = std::move(scope.gateways);
    spec->each("jwtRules", [&](const YAML::Node& node) {
        policy.rules.push_back(read_token_rule({node, spec->file(), spec->diagnostics()}));
    });
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return policy;
}

}  // namespace weft::scenarios
