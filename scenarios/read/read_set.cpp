#include "scenarios/read/read_set.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/manifests/read_manifests.hpp"
#include "scenarios/read/port_settings.hpp"
#include "scenarios/read/read_policies.hpp"
#include "scenarios/read/read_timeline.hpp"
#include "scenarios/read/set_value.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

/// The object that "VirtualService/reviews" or "VirtualService/shop/reviews" names.
mesh::control::ResourceKey key_of_path(const std::string& written) {
    const std::size_t first = written.find('/');
    const std::size_t last = written.rfind('/');
    if (first == last) return {written.substr(0, first), "default", written.substr(first + 1)};
    return {written.substr(0, first), written.substr(first + 1, last - first - 1),
            written.substr(last + 1)};
}

/// The other way round, without the kind.
std::string name_in_path(const mesh::control::ResourceKey& key) {
    return key.ns == "default" ? key.name : fmt::format("{}/{}", key.ns, key.name);
}

/// Only what is said of the new value: the rest was said when it was read for the first time.
void say_of_value(const Diagnostics& found, const std::string& origin, YamlMap& map) {
    for (const Diagnostic& diagnostic : found.all()) {
        if (diagnostic.place.file != origin) continue;
        Diagnostic own = diagnostic;
        own.place = map.place("value");
        map.diagnostics().add(std::move(own));
    }
}

/// Writes the step's value where its path leads; whether it leads anywhere.
bool set_step_value(YAML::Node& document,
                    const std::string& path,
                    const std::string& origin,
                    YamlMap& map) {
    Diagnostics found{map.diagnostics().sources()};
    set_value(document, path, map.node("value"), origin, found);
    for (const Diagnostic& diagnostic : found.all())
        map.error("path", diagnostic.message);
    return !found.has_errors();
}

}  // namespace

WrittenValues& SetReader::values() {
    if (!values_) values_.emplace(scenario_.node("policies"), context_.documents);
    return *values_;
}

bool SetReader::read(YamlMap& map, TimelineStep& step) {
    const std::string path = map.required_text("path");
    if (!map.node("value").IsDefined()) map.error("value", "value is missing");
    if (path.empty() || !map.has("value")) return true;
    if (const auto mistake = mistake_in_path(path)) {
        map.error("path", *mistake);
        return true;
    }
    const auto [first, rest] = split_path(path);
    if (first == "load") return read_rate(map, rest, step);
    if (first == "policies") return read_policy(map, path, step);
    if (first.find('/') != std::string::npos) return read_object(map, path, step);
    map.error("path", fmt::format("'{}' cannot be changed while it runs: only load.ID.rate, "
                                  "policies.SERVICE, VirtualService/NAME and DestinationRule/NAME",
                                  first));
    return true;
}

bool SetReader::read_rate(YamlMap& map, const std::string& path, TimelineStep& step) {
    const auto [id, key] = split_path(path);
    const auto load = std::ranges::find(context_.loads, id, &sim::LoadPlan::id);
    if (load == context_.loads.end()) {
        std::vector<std::string> known;
        for (const sim::LoadPlan& other : context_.loads)
            known.push_back(other.id);
        map.error("path", fmt::format("unknown load '{}'{}", id, did_you_mean(id, known)));
        return true;
    }
    if (key != "rate") {
        map.error("path", "of a load only its rate can be changed while it runs");
    } else if (!load->arrivals) {
        map.error("path", fmt::format("load '{}' has users, and no rate", id));
    }
    const double rate = map.rate("value", {.fallback = 1, .min = 1e-6, .max = 1e9});
    step.action = sim::PlannedRate{.load = id, .rate = rate};
    return true;
}

bool SetReader::read_policy(YamlMap& map, const std::string& path, TimelineStep& step) {
    const std::string service = split_path(split_path(path).second).first;
    if (service.empty()) {
        map.error("path", "name a service, as in policies.cart.balancer");
        return true;
    }
    const std::string origin = "set " + path;
    YAML::Node document{YAML::NodeType::Map};
    document["policies"] = values().policies();
    if (!set_step_value(document, path, origin, map)) return true;
    values().set_policies(document["policies"]);
    Diagnostics found{map.diagnostics().sources()};
    References ignored;  // Those of the policy as written are looked at, and this service below.
    const auto policies = read_policies(YamlMap{document["policies"], scenario_.file(), found},
                                        context_.kinds.balancers, context_.defaults, ignored);
    say_of_value(found, origin, map);
    context_.references.services.push_back({service, map.place("path")});
    const auto changed = std::ranges::find(policies, service, &PolicyOverride::service);
    if (changed != policies.end()) step.action = *changed;
    return true;
}

bool SetReader::read_object(YamlMap& map, const std::string& path, TimelineStep& step) {
    const auto [written, field] = split_path(path);
    const mesh::control::ResourceKey key = key_of_path(written);
    if (!is_settable(key.kind)) {
        map.error("path", fmt::format("a {} cannot be changed while it runs: only VirtualService "
                                      "and DestinationRule; there is do: apply for others",
                                      key.kind));
        return true;
    }
    if (split_path(field).first != "spec") {
        map.error("path", fmt::format("of a {} only what is under spec can be changed while it "
                                      "runs, as in {}.spec",
                                      key.kind, written));
        return true;
    }
    YAML::Node* const rule = values().rule(key);
    if (rule == nullptr) {
        std::vector<std::string> known;
        for (const auto& [other, node] : values().rules()) {
            if (other.kind == key.kind) known.push_back(name_in_path(other));
        }
        const std::string name = name_in_path(key);
        const auto* const other = values().rule_for(key.kind, {key.name, key.ns});
        map.error("path",
                  fmt::format("unknown {} '{}'{}", key.kind, name,
                              other == nullptr ? did_you_mean(name, known)
                                               : fmt::format("; the one for this host is '{}'",
                                                             name_in_path(other->first))));
        return true;
    }
    const std::string origin = "set " + path;
    make_port_settings(*rule, field, origin);
    if (!set_step_value(*rule, field, origin, map)) return true;
    Diagnostics found{map.diagnostics().sources()};
    ApplyManifest apply{.manifest = path, .resources = {}};
    read_manifest_object(*rule, scenario_.file(), apply.resources, found);
    say_of_value(found, origin, map);
    step.action = std::move(apply);
    return true;
}

}  // namespace weft::scenarios
