#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_gateway_values.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/resource_readers.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t highest_weight = 1'000'000;

void read_parent(YamlMap parent, GatewayRoute& read) {
    const std::string group = parent.text("group", "gateway.networking.k8s.io");
    const std::string kind = parent.text("kind", "Gateway");
    ParentService service;
    service.name = parent.required_text("name");
    service.ns = parent.text("namespace", read.meta.ns);
    service.port = read_port(parent, "port");
    if (kind == "Gateway" && group == "gateway.networking.k8s.io") {
        read.gateways.push_back({.name = service.name,
                                 .ns = service.ns,
                                 .listener = parent.text("sectionName"),
                                 .port = service.port});
    } else if (kind == "Service" && group.empty()) {
        read.parents.push_back(std::move(service));
    } else {
        parent.diagnostics().warning(parent.place("kind"),
                                     "a parent of kind " + kind + " is not honoured");
    }
    parent.warn_of_unknown_keys("parentRefs");
}

std::vector<BackendRef> read_backends(YamlMap& rule, const std::string& route_ns) {
    std::vector<BackendRef> backends;
    std::uint64_t total = 0;
    rule.each("backendRefs", [&](const YAML::Node& node) {
        YamlMap map{node, rule.file(), rule.diagnostics()};
        BackendRef backend = read_backend(map, route_ns);
        backend.weight = map.count("weight", {.fallback = 1, .min = 0, .max = highest_weight});
        read_filters(map, backend);
        map.warn_of_unknown_keys("rules.backendRefs");
        total += backend.weight;
        backends.push_back(std::move(backend));
    });
    if (!backends.empty() && total == 0) {
        rule.diagnostics().warning(rule.place("backendRefs"),
                                   "the weights sum to 0: every request gets 500");
    }
    rule.require(total <= std::numeric_limits<std::uint32_t>::max(), "backendRefs",
                 "has weights that sum to more than 4294967295");
    return backends;
}

void read_timeouts(YamlMap& rule, GatewayRule& read) {
    auto map = rule.map("timeouts");
    if (!map) return;
    read.request_timeout = read_duration(*map, "request");
    read.backend_request_timeout = read_duration(*map, "backendRequest");
    const auto whole = read.request_timeout.value_or(0ns);
    const auto each = read.backend_request_timeout.value_or(0ns);
    map->require(whole == 0ns || each <= whole, "backendRequest", "must not be above request");
    if (each == 0ns) read.backend_request_timeout.reset();  // Says: none.
    map->warn_of_unknown_keys("rules.timeouts");
}

GatewayRule read_rule(YamlMap map, const GatewayRoute& route) {
    const bool is_http = route.kind == GatewayRoute::Kind::http;
    GatewayRule read;
    read.origin = line_of(map.place());
    read.name = map.text("name");
    map.each("matches", [&](const YAML::Node& node) {
        const YamlMap match{node, map.file(), map.diagnostics()};
        read.matches.push_back(is_http ? read_http_route_match(match)
                                       : read_grpc_route_match(match));
        read.matches.back().origin = line_of(match.place());
    });
    if (read.matches.empty()) read.matches.push_back(any_gateway_match());
    read.backends = read_backends(map, route.meta.ns);
    read_filters(map, route.kind, route.meta.ns, read);
    if (is_http) read_timeouts(map, read);
    if (read.backends.empty() && !read.redirect) {
        map.diagnostics().warning(map.place(), "a rule without backendRefs answers with 500");
    }
    map.warn_of_unknown_keys("rules");
    return read;
}

std::optional<Resource> read_gateway_route(YamlMap& document, GatewayRoute::Kind kind) {
    GatewayRoute route{.kind = kind, .meta = read_metadata(document)};
    route.origin = line_of(document.place());
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    spec->each("parentRefs", [&](const YAML::Node& node) {
        read_parent({node, spec->file(), spec->diagnostics()}, route);
    });
    if (!spec->has("parentRefs")) {
        spec->diagnostics().warning(spec->place(), "parentRefs is missing: nobody asks this route");
    }
    route.hostnames = spec->texts("hostnames");
    if (route.gateways.empty() && !route.hostnames.empty()) {
        spec->diagnostics().warning(spec->place("hostnames"),
                                    "hostnames say nothing for services: the parent's names count");
    }
    spec->each("rules", [&](const YAML::Node& node) {
        route.rules.push_back(read_rule({node, spec->file(), spec->diagnostics()}, route));
    });
    spec->require(!route.rules.empty(), "rules", "must hold at least one rule");
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return route;
}

}  // namespace

std::optional<Resource> read_http_route(YamlMap& document) {
    return read_gateway_route(document, GatewayRoute::Kind::http);
}

std::optional<Resource> read_grpc_route(YamlMap& document) {
    return read_gateway_route(document, GatewayRoute::Kind::grpc);
}

std::optional<Resource> read_reference_grant(YamlMap& document) {
    ReferenceGrant grant{.meta = read_metadata(document)};
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    spec->each("from", [&](const YAML::Node& node) {
        YamlMap map{node, spec->file(), spec->diagnostics()};
        pass_over(map, {"group"});
        const std::string kind = map.required_text("kind");
        grant.from.push_back({.kind = kind, .ns = map.required_text("namespace")});
        map.warn_of_unknown_keys("from");
    });
    bool to_service = false;
    bool to_all = false;
    spec->each("to", [&](const YAML::Node& node) {
        YamlMap map{node, spec->file(), spec->diagnostics()};
        pass_over(map, {"group"});
        const std::string kind = map.required_text("kind");
        const std::string name = map.text("name");
        map.warn_of_unknown_keys("to");
        if (kind != "Service") return;
        to_service = true;
        to_all = to_all || name.empty();
        grant.services.push_back(name);
    });
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    if (!to_service) return std::nullopt;
    if (to_all) grant.services.clear();
    return grant;
}

}  // namespace weft::scenarios
