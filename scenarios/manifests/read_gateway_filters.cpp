#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_gateway_values.hpp"
#include "scenarios/manifests/read_metadata.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>
#include <utility>

namespace weft::scenarios {

using mesh::Rewrite;
using mesh::StringMatch;
using mesh::control::BackendRef;
using mesh::control::GatewayMatch;
using mesh::control::GatewayRoute;
using mesh::control::GatewayRule;

namespace {

constexpr std::uint32_t any_filter_count = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t found_status = 302;

std::vector<mesh::Header> read_headers(YamlMap& map, std::string_view key) {
    std::vector<mesh::Header> headers;
    map.each(key, [&](const YAML::Node& node) {
        YamlMap header{node, map.file(), map.diagnostics()};
        headers.push_back({lower_case(header.required_text("name")), header.text("value")});
        header.warn_of_unknown_keys("rules.filters");
    });
    return headers;
}

mesh::HeaderEdits read_modifier(YamlMap& filter, std::string_view key) {
    mesh::HeaderEdits edits;
    auto map = filter.map(key);
    filter.require(map.has_value(), key, "is missing");
    if (!map) return edits;
    edits.set = read_headers(*map, "set");
    edits.add = read_headers(*map, "add");
    for (const std::string& name : map->texts("remove"))
        edits.remove.push_back(lower_case(name));
    map->warn_of_unknown_keys("rules.filters." + std::string{key});
    return edits;
}

bool is_prefix(const GatewayMatch& match) {
    return match.match.path && (match.match.path->kind == StringMatch::Kind::prefix ||
                                match.match.path->kind == StringMatch::Kind::path_prefix);
}

/// `path` of a redirect or a rewrite. Only a prefix that was matched can be replaced.
template <class Edit>
void read_path_modifier(YamlMap& map, const std::vector<GatewayMatch>& matches, Edit& edit) {
    static constexpr std::array<std::string_view, 2> types{"ReplaceFullPath", "ReplacePrefixMatch"};
    auto path = map.map("path");
    if (!path) return;
    path->require(path->has("type"), "type", "is missing");
    const bool is_whole = path->choice("type", types[0], types) == types[0];
    edit.replaces = is_whole ? Rewrite::Replaces::path : Rewrite::Replaces::path_prefix;
    const std::string_view key = is_whole ? "replaceFullPath" : "replacePrefixMatch";
    path->require(path->has(key), key, "is missing");
    edit.path = path->text(key);
    path->require(is_whole || std::ranges::all_of(matches, is_prefix), "type",
                  "ReplacePrefixMatch needs matches of type PathPrefix");
    path->warn_of_unknown_keys("rules.filters.path");
}

void read_redirect_filter(YamlMap& filter, GatewayRule& read) {
    auto map = filter.map("requestRedirect");
    filter.require(map.has_value(), "requestRedirect", "is missing");
    if (!map) return;
    mesh::Redirect& redirect = read.redirect.emplace();
    if (map->has("scheme")) redirect.scheme = map->text("scheme");
    if (map->has("hostname")) redirect.authority = map->text("hostname");
    redirect.port = read_port(*map, "port");
    read_path_modifier(*map, read.matches, redirect);
    const std::uint32_t status =
        map->count("statusCode", {.fallback = found_status, .min = 301, .max = 308});
    map->require(mesh::is_redirect_status(status), "statusCode",
                 "must be 301, 302, 303, 307 or 308");
    redirect.status = static_cast<std::uint16_t>(status);
    map->warn_of_unknown_keys("rules.filters.requestRedirect");
}

void read_rewrite_filter(YamlMap& filter, GatewayRule& read) {
    auto map = filter.map("urlRewrite");
    filter.require(map.has_value(), "urlRewrite", "is missing");
    if (!map) return;
    Rewrite& rewrite = read.rewrite.emplace();
    if (map->has("hostname")) rewrite.authority = map->text("hostname");
    read_path_modifier(*map, read.matches, rewrite);
    map->warn_of_unknown_keys("rules.filters.urlRewrite");
}

mesh::Fraction read_mirror_share(YamlMap& map) {
    map.require(!map.has("percent") || !map.has("fraction"), "fraction",
                "cannot stand beside percent");
    mesh::Fraction share{.numerator = read_percent(map, "percent").value_or(100)};
    if (auto fraction = map.map("fraction")) {
        fraction->require(fraction->has("numerator"), "numerator", "is missing");
        share.numerator =
            fraction->count("numerator", {.fallback = 0, .min = 0, .max = any_filter_count});
        share.denominator =
            fraction->count("denominator", {.fallback = 100, .min = 1, .max = any_filter_count});
        fraction->require(share.numerator <= share.denominator, "numerator",
                          "must not be above the denominator");
        fraction->warn_of_unknown_keys("rules.filters.requestMirror.fraction");
    }
    return share;
}

void read_mirror(YamlMap& filter, const std::string& route_ns, GatewayRule& read) {
    auto map = filter.map("requestMirror");
    filter.require(map.has_value(), "requestMirror", "is missing");
    if (!map) return;
    const mesh::Fraction share = read_mirror_share(*map);
    auto backend = map->map("backendRef");
    map->require(backend.has_value(), "backendRef", "is missing");
    if (backend) {
        read.mirrors.emplace_back(read_backend(*backend, route_ns), share);
        backend->warn_of_unknown_keys("rules.filters.requestMirror.backendRef");
    }
    map->warn_of_unknown_keys("rules.filters.requestMirror");
}

/// Calls `read` with each filter and its type; one type may come once, but for mirrors.
template <class Read>
void each_filter(YamlMap& map, Read read) {
    std::set<std::string> seen;
    map.each("filters", [&](const YAML::Node& node) {
        YamlMap filter{node, map.file(), map.diagnostics()};
        const std::string type = filter.required_text("type");
        const bool is_new = seen.insert(type).second || type == "RequestMirror";
        filter.require(is_new, "type", type + " comes twice");
        if (!read(filter, type)) {
            filter.diagnostics().warning(filter.place("type"),
                                         "filter " + type + " is not honoured");
            return;
        }
        filter.warn_of_unknown_keys("rules.filters");
    });
}

bool read_http_filter(YamlMap& filter, const std::string& type, GatewayRule& read) {
    if (type == "RequestRedirect") {
        read_redirect_filter(filter, read);
        return true;
    }
    if (type != "URLRewrite") return false;
    read_rewrite_filter(filter, read);
    return true;
}

}  // namespace

BackendRef read_backend(YamlMap& map, const std::string& route_ns) {
    BackendRef read;
    const std::string group = map.text("group");
    const std::string kind = map.text("kind", "Service");
    read.is_service = group.empty() && kind == "Service";
    if (!read.is_service) {
        map.diagnostics().warning(
            map.place("kind"),
            "a backend of kind " + kind + " is not honoured: requests to it get 500");
    }
    read.name = map.required_text("name");
    read.ns = map.text("namespace", route_ns);
    read.port = read_port(map, "port");
    map.require(read.port || !read.is_service, "port", "is missing");
    return read;
}

void read_filters(YamlMap& rule,
                  GatewayRoute::Kind kind,
                  const std::string& route_ns,
                  GatewayRule& read) {
    each_filter(rule, [&](YamlMap& filter, const std::string& type) {
        if (type == "RequestHeaderModifier") {
            read.request_headers = read_modifier(filter, "requestHeaderModifier");
        } else if (type == "ResponseHeaderModifier") {
            read.response_headers = read_modifier(filter, "responseHeaderModifier");
        } else if (type == "RequestMirror") {
            read_mirror(filter, route_ns, read);
        } else {
            return kind == GatewayRoute::Kind::http && read_http_filter(filter, type, read);
        }
        return true;
    });
    rule.require(!read.redirect || !read.rewrite, "filters",
                 "cannot hold both RequestRedirect and URLRewrite");
    rule.require(!read.redirect || read.backends.empty(), "backendRefs",
                 "cannot stand beside a RequestRedirect");
}

void read_filters(YamlMap& backend_map, BackendRef& backend) {
    each_filter(backend_map, [&](YamlMap& filter, const std::string& type) {
        if (type == "RequestHeaderModifier") {
            backend.request_headers = read_modifier(filter, "requestHeaderModifier");
        } else if (type == "ResponseHeaderModifier") {
            backend.response_headers = read_modifier(filter, "responseHeaderModifier");
        } else {
            return false;
        }
        return true;
    });
}

}  // namespace weft::scenarios
