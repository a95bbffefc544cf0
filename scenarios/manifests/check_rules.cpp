#include "scenarios/manifests/check_rules.hpp"

#include "mesh/control/catalogue.hpp"
#include "mesh/control/delegates.hpp"
#include "mesh/control/host_names.hpp"
#include "mesh/control/registry.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

using Places = std::map<ResourceKey, RulePlaces>;

std::string named(const VirtualService& rules) {
    return "VirtualService '" + rules.meta.name + "'";
}

/// Names that rules delegate to.
std::set<std::pair<std::string, std::string>> delegates_of(
    const std::vector<const VirtualService*>& all) {
    std::set<std::pair<std::string, std::string>> named;
    for (const VirtualService* const rules : all) {
        for (const HttpRoute& rule : rules->http) {
            if (!rule.delegate) continue;
            const bool is_near = rule.delegate->ns.empty();
            named.emplace(is_near ? rules->meta.ns : rule.delegate->ns, rule.delegate->name);
        }
    }
    return named;
}

/// Whether those who see the later rules all see the earlier ones, too.
bool hides(const VirtualService& earlier, const VirtualService& later) {
    return earlier.export_to.empty()
               ? later.export_to.empty()
               : earlier.meta.ns == later.meta.ns && earlier.export_to == later.export_to;
}

/// The oldest VirtualService of a host is the only one that counts.
void check_hosts(const std::vector<const VirtualService*>& all,
                 const Places& places,
                 Diagnostics& diagnostics) {
    std::map<std::string, const VirtualService*> rulers;
    for (const VirtualService* const rules : all) {
        if (!is_of_mesh(rules->gateways)) continue;
        for (const std::string& name : rules->hosts) {
            const auto [known, is_new] = rulers.emplace(resolve_host(name, rules->meta.ns), rules);
            const auto place = places.find(key_of(*rules));
            if (is_new || known->second == rules || place == places.end()) continue;
            if (!hides(*known->second, *rules)) continue;
            diagnostics.warning(place->second.hosts,
                                "host '" + name + "' has the rules of " + named(*known->second) +
                                    " already; these are never asked for it",
                                "IST0109");
        }
    }
}

/// Another name of a host has that host's rules: its own are never asked for.
void check_aliases(const std::vector<Resource>& resources,
                   const Places& places,
                   Diagnostics& diagnostics) {
    const bool has_aliases = std::ranges::any_of(resources, [](const Resource& resource) {
        const auto* const service = std::get_if<Service>(&resource);
        return service != nullptr && !service->external_name.empty();
    });
    if (!has_aliases) return;
    Registry registry;
    for (const Resource& resource : resources)
        registry.apply(resource);
    const Catalogue catalogue{registry};
    for (const Resource& resource : resources) {
        const auto* const rules = std::get_if<VirtualService>(&resource);
        if (rules == nullptr || !is_of_mesh(rules->gateways)) continue;
        const auto place = places.find(key_of(*rules));
        if (place == places.end()) continue;
        for (const std::string& name : rules->hosts) {
            const std::string host = resolve_host(name, rules->meta.ns);
            const KnownHost* const known = catalogue.find(host);
            if (known == nullptr || known->host == host) continue;
            diagnostics.warning(place->second.hosts, "host '" + name + "' is another name of '" +
                                                         known->host +
                                                         "', whose rules hold; these are never "
                                                         "asked for it");
        }
    }
}

}  // namespace

void check_rules(const std::vector<Resource>& resources,
                 const Places& places,
                 Diagnostics& diagnostics) {
    std::vector<const VirtualService*> all;
    Registry registry;
    for (const Resource& resource : resources) {
        const auto* const rules = std::get_if<VirtualService>(&resource);
        if (rules == nullptr) continue;
        all.push_back(rules);
        registry.apply(resource);
    }
    check_hosts(all, places, diagnostics);
    check_aliases(resources, places, diagnostics);

    const auto delegates = delegates_of(all);
    for (const VirtualService* const rules : all) {
        const auto place = places.find(key_of(*rules));
        if (place == places.end()) continue;
        if (rules->hosts.empty() && !delegates.contains({rules->meta.ns, rules->meta.name})) {
            diagnostics.warning(place->second.document,
                                named(*rules) + " names no hosts, and no rule delegates to it");
        }
        if (rules->hosts.empty()) continue;
        std::vector<std::string> left_out;
        merge_delegates(*rules, registry, left_out);
        for (const std::string& what : left_out) {
            std::string message = named(*rules);
            diagnostics.warning(place->second.document, message.append(": ").append(what));
        }
    }
}

}  // namespace weft::scenarios
