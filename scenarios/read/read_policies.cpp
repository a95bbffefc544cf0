#include "scenarios/read/read_policies.hpp"

#include "scenarios/model/kinds.hpp"
#include "scenarios/read/read_service_policy.hpp"
#include "scenarios/read/written_settings.hpp"

#include <fmt/format.h>

namespace weft::scenarios {
namespace {

/// Null, and an error at the place, if there is no such balancer.
const mesh::BalancerKind* find_balancer(const std::string& name,
                                        const Place& place,
                                        const mesh::BalancerRegistry& balancers,
                                        Diagnostics& diagnostics) {
    const mesh::BalancerKind* const kind = balancers.find(name);
    if (kind == nullptr && !name.empty()) {
        diagnostics.error(
            place, fmt::format("unknown balancer '{}'{}", name,
                               did_you_mean_or_list(name, names_of(balancers), "balancers")));
    }
    return kind;
}

}  // namespace

std::optional<mesh::BalancerChoice> read_balancer(YamlMap& map,
                                                  std::string_view key,
                                                  const mesh::BalancerRegistry& balancers) {
    const YAML::Node node = map.node(key);
    if (!node.IsDefined()) return std::nullopt;
    if (!node.IsMap()) {
        const std::string name = map.required_text(key);
        const Place place = map.place(key);
        if (find_balancer(name, place, balancers, map.diagnostics()) == nullptr)
            return std::nullopt;
        return mesh::BalancerChoice{name, {}};
    }
    YamlMap choice{node, map.file(), map.diagnostics()};
    const std::string name = choice.required_text("kind");
    if (name.empty()) return std::nullopt;
    return read_parameters(name, choice.place("kind"), choice, balancers);
}

std::optional<mesh::BalancerChoice> read_parameters(const std::string& name,
                                                    const Place& place,
                                                    YamlMap& parameters,
                                                    const mesh::BalancerRegistry& balancers) {
    const mesh::BalancerKind* const kind =
        find_balancer(name, place, balancers, parameters.diagnostics());
    if (kind == nullptr) return std::nullopt;
    WrittenSettings settings{parameters};
    kind->make(settings, 0);
    parameters.reject_unknown_keys();
    return mesh::BalancerChoice{name, settings.values()};
}

std::vector<PolicyOverride> read_policies(YamlMap policies,
                                          const mesh::BalancerRegistry& balancers,
                                          const mesh::control::MeshDefaults& defaults,
                                          References& references) {
    std::vector<PolicyOverride> overrides;
    policies.entries([&](const std::string& service, const Place& place, const YAML::Node& node) {
        references.services.push_back({service, place});
        const YamlMap map{node, policies.file(), policies.diagnostics()};
        for (const char* const key : {"rate_limit", "global_rate_limit", "adaptive_concurrency"}) {
            if (map.has(key)) references.guarded.push_back({service, map.place(key)});
        }
        overrides.push_back({service, read_service_policy(map, balancers, defaults)});
        if (overrides.back().policy.detect_degraded) {
            references.detecting.push_back({service, map.place("detect_degraded")});
        }
    });
    return overrides;
}

}  // namespace weft::scenarios
