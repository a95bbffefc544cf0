#include "mesh/control/unlimited_objects.hpp"

#include "mesh/control/delegates.hpp"
#include "mesh/control/host_names.hpp"
#include "mesh/control/visibility.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh::control {
namespace {

template <class Object>
std::vector<Object> copies_of(const Registry& registry) {
    std::vector<Object> copies;
    for (const Object* const object : registry.oldest_first<Object>())
        copies.push_back(*object);
    return copies;
}

/// Their gateways are named "NAMESPACE/NAME", and they have the rules that they delegate.
std::vector<VirtualService> rules_of_gateways(const Registry& registry) {
    std::vector<VirtualService> found;
    for (const VirtualService* rules : registry.oldest_first<VirtualService>()) {
        const bool is_bound = std::any_of(rules->gateways.begin(), rules->gateways.end(),
                                          [](const auto& name) { return name != "mesh"; });
        if (!is_bound || rules->http.empty() || rules->hosts.empty()) continue;
        std::vector<std::string> left_out;  // The reader of manifests reports them.
        VirtualService bound = merge_delegates(*rules, registry, left_out);
        for (std::string& name : bound.gateways)
            name = gateway_name(name, bound.meta.ns);
        for (HttpRoute& rule : bound.http) {
            for (HttpMatch& match : rule.matches) {
                for (std::string& name : match.gateways)
                    name = gateway_name(name, bound.meta.ns);
            }
        }
        found.push_back(std::move(bound));
    }
    return found;
}

}  // namespace

UnlimitedObjects::UnlimitedObjects(const Registry& registry)
    : gateways(copies_of<Gateway>(registry)),
      bound_to_gateways(rules_of_gateways(registry)),
      gateway_routes(copies_of<GatewayRoute>(registry)),
      reference_grants(copies_of<ReferenceGrant>(registry)),
      security(registry, std::string{root_namespace}) {
    for (const Namespace* const known : registry.oldest_first<Namespace>())
        namespaces[known->meta.name] = known->meta.labels;
}

}  // namespace weft::mesh::control
