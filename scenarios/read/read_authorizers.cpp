#include "scenarios/read/read_authorizers.hpp"

#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_distribution.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace weft::scenarios {
namespace {

using namespace std::chrono_literals;
using mesh::control::AuthorizationPolicy;

sim::AuthorizerPlan read_authorizer(const std::string& name, YamlMap map) {
    static constexpr std::array<std::string_view, 2> words{"deny", "open"};
    sim::AuthorizerPlan plan{.name = name, .latency = {}};
    // An input, not a finding: as near as the rate limit service.
    plan.latency = read_distribution(map, "latency", sim::Distribution::constant(500us));
    plan.denied = map.ratio("denied", any_ratio({0}));
    if (map.has("timeout")) plan.timeout = map.duration("timeout", positive_duration(1s));
    plan.fails_open = map.choice("failure", words[0], words) == words[1];
    map.reject_unknown_keys();
    return plan;
}

std::vector<const AuthorizationPolicy*> custom_policies(
    const std::vector<mesh::control::Resource>& resources) {
    std::vector<const AuthorizationPolicy*> found;
    for (const auto& resource : resources) {
        const auto* const policy = std::get_if<AuthorizationPolicy>(&resource);
        if (policy != nullptr && policy->action == mesh::AccessAction::custom)
            found.push_back(policy);
    }
    return found;
}

}  // namespace

std::vector<sim::AuthorizerPlan> read_authorizers(const std::optional<YamlMap>& section) {
    std::vector<sim::AuthorizerPlan> plans;
    if (!section) return plans;
    YamlMap map = *section;
    map.entries([&](const std::string& name, const Place&, const YAML::Node& node) {
        plans.push_back(read_authorizer(name, {node, map.file(), map.diagnostics()}));
    });
    return plans;
}

void check_authorizers(const std::optional<YamlMap>& section,
                       const std::vector<mesh::control::Resource>& resources,
                       const Place& scenario,
                       Diagnostics& diagnostics) {
    const auto policies = custom_policies(resources);
    std::vector<std::string> asked;
    for (const AuthorizationPolicy* const policy : policies)
        asked.push_back(policy->provider);
    std::vector<std::string> described;
    if (section) {
        YamlMap map = *section;
        map.entries([&](const std::string& name, const Place& place, const YAML::Node&) {
            described.push_back(name);
            if (std::ranges::find(asked, name) != asked.end()) return;
            diagnostics.error(place, fmt::format("no AuthorizationPolicy of CUSTOM asks '{}'{}",
                                                 name, did_you_mean(name, asked)));
        });
    }
    for (const AuthorizationPolicy* const policy : policies) {
        if (std::ranges::find(described, policy->provider) != described.end()) continue;
        diagnostics.warning(
            scenario, fmt::format("provider '{}' of AuthorizationPolicy '{}' ({}) is taken to "
                                  "allow whatever it is asked: cluster.authorizers says nothing "
                                  "of it{}",
                                  policy->provider, policy->meta.name, policy->origin,
                                  did_you_mean(policy->provider, described)));
    }
}

}  // namespace weft::scenarios
