#include "mesh/control/visibility.hpp"

#include "mesh/control/delegates.hpp"
#include "mesh/control/host_names.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh::control {
namespace {

bool is_for_all(const ExportTo& to) {
    return to.empty() || std::ranges::find(to, "*") != to.end();
}

/// How near an object is to those who see it; the nearest come first.
enum class Nearness : std::uint8_t { own, named, all };

Nearness nearness(const ExportTo& to, std::string_view own_ns, std::string_view client_ns) {
    if (is_for_all(to)) return Nearness::all;
    return own_ns == client_ns ? Nearness::own : Nearness::named;
}

template <class Object>
std::vector<const Object*> exported(const Registry& registry, std::string_view client_ns) {
    std::vector<const Object*> objects = registry.oldest_first<Object>();
    std::erase_if(objects, [&](const Object* object) {
        return !is_exported(object->export_to, object->meta.ns, client_ns);
    });
    return objects;
}

/// In order of namespace and name.
std::vector<const Service*> services_of(const Registry& registry) {
    std::vector<const Service*> services;
    const auto& objects = registry.objects();
    for (auto entry = objects.lower_bound({"Service", "", ""}); entry != objects.end(); ++entry) {
        const auto* const service = std::get_if<Service>(&entry->second);
        if (service == nullptr) break;
        services.push_back(service);
    }
    return services;
}

bool imports_namespace(const SidecarScope::Import& import,
                       std::string_view ns,
                       std::string_view client_ns) {
    if (import.ns == "*") return true;
    return ns == (import.ns == "." ? client_ns : std::string_view{import.ns});
}

/// Whether a name of a rule and an imported one can mean the same host.
bool overlap(std::string_view rule, std::string_view imported) {
    return rule == imported || wildcard_covers(imported, rule) || wildcard_covers(rule, imported);
}

bool imports_host(const Audience& audience, std::string_view ns, std::string_view host) {
    return std::ranges::any_of(audience.scope->egress, [&](const SidecarScope::Import& import) {
        return imports_namespace(import, ns, audience.ns) &&
               (import.host == host || wildcard_covers(import.host, host));
    });
}

bool imports_rules(const Audience& audience, const VirtualService& rules) {
    return std::ranges::any_of(audience.scope->egress, [&](const SidecarScope::Import& import) {
        return imports_namespace(import, rules.meta.ns, audience.ns) &&
               std::ranges::any_of(rules.hosts, [&](const std::string& host) {
                   return overlap(resolve_host(host, rules.meta.ns), import.host);
               });
    });
}

template <class Object>
bool limits_any(const Registry& registry) {
    return std::ranges::any_of(registry.oldest_first<Object>(),
                               [](const Object* object) { return !is_for_all(object->export_to); });
}

}  // namespace

bool is_exported(const ExportTo& to, std::string_view own_ns, std::string_view client_ns) {
    if (is_for_all(to)) return true;
    return std::ranges::any_of(to, [&](const std::string& name) {
        return name == "." ? own_ns == client_ns : name == client_ns;
    });
}

bool limits_visibility(const Registry& registry) {
    return limits_any<Service>(registry) || limits_any<ServiceEntry>(registry) ||
           limits_any<VirtualService>(registry) || limits_any<DestinationRule>(registry) ||
           !registry.oldest_first<SidecarScope>().empty();
}

SidecarScopes::SidecarScopes(const Registry& registry) {
    for (const SidecarScope* const scope : registry.oldest_first<SidecarScope>())
        by_namespace_[scope->meta.ns].push_back(scope);
}

const SidecarScope* SidecarScopes::of(const ProxyIdentity& proxy) const {
    if (proxy.kind != ProxyIdentity::Kind::sidecar) return nullptr;
    const auto own = by_namespace_.find(proxy.ns);
    if (own != by_namespace_.end()) {
        for (const SidecarScope* const scope : own->second) {
            const Labels& wanted = scope->workload_selector;
            if (!wanted.empty() && has_labels(proxy.labels, wanted)) return scope;
        }
    }
    const SidecarScope* const of_namespace = for_all_of(proxy.ns);
    return of_namespace != nullptr ? of_namespace : for_all_of(root_namespace);
}

const SidecarScope* SidecarScopes::for_all_of(std::string_view ns) const {
    const auto known = by_namespace_.find(ns);
    if (known == by_namespace_.end()) return nullptr;
    const auto found = std::ranges::find_if(
        known->second, [](const SidecarScope* scope) { return scope->workload_selector.empty(); });
    return found == known->second.end() ? nullptr : *found;
}

VisibleObjects::VisibleObjects(const Registry& registry)
    : is_everything_(true),
      services_(services_of(registry)),
      entries_(registry.oldest_first<ServiceEntry>()),
      rules_(registry.oldest_first<VirtualService>()),
      policies_(registry.oldest_first<DestinationRule>()) {}

VisibleObjects::VisibleObjects(const Registry& registry, const Audience& audience)
    : audience_(audience),
      is_everything_(audience.scope == nullptr || audience.scope->egress.empty()),
      entries_(exported<ServiceEntry>(registry, audience.ns)),
      rules_(exported<VirtualService>(registry, audience.ns)),
      policies_(exported<DestinationRule>(registry, audience.ns)) {
    std::ranges::stable_sort(rules_, {}, [&](const VirtualService* rules) {
        return nearness(rules->export_to, rules->meta.ns, audience_.ns);
    });
    if (!is_everything_) keep_imported_rules(registry);
    for (const Service* const service : services_of(registry)) {
        const std::string host = service_host(service->meta.name, service->meta.ns);
        const bool is_seen = is_exported(service->export_to, service->meta.ns, audience_.ns) &&
                             has_host(service->meta.ns, host);
        if (is_seen) {
            services_.push_back(service);
        } else {
            hidden_.insert(host);
        }
    }
}

/// Where they lead is imported with them.
void VisibleObjects::keep_imported_rules(const Registry& registry) {
    std::erase_if(rules_,
                  [&](const VirtualService* rules) { return !imports_rules(audience_, *rules); });
    std::vector<std::string> left_out;  // The reader of manifests reports them.
    for (const VirtualService* const rules : rules_) {
        for (const HttpRoute& rule : merge_delegates(*rules, registry, left_out).http) {
            for (const RouteDestination& share : rule.route)
                destinations_.insert(resolve_host(share.destination.host, rules->meta.ns));
            for (const auto& [destination, share] : rule.mirrors)
                destinations_.insert(resolve_host(destination.host, rules->meta.ns));
        }
    }
}

bool VisibleObjects::has_host(std::string_view ns, std::string_view host) const {
    return is_everything_ || destinations_.contains(host) || imports_host(audience_, ns, host);
}

}  // namespace weft::mesh::control
