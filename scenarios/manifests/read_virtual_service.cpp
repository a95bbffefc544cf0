#include "scenarios/manifests/check_http_rule.hpp"
#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_http_match.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/read_retries.hpp"
#include "scenarios/manifests/read_visibility.hpp"
#include "scenarios/manifests/resource_readers.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <limits>
#include <string>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;
using namespace std::chrono_literals;

namespace {

std::uint16_t read_status(YamlMap& map, std::string_view key, std::uint32_t least) {
    map.require(map.has(key), key, "is missing");
    return static_cast<std::uint16_t>(map.count(key, {.fallback = 500, .min = least, .max = 599}));
}

/// The weights of several destinations; who has none gets no requests, as the mesh decides it too.
void check_weights(YamlMap& route, std::vector<RouteDestination>& destinations) {
    if (destinations.size() == 1) destinations.front().weight.reset();
    if (destinations.size() < 2) return;
    std::uint64_t total = 0;
    for (RouteDestination& destination : destinations) {
        destination.weight = destination.weight.value_or(0);
        total += *destination.weight;
    }
    route.require(total > 0, "route", "has weights that sum to 0");
    route.require(total <= std::numeric_limits<std::uint32_t>::max(), "route",
                  "has weights that sum to more than 4294967295");
}

std::vector<RouteDestination> read_destinations(YamlMap& route) {
    std::vector<RouteDestination> destinations;
    route.each("route", [&](const YAML::Node& node) {
        YamlMap map{node, route.file(), route.diagnostics()};
        RouteDestination read;
        map.require(map.has("destination"), "destination", "is missing");
        if (auto destination = map.map("destination")) {
            read.destination = read_destination(*destination);
        }
        read.weight = read_count(map, "weight");
        auto headers = read_header_edits(map, "http.route");
        read.request_headers = std::move(headers.request);
        read.response_headers = std::move(headers.response);
        check_destination_headers(map, read);
        map.warn_of_unknown_keys("http.route");
        destinations.push_back(std::move(read));
    });
    check_weights(route, destinations);
    return destinations;
}

/// What `match` finds in the path gives way to `rewrite`.
void read_pattern(YamlMap& map, mesh::Rewrite& rewrite) {
    const std::string pattern = map.required_text("match");
    const std::string replacement = map.required_text("rewrite");
    map.warn_of_unknown_keys("http.rewrite.uriRegexRewrite");
    auto compiled = mesh::compile_regex(pattern);
    if (!compiled) return map.error("match", "regex '" + pattern + "' is not valid");
    if (const auto mistake = mesh::mistake_in_replacement(*compiled, replacement)) {
        return map.error("rewrite", "rewrite is not valid: " + *mistake);
    }
    rewrite.path = replacement;
    rewrite.replaces = mesh::Rewrite::Replaces::pattern;
    rewrite.pattern = std::move(compiled);
}

std::optional<mesh::Rewrite> read_rewrite(YamlMap& route) {
    auto map = route.map("rewrite");
    if (!map) return std::nullopt;
    mesh::Rewrite rewrite;
    if (map->has("uri")) rewrite.path = map->text("uri");
    if (auto by_pattern = map->map("uriRegexRewrite")) {
        map->require(!map->has("uri"), "uriRegexRewrite", "cannot stand beside uri");
        read_pattern(*by_pattern, rewrite);
    }
    if (map->has("authority")) rewrite.authority = map->text("authority");
    const bool says_something = map->has("uriRegexRewrite") || !rewrite.path.value_or("").empty() ||
                                !rewrite.authority.value_or("").empty();
    route.require(says_something, "rewrite", "must say one of uri, uriRegexRewrite, authority");
    map->warn_of_unknown_keys("http.rewrite");
    return rewrite;
}

/// Without a percentage a fault strikes nobody: the mesh takes it for 0.
mesh::Fraction read_fault_share(YamlMap& fault) {
    const auto share = read_share(fault, "percentage", "percent");
    if (!share) {
        fault.diagnostics().warning(fault.place(),
                                    "a fault without a percentage strikes no request");
    }
    return share.value_or(mesh::Fraction{});
}

void read_fault(YamlMap& route, HttpRoute& read) {
    auto fault = route.map("fault");
    if (!fault) return;
    route.require(fault->has("delay") || fault->has("abort"), "fault",
                  "must have a delay or an abort");
    if (auto delay = fault->map("delay")) {
        delay->require(delay->has("fixedDelay"), "fixedDelay", "is missing");
        const auto length = read_duration(*delay, "fixedDelay");
        read.delay = {.delay = length.value_or(0ns), .share = read_fault_share(*delay)};
        delay->warn_of_unknown_keys("http.fault.delay");
    }
    auto abort = fault->map("abort");
    if (abort && abort->has("httpStatus")) {
        const std::uint16_t status = read_status(*abort, "httpStatus", 200);
        read.abort = {.status = status, .share = read_fault_share(*abort)};
    }
    if (abort) {
        if (!abort->has("httpStatus") && !abort->has("grpcStatus")) {
            abort->diagnostics().warning(abort->place(),
                                         "an abort without httpStatus strikes no request");
        }
        pass_over(*abort, {"percentage", "percent"});
        abort->warn_of_unknown_keys("http.fault.abort");
    }
    fault->warn_of_unknown_keys("http.fault");
}

void read_mirrors(YamlMap& route, HttpRoute& read) {
    constexpr mesh::Fraction everything{.numerator = 100, .denominator = 100};
    const auto share = read_share(route, "mirrorPercentage", "mirrorPercent");
    if (auto mirror = route.map("mirror")) {
        read.mirrors.emplace_back(read_destination(*mirror), share.value_or(everything));
    }
    route.each("mirrors", [&](const YAML::Node& node) {
        YamlMap map{node, route.file(), route.diagnostics()};
        map.require(map.has("destination"), "destination", "is missing");
        const auto part = read_share(map, "percentage", "percent").value_or(everything);
        if (auto destination = map.map("destination")) {
            read.mirrors.emplace_back(read_destination(*destination), part);
        }
        map.warn_of_unknown_keys("http.mirrors");
    });
}

void read_redirect_port(YamlMap& map, HttpRedirect& redirect) {
    static constexpr std::array<std::string_view, 2> words{"FROM_PROTOCOL_DEFAULT",
                                                           "FROM_REQUEST_PORT"};
    map.require(!map.has("port") || !map.has("derivePort"), "derivePort",
                "cannot stand beside port");
    redirect.to.port = read_port(map, "port");
    redirect.port_of_request = map.choice("derivePort", words[0], words) == words[1];
}

void read_redirect(YamlMap& route, HttpRoute& read) {
    static constexpr std::array<std::string_view, 2> schemes{"http", "https"};
    auto map = route.map("redirect");
    if (!map) return;
    HttpRedirect& redirect = read.redirect.emplace();
    if (map->has("uri")) redirect.to.path = map->text("uri");
    if (map->has("authority")) redirect.to.authority = map->text("authority");
    if (map->has("scheme")) redirect.to.scheme = map->choice("scheme", "http", schemes);
    read_redirect_port(*map, redirect);
    const std::array<std::string_view, 5> parts{"uri", "authority", "scheme", "port", "derivePort"};
    route.require(std::ranges::any_of(parts, [&](auto part) { return map->has(part); }), "redirect",
                  "must say one of uri, authority, scheme, port, derivePort");
    const std::uint32_t status =
        map->count("redirectCode", {.fallback = 301, .min = 301, .max = 308});
    map->require(mesh::is_redirect_status(status), "redirectCode",
                 "must be 301, 302, 303, 307 or 308");
    redirect.to.status = static_cast<std::uint16_t>(status);
    map->warn_of_unknown_keys("http.redirect");
}

/// The body is for the client alone.
void read_direct_response(YamlMap& route, HttpRoute& read) {
    auto map = route.map("directResponse");
    if (!map) return;
    read.direct_response = {read_status(*map, "status", 200)};
    if (auto body = map->map("body")) {
        body->require(body->has("string") != body->has("bytes"), "string",
                      "or bytes must be given, not both");
        pass_over(*body, {"string", "bytes"});
        body->warn_of_unknown_keys("http.directResponse.body");
    }
    map->warn_of_unknown_keys("http.directResponse");
}

void read_delegate(YamlMap& route, HttpRoute& read) {
    auto map = route.map("delegate");
    if (!map) return;
    read.delegate = Delegate{.name = map->required_text("name"), .ns = map->text("namespace")};
    map->warn_of_unknown_keys("http.delegate");
}

bool has_one_action(YamlMap& route) {
    int actions = 0;
    for (const std::string_view action : {"route", "redirect", "directResponse", "delegate"})
        actions += route.has(action) ? 1 : 0;
    if (actions == 1) return true;
    const std::string choice = "one of route, redirect, directResponse, delegate";
    route.diagnostics().error(route.place(),
                              (actions == 0 ? "a rule needs " : "a rule can have only ") + choice);
    return false;
}

/// The reference mesh refuses retries that are none, and yet say how.
void check_attempts(YamlMap& map, const std::optional<HttpRetry>& retries) {
    if (!retries || retries->attempts.value_or(0) > 0) return;
    map.require(!retries->per_try_timeout && !retries->retry_on, "retries",
                "must say in attempts how many: without it, or with 0, there are none");
}

std::optional<HttpRoute> read_http_route(YamlMap map) {
    if (!has_one_action(map)) return std::nullopt;
    HttpRoute read;
    read.origin = line_of(map.place());
    read.name = map.text("name");
    map.each("match", [&](const YAML::Node& node) {
        read.matches.push_back(read_http_match({node, map.file(), map.diagnostics()}));
    });
    read.route = read_destinations(map);
    read_redirect(map, read);
    read_direct_response(map, read);
    read_delegate(map, read);
    if (map.has("route") && read.route.empty()) map.error("route", "route is empty");
    read.rewrite = read_rewrite(map);
    read.timeout = read_duration(map, "timeout");
    read.retries = read_retries(map, "retries", "http.retries");
    check_attempts(map, read.retries);
    read_fault(map, read);
    read_mirrors(map, read);
    auto headers = read_header_edits(map, "http");
    read.request_headers = std::move(headers.request);
    read.response_headers = std::move(headers.response);
    check_http_rule(map, read);
    map.warn_of_unknown_keys("http");
    return read;
}

/// A rule that takes every request leaves nothing to those below it.
void note_unreachable(const Place& place, const std::vector<HttpRoute>& rules, Diagnostics& said) {
    for (std::size_t index = 0; index + 1 < rules.size(); ++index) {
        if (!rules[index].matches.empty() || rules[index].delegate) continue;
        said.warning(place,
                     "http[" + std::to_string(index) +
                         "] takes every request: the rules after it are never reached",
                     "IST0130");
        return;
    }
}

}  // namespace

std::optional<Resource> read_virtual_service(YamlMap& document) {
    VirtualService service;
    service.origin = line_of(document.place());
    service.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    const bool routes_http = spec->has("http");
    if (spec->has("hosts")) service.hosts = read_hosts(*spec);
    service.gateways = spec->texts("gateways");
    service.export_to = read_export_to(*spec, service.meta.ns);
    bool all_read = true;
    spec->each("http", [&](const YAML::Node& node) {
        auto route = read_http_route({node, spec->file(), spec->diagnostics()});
        all_read = all_read && route.has_value();
        if (route) service.http.push_back(std::move(*route));
    });
    if (all_read) note_unreachable(spec->place("http"), service.http, spec->diagnostics());
    const bool routes_other = spec->has("tcp") || spec->has("tls");
    spec->require(routes_http || routes_other, "http", "is missing");
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    if (service.http.empty()) return std::nullopt;  // Nothing of it is left to play.
    return service;
}

}  // namespace weft::scenarios
