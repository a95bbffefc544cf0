#include "scenarios/manifests/istio_values.hpp"

#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string>

namespace weft::scenarios {
namespace {

constexpr std::uint32_t any_count = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t million = 1'000'000;
constexpr double parts_a_percent = million / 100.0;

std::vector<mesh::Header> read_header_values(YamlMap& map, std::string_view key) {
    std::vector<mesh::Header> headers;
    for (const auto& [name, value] : read_labels(map, key))
        headers.push_back({lower_case(name), value});
    return headers;
}

mesh::HeaderEdits read_edits(YamlMap& headers, std::string_view side, std::string_view path) {
    mesh::HeaderEdits edits;
    auto map = headers.map(side);
    if (!map) return edits;
    edits.set = read_header_values(*map, "set");
    edits.add = read_header_values(*map, "add");
    for (const std::string& name : map->texts("remove"))
        edits.remove.push_back(lower_case(name));
    std::string what{path};
    what.append(".headers.").append(side);
    map->warn_of_unknown_keys(what);
    return edits;
}

}  // namespace

std::optional<std::uint32_t> read_count(YamlMap& map, std::string_view key) {
    if (!map.has(key)) return std::nullopt;
    return map.count(key, {.fallback = 0, .min = 0, .max = any_count});
}

std::optional<std::uint32_t> read_percent(YamlMap& map, std::string_view key) {
    if (!map.has(key)) return std::nullopt;
    return map.count(key, {.fallback = 0, .min = 0, .max = 100});
}

std::optional<mesh::Duration> read_duration(YamlMap& map,
                                            std::string_view key,
                                            mesh::Duration least) {
    if (!map.has(key)) return std::nullopt;
    return map.duration(key, {.fallback = least, .min = least, .max = mesh::Duration::max()});
}

std::optional<std::uint32_t> read_count_or_default(YamlMap& map, std::string_view key) {
    const auto count = read_count(map, key);
    return count == 0U ? std::nullopt : count;
}

std::optional<mesh::Fraction> read_share(YamlMap& map,
                                         std::string_view key,
                                         std::string_view old_key) {
    const auto old_percent = read_percent(map, old_key);
    if (auto below = map.map(key)) {
        const double percent = below->number("value", {.fallback = 0, .min = 0, .max = 100});
        below->warn_of_unknown_keys(key);
        const auto parts = static_cast<std::uint32_t>(std::lround(percent * parts_a_percent));
        return mesh::Fraction{.numerator = parts, .denominator = million};
    }
    if (old_percent) return mesh::Fraction{.numerator = *old_percent, .denominator = 100};
    return std::nullopt;
}

std::optional<mesh::StringMatch> read_string_match(YamlMap map) {
    using Kind = mesh::StringMatch::Kind;
    static constexpr std::array<std::pair<std::string_view, Kind>, 3> kinds{
        {{"exact", Kind::exact}, {"prefix", Kind::prefix}, {"regex", Kind::regex}}};
    std::optional<mesh::StringMatch> match;
    for (const auto& [key, kind] : kinds) {
        if (!map.has(key)) continue;
        map.require(!match, key, "cannot stand beside another kind of match");
        match.emplace();
        match->kind = kind;
        match->text = map.text(key);
        if (kind != Kind::regex) continue;
        if (auto compiled = mesh::compile_regex(match->text)) {
            match = std::move(compiled);
        } else {
            map.error(key, "regex '" + match->text + "' is not valid");
        }
    }
    if (!match) {
        map.diagnostics().error(map.place(), "a match must be one of exact, prefix, regex");
    }
    map.warn_of_unknown_keys("match");
    return match;
}

std::optional<mesh::StringMatch> read_string_match(YamlMap& map, std::string_view key) {
    auto below = map.map(key);
    return below ? read_string_match(*below) : std::nullopt;
}

std::vector<std::string> read_hosts(YamlMap& map) {
    std::vector<std::string> hosts;
    std::set<std::string> seen;
    map.each("hosts", [&](const YAML::Node& node) {
        const Place place = place_of(node, map.file());
        const std::string host = node.IsScalar() ? node.Scalar() : "";
        if (host.empty()) return map.diagnostics().error(place, "a host must be plain text");
        if (seen.insert(lower_case(host)).second) return hosts.push_back(host);
        map.diagnostics().warning(place, "host '" + host + "' is named twice");
    });
    map.require(!hosts.empty(), "hosts", "must name at least one host");
    return hosts;
}

mesh::control::Destination read_destination(YamlMap map) {
    mesh::control::Destination destination;
    destination.host = map.required_text("host");
    destination.subset = map.text("subset");
    if (auto port = map.map("port")) {
        destination.port = required_port(*port, "number");
        port->warn_of_unknown_keys("destination.port");
    }
    map.warn_of_unknown_keys("destination");
    return destination;
}

ReadHeaderEdits read_header_edits(YamlMap& map, std::string_view path) {
    ReadHeaderEdits edits;
    auto headers = map.map("headers");
    if (!headers) return edits;
    edits.request = read_edits(*headers, "request", path);
    edits.response = read_edits(*headers, "response", path);
    headers->warn_of_unknown_keys(std::string{path} + ".headers");
    return edits;
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return 'A' <= letter && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

}  // namespace weft::scenarios
