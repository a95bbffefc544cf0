#include "scenarios/read/port_settings.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "scenarios/read/set_value.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace weft::scenarios {
namespace {

constexpr const char* list_of_ports = "portLevelSettings";
constexpr std::uint32_t last_port_number = 65535;

YAML::Node nothing_there() {
    return YAML::Node{YAML::NodeType::Undefined};
}

YAML::Node in_map(const YAML::Node& map, const std::string& key) {
    if (!map.IsDefined() || !map.IsMap()) return nothing_there();
    const YAML::Node value = map[key];
    return value.IsDefined() && !value.IsNull() ? value : nothing_there();
}

/// The key as it is written comes along: it knows its place.
bool copy_entry(YAML::Node& into, const YAML::Node& from, std::string_view key) {
    if (!from.IsDefined() || !from.IsMap()) return false;
    for (const auto& entry : from) {
        if (entry.first.Scalar() != key) continue;
        into[YAML::Clone(entry.first)] = YAML::Clone(entry.second);
        return true;
    }
    return false;
}

std::vector<std::string> keys_of(std::string path) {
    std::vector<std::string> keys;
    while (!path.empty()) {
        const auto [key, rest] = split_path(path);
        keys.push_back(key);
        path = rest;
    }
    return keys;
}

YAML::Node subset_called(const YAML::Node& spec, const std::string& name) {
    const YAML::Node subsets = in_map(spec, "subsets");
    if (!subsets.IsDefined() || !subsets.IsSequence()) return nothing_there();
    for (const YAML::Node& subset : subsets) {
        const YAML::Node called = in_map(subset, "name");
        if (called.IsDefined() && called.IsScalar() && called.Scalar() == name) return subset;
    }
    const auto position = mesh::parse_count(name);
    return position && *position < subsets.size() ? subsets[*position] : nothing_there();
}

/// Whether it may be a port that the list knows nothing of, rather than a place in it.
bool is_new_port(const YAML::Node& policy, const std::string& port) {
    const auto number = mesh::parse_count(port);
    if (!number || *number == 0 || *number > last_port_number) return false;
    const YAML::Node list = in_map(policy, list_of_ports);
    if (!list.IsDefined()) return true;
    return list.IsSequence() && *number >= list.size() &&
           !settings_of_port(policy, port).IsDefined();
}

}  // namespace

YAML::Node settings_of_port(const YAML::Node& policy, const std::string& port) {
    const YAML::Node list = in_map(policy, list_of_ports);
    if (!list.IsDefined() || !list.IsSequence()) return nothing_there();
    for (const YAML::Node& settings : list) {
        const YAML::Node number = in_map(in_map(settings, "port"), "number");
        if (number.IsDefined() && number.IsScalar() && number.Scalar() == port) return settings;
    }
    return nothing_there();
}

YAML::Node settings_without_port(const YAML::Node& policy,
                                 const YAML::Node& above,
                                 const std::string& port) {
    const YAML::Node own = settings_of_port(above, port);
    const YAML::Node wide = own.IsDefined() ? own : above;
    YAML::Node settings{YAML::NodeType::Map};
    for (const char* const key : {"loadBalancer", "connectionPool", "outlierDetection", "tls"})
        if (!copy_entry(settings, policy, key)) copy_entry(settings, wide, key);
    return settings;
}

void make_port_settings(YAML::Node& rule, const std::string& path, const std::string& origin) {
    const std::vector<std::string> keys = keys_of(path);
    const bool of_subset = keys.size() > 1 && keys[1] == "subsets";
    const std::size_t at = of_subset ? 3 : 1;  // Of "trafficPolicy".
    if (keys.size() < at + 3 || keys[at] != "trafficPolicy" || keys[at + 1] != list_of_ports)
        return;
    const std::string& port = keys[at + 2];
    const YAML::Node spec = in_map(rule, "spec");
    const YAML::Node owner = of_subset ? subset_called(spec, keys[2]) : spec;
    if (!owner.IsDefined()) return;
    const YAML::Node policy = in_map(owner, "trafficPolicy");
    if (!is_new_port(policy, port)) return;

    const YAML::Node above = of_subset ? in_map(spec, "trafficPolicy") : nothing_there();
    YAML::Node settings = settings_without_port(policy, above, port);
    Diagnostics nothing;
    set_value(settings, "port.number", YAML::Node{port}, origin, nothing);
    mark_origin(settings, origin);
    const std::size_t end = path.find(list_of_ports) + std::string_view{list_of_ports}.size();
    add_value(rule, path.substr(0, end), settings, origin, nothing);
}

}  // namespace weft::scenarios
