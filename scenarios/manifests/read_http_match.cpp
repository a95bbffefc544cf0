#include "scenarios/manifests/read_http_match.hpp"

#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_metadata.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

/// How the reference mesh writes "any" in withoutHeaders; it is no regular expression.
bool means_any(const YAML::Node& node) {
    if (!node.IsMap() || node.size() != 1) return false;
    const YAML::Node pattern = node["regex"];
    return pattern.IsDefined() && pattern.IsScalar() && pattern.Scalar() == "*";
}

/// A match below a name; an empty one asks only that the name is there.
mesh::StringMatch match_or_presence(const YAML::Node& node,
                                    const YamlMap& around,
                                    bool in_without_headers) {
    const mesh::StringMatch presence{
        .kind = mesh::StringMatch::Kind::present, .text = "", .ignore_case = false, .regex = {}};
    if (node.IsNull() || (node.IsMap() && node.size() == 0)) return presence;
    if (in_without_headers && means_any(node)) return presence;
    return read_string_match(YamlMap{node, around.file(), around.diagnostics()}).value_or(presence);
}

/// Proxies refuse a prefix of nothing, but for that of a path.
void refuse_empty_prefix(const YamlMap& map,
                         const Place& place,
                         const std::optional<mesh::StringMatch>& match) {
    const bool is_prefix = match && match->kind == mesh::StringMatch::Kind::prefix;
    if (!is_prefix || !match->text.empty()) return;
    map.diagnostics().error(place, "a prefix is empty, which only that of uri may be");
}

void each_named_match(YamlMap& map,
                      std::string_view key,
                      const std::function<void(const std::string&, mesh::StringMatch)>& each) {
    auto below = map.map(key);
    if (!below) return;
    below->entries([&](const std::string& name, const Place& place, const YAML::Node& node) {
        if (name.empty()) return map.diagnostics().error(place, "a name is empty");
        mesh::StringMatch match = match_or_presence(node, *below, key == "withoutHeaders");
        refuse_empty_prefix(map, place, match);
        each(name, std::move(match));
    });
}

/// To HTTP/2 host and method are headers, too, and so to the reference proxy.
std::optional<mesh::StringMatch>* part_named(std::string_view name, mesh::RouteMatch& match) {
    if (name == ":authority") return &match.authority;
    return name == ":method" ? &match.method : nullptr;
}

void read_header_matches(YamlMap& map, mesh::RouteMatch& match) {
    each_named_match(map, "headers", [&](const std::string& name, mesh::StringMatch value) {
        auto* const part = part_named(name, match);
        if (part != nullptr && !part->has_value()) {
            *part = std::move(value);
            return;
        }
        match.headers.push_back({.name = lower_case(name), .value = std::move(value)});
    });
    each_named_match(map, "withoutHeaders", [&](const std::string& name, mesh::StringMatch value) {
        // The reference mesh lets a request without the header pass, whatever is asked of it.
        const bool is_text = value.kind != mesh::StringMatch::Kind::present;
        match.headers.push_back({.name = lower_case(name),
                                 .value = std::move(value),
                                 .invert = true,
                                 .treat_missing_as_empty = is_text});
    });
    each_named_match(map, "queryParams", [&](const std::string& name, mesh::StringMatch value) {
        match.queries.push_back({.name = name, .value = std::move(value)});
    });
}

/// Names that are no headers of requests: parts of their first line, and what a gateway of Istio
/// takes for a claim of the request's token.
void warn_of_other_names(const YamlMap& map, const mesh::RouteMatch& match) {
    for (const mesh::HeaderMatch& header : match.headers) {
        if (header.name.starts_with(':')) {
            map.diagnostics().warning(
                map.place(header.invert ? "withoutHeaders" : "headers"),
                fmt::format("'{}' is not honoured here: no request has a header of that name; "
                            "write uri, scheme, method or authority",
                            header.name));
        }
        if (!header.name.starts_with("@request.auth.claims")) continue;
        map.diagnostics().warning(
            map.place(header.invert ? "withoutHeaders" : "headers"),
            fmt::format("'{}' is not honoured: rules do not look at claims of tokens, and no "
                        "request has a header of that name",
                        header.name));
    }
}

/// A header that must be there and must not be there takes no request.
void check_headers(const YamlMap& map, const mesh::RouteMatch& match) {
    for (const mesh::HeaderMatch& absent : match.headers) {
        const bool excluded =
            absent.invert && absent.value.kind == mesh::StringMatch::Kind::present;
        const bool asked = std::ranges::any_of(match.headers, [&](const auto& header) {
            return !header.invert && header.name == absent.name;
        });
        if (!excluded || !asked) continue;
        map.diagnostics().error(map.place("withoutHeaders"),
                                "the match takes no request: header '" + absent.name +
                                    "' must be there and must not be there");
    }
}

}  // namespace

mesh::control::HttpMatch read_http_match(YamlMap map) {
    mesh::control::HttpMatch read;
    read.origin = line_of(map.place());
    read.name = map.text("name");
    read.match.path = read_string_match(map, "uri");
    read.match.method = read_string_match(map, "method");
    read.match.authority = read_string_match(map, "authority");
    read.scheme = read_string_match(map, "scheme");
    refuse_empty_prefix(map, map.place("method"), read.match.method);
    refuse_empty_prefix(map, map.place("authority"), read.match.authority);
    refuse_empty_prefix(map, map.place("scheme"), read.scheme);
    const bool ignore_case = map.flag("ignoreUriCase", false);
    const bool is_pattern =
        read.match.path && read.match.path->kind == mesh::StringMatch::Kind::regex;
    if (read.match.path) read.match.path->ignore_case = ignore_case && !is_pattern;
    read_header_matches(map, read.match);
    check_headers(map, read.match);
    warn_of_other_names(map, read.match);
    read.port = read_port(map, "port");
    read.gateways = map.texts("gateways");
    read.source_labels = read_labels(map, "sourceLabels");
    read.source_namespace = map.text("sourceNamespace");
    pass_over(map, {"statPrefix"});
    map.warn_of_unknown_keys("http.match");
    return read;
}

}  // namespace weft::scenarios
