#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_gateway_values.hpp"
#include "scenarios/manifests/read_metadata.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace weft::scenarios {

using mesh::StringMatch;
using mesh::control::GatewayMatch;

namespace {

constexpr std::array<std::string_view, 3> path_types{"PathPrefix", "Exact", "RegularExpression"};
constexpr std::array<std::string_view, 2> value_types{"Exact", "RegularExpression"};
constexpr std::array<std::string_view, 9> methods{"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                                  "CONNECT", "OPTIONS", "TRACE", "PATCH"};

StringMatch compiled(const YamlMap& map, std::string_view key, const std::string& pattern) {
    if (auto match = mesh::compile_regex(pattern)) return *match;
    map.diagnostics().error(map.place(key), "regex '" + pattern + "' is not valid");
    return {};
}

/// A prefix means whole parts of the path; the slash at its end says nothing.
StringMatch path_prefix(std::string text) {
    if (text.ends_with('/')) text.pop_back();
    if (text.empty()) return {.kind = StringMatch::Kind::prefix, .text = "/"};
    return {.kind = StringMatch::Kind::path_prefix, .text = std::move(text)};
}

StringMatch read_path(YamlMap& match) {
    auto map = match.map("path");
    if (!map) return path_prefix("/");
    const std::string type = map->choice("type", path_types[0], path_types);
    const std::string value = map->text("value", "/");
    map->warn_of_unknown_keys("rules.matches.path");
    if (type == "RegularExpression") return compiled(*map, "value", value);
    map->require(value.starts_with('/'), "value", "must begin with '/'");
    map->require(value.find_first_of("?#") == std::string::npos, "value",
                 "must not hold '?' or '#'");
    if (type == "Exact") return {.kind = StringMatch::Kind::exact, .text = value};
    return path_prefix(value);
}

StringMatch read_value(YamlMap& map) {
    const std::string type = map.choice("type", value_types[0], value_types);
    const std::string value = map.required_text("value");
    if (type == "RegularExpression") return compiled(map, "value", value);
    return {.kind = StringMatch::Kind::exact, .text = value};
}

/// Of several elements with one name the first counts, as the API has it.
template <class Match>
void read_named(YamlMap& match, std::string_view key, std::vector<Match>& read) {
    match.each(key, [&](const YAML::Node& node) {
        YamlMap map{node, match.file(), match.diagnostics()};
        Match one;
        one.name = map.required_text("name");
        if (key == "headers") one.name = lower_case(one.name);
        one.value = read_value(map);
        map.warn_of_unknown_keys("rules.matches." + std::string{key});
        const bool is_new =
            std::ranges::none_of(read, [&](const Match& known) { return known.name == one.name; });
        if (is_new) return read.push_back(std::move(one));
        match.diagnostics().warning(map.place(),
                                    "'" + one.name + "' is matched twice; only the first counts");
    });
}

std::string part_or_any(const std::string& part) {
    return part.empty() ? "[^/]+" : part;
}

/// A call of gRPC is a request to /SERVICE/METHOD.
StringMatch grpc_path(YamlMap& map, const std::string& service, const std::string& method) {
    const bool is_pattern = map.choice("type", value_types[0], value_types) == "RegularExpression";
    if (service.empty() && method.empty()) return path_prefix("/");
    if (!is_pattern && !service.empty()) {
        if (method.empty())
            return {.kind = StringMatch::Kind::prefix, .text = fmt::format("/{}/", service)};
        return {.kind = StringMatch::Kind::exact, .text = fmt::format("/{}/{}", service, method)};
    }
    const std::string last = is_pattern ? part_or_any(method) : fmt::format("\\Q{}\\E", method);
    return compiled(map, is_pattern && !service.empty() ? "service" : "method",
                    fmt::format("/{}/{}", part_or_any(service), last));
}

}  // namespace

GatewayMatch any_gateway_match() {
    return {.match = {.path = path_prefix("/")}};
}

GatewayMatch read_http_route_match(YamlMap map) {
    GatewayMatch read;
    read.match.path = read_path(map);
    if (map.has("method")) {
        read.match.method = StringMatch{.kind = StringMatch::Kind::exact,
                                        .text = map.choice("method", methods[0], methods)};
    }
    read_named(map, "headers", read.match.headers);
    read_named(map, "queryParams", read.match.queries);
    map.warn_of_unknown_keys("rules.matches");
    return read;
}

GatewayMatch read_grpc_route_match(YamlMap map) {
    GatewayMatch read = any_gateway_match();
    if (auto method = map.map("method")) {
        method->require(method->has("service") || method->has("method"), "service",
                        "or method must be given");
        read.grpc_service = method->text("service");
        read.grpc_method = method->text("method");
        read.match.path = grpc_path(*method, read.grpc_service, read.grpc_method);
        method->warn_of_unknown_keys("rules.matches.method");
    }
    read_named(map, "headers", read.match.headers);
    map.warn_of_unknown_keys("rules.matches");
    return read;
}

}  // namespace weft::scenarios
