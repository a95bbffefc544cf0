#include "scenarios/manifests/service_script.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/read/yaml_file.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <utility>

namespace weft::scenarios {

using sim::ScriptStep;

namespace {

std::vector<std::string> names_in_script(const std::map<std::string, std::string>& services) {
    std::vector<std::string> names;
    for (const auto& [name, ns] : services)
        names.push_back(name);
    return names;
}

/// The called service must be there; without a host name of its own also in the caller's namespace,
/// since a bare name is looked up there.
void check_called(const std::string& service,
                  bool has_hostname,
                  const Place& place,
                  const GraphScript& around) {
    const auto found = around.namespaces.find(service);
    if (found == around.namespaces.end()) {
        around.diagnostics.error(place,
                                 "unknown service '" + service + "'" +
                                     did_you_mean(service, names_in_script(around.namespaces)));
    } else if (!has_hostname && found->second != around.ns) {
        around.diagnostics.error(place, "service '" + service + "' is in namespace '" +
                                            found->second + "', so the call needs its hostname");
    }
}

/// A share in percent: "50", "50%".
mesh::Ratio read_probability(YamlMap& call) {
    constexpr mesh::Ratio always{mesh::Ratio::whole};
    if (!call.has("probability")) return always;
    const YAML::Node node = call.node("probability");
    if (node.IsScalar()) {
        const std::string& text = node.Scalar();
        const auto share = mesh::parse_ratio(text.ends_with('%') ? text : text + "%");
        if (share && share->parts <= mesh::Ratio::whole) return *share;
    }
    call.error("probability", "probability must be a number of percent, 0 to 100");
    return always;
}

void read_call_details(const YAML::Node& node, const GraphScript& around, ScriptStep& step) {
    YamlMap call{node, around.file, around.diagnostics};
    const std::string service = call.required_text("service");
    const std::string hostname = call.text("hostname");
    step.service = hostname.empty() ? service : hostname;
    if (!service.empty()) {
        check_called(service, !hostname.empty(), call.place("service"), around);
    }
    const std::string_view size_key = call.has("size") ? "size" : "payloadSize";
    if (call.has(size_key)) {
        const auto size = read_graph_size(call.node(size_key), around.file, around.diagnostics);
        step.request_size = size.value_or(step.request_size);
    }
    step.probability = read_probability(call);
    call.warn_of_unknown_keys("call");
}

ScriptStep read_call(const YAML::Node& node, const GraphScript& around) {
    ScriptStep step;
    step.kind = ScriptStep::Kind::call;
    step.request_size = around.request_size;
    if (node.IsScalar()) {
        step.service = node.Scalar();
        check_called(step.service, false, place_of(node, around.file), around);
    } else {
        read_call_details(node, around, step);
    }
    return step;
}

ScriptStep read_step(const YAML::Node& node, const GraphScript& around) {
    ScriptStep step;
    if (node.IsSequence()) {
        step.kind = ScriptStep::Kind::parallel;
        step.branches = read_graph_script(node, around);
        return step;
    }
    YamlMap map{node, around.file, around.diagnostics};
    if (map.has("call")) {
        step = read_call(map.node("call"), around);
    } else if (map.has("sleep")) {
        step.kind = ScriptStep::Kind::sleep;
        const auto time =
            map.duration("sleep", {.fallback = {}, .min = {}, .max = mesh::Duration::max()});
        step.time = sim::Distribution::constant(time);
    } else if (node.IsMap()) {
        around.diagnostics.error(map.place(), "a step must be a call, a sleep, or a list of steps");
        return step;
    }
    map.reject_unknown_keys();
    return step;
}

}  // namespace

std::vector<ScriptStep> read_graph_script(const YAML::Node& node, const GraphScript& around) {
    std::vector<ScriptStep> steps;
    if (!node.IsDefined() || node.IsNull()) return steps;
    if (!node.IsSequence()) {
        around.diagnostics.error(place_of(node, around.file), "a script must be a list of steps");
        return steps;
    }
    for (const YAML::Node& step : node)
        steps.push_back(read_step(step, around));
    return steps;
}

std::optional<std::uint64_t> read_graph_size(const YAML::Node& node,
                                             const std::string& file,
                                             Diagnostics& diagnostics) {
    if (node.IsScalar()) {
        if (const auto bytes = mesh::parse_count(node.Scalar())) return *bytes;
        if (const auto size = mesh::parse_size(node.Scalar())) return *size;
    }
    diagnostics.error(place_of(node, file),
                      "a size must be bytes or have a unit, such as 512 or 1 KB");
    return std::nullopt;
}

}  // namespace weft::scenarios
