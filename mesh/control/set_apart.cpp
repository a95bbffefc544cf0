#include "mesh/control/set_apart.hpp"

#include "mesh/control/host_names.hpp"

#include <algorithm>

namespace weft::mesh::control {
namespace {

using Namespaces = std::set<std::string, std::less<>>;

template <class Object>
void add_audiences(const Registry& registry, Namespaces& found) {
    for (const Object* const object : registry.oldest_first<Object>()) {
        for (const std::string& name : object->export_to)
            found.insert(name == "." ? object->meta.ns : name);
    }
}

/// A rule for a host of its own namespace is found by clients of all namespaces, but one that
/// selects some is obeyed by clients of its own alone.
bool holds_nearby(const DestinationRule& rule, const Catalogue& everything) {
    if (rule.workload_selector) return true;
    const std::string host = resolve_host(rule.host, rule.meta.ns);
    if (is_wildcard(host)) return true;
    const KnownHost* const known = everything.find(host);
    return known != nullptr && known->ns != rule.meta.ns;
}

bool speaks_of_others(const GatewayRoute& route) {
    return std::ranges::any_of(
        route.parents, [&](const ParentService& parent) { return parent.ns != route.meta.ns; });
}

}  // namespace

Namespaces namespaces_set_apart(const Registry& registry, const Catalogue& everything) {
    Namespaces found;
    add_audiences<Service>(registry, found);
    add_audiences<ServiceEntry>(registry, found);
    add_audiences<VirtualService>(registry, found);
    add_audiences<DestinationRule>(registry, found);
    for (const VirtualService* const rules : registry.oldest_first<VirtualService>()) {
        for (const HttpRoute& rule : rules->http) {
            for (const HttpMatch& match : rule.matches)
                found.insert(match.source_namespace);
        }
    }
    for (const DestinationRule* const rule : registry.oldest_first<DestinationRule>()) {
        if (holds_nearby(*rule, everything)) found.insert(rule->meta.ns);
    }
    for (const GatewayRoute* const route : registry.oldest_first<GatewayRoute>()) {
        if (speaks_of_others(*route)) found.insert(route->meta.ns);
    }
    return found;
}

}  // namespace weft::mesh::control
