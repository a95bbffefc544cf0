#include "scenarios/read/read_policies.hpp"

#include "scenarios/model/kinds.hpp"
#include "scenarios/read/written_settings.hpp"

#include <utility>

namespace weft::scenarios {
namespace {

/// Null, and an error at `key`, if there is no such balancer.
const mesh::BalancerKind* find_balancer(YamlMap& map,
                                        std::string_view key,
                                        const std::string& name,
                                        const mesh::BalancerRegistry& balancers) {
    const mesh::BalancerKind* const kind = balancers.find(name);
    if (kind == nullptr && !name.empty()) {
        map.error(key, "unknown balancer '" + name + "'" + did_you_mean(name, names_of(balancers)));
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
        if (find_balancer(map, key, name, balancers) == nullptr) return std::nullopt;
        return mesh::BalancerChoice{name, {}};
    }
    YamlMap choice{node, map.file(), map.diagnostics()};
    const std::string name = choice.required_text("kind");
    const mesh::BalancerKind* const kind = find_balancer(choice, "kind", name, balancers);
    if (kind == nullptr) return std::nullopt;
    WrittenSettings settings{choice};
    kind->make(settings, 0);
    choice.reject_unknown_keys();
    return mesh::BalancerChoice{name, settings.values()};
}

std::vector<PolicyOverride> read_policies(YamlMap policies,
                                          const mesh::BalancerRegistry& balancers,
                                          References& references) {
    std::vector<PolicyOverride> overrides;
    policies.entries([&](const std::string& service, const Place& place, const YAML::Node& node) {
        references.services.push_back({service, place});
        YamlMap map{node, policies.file(), policies.diagnostics()};
        if (auto balancer = read_balancer(map, "balancer", balancers)) {
            overrides.push_back({service, std::move(*balancer)});
        }
        map.reject_unknown_keys();
    });
    return overrides;
}

}  // namespace weft::scenarios
