#include "scenarios/play/default_load.hpp"

#include <algorithm>
#include <set>
#include <variant>

namespace weft::scenarios {
namespace {

using namespace mesh::control;

bool leads_to_pods(const Service& service, const std::vector<Resource>& resources) {
    return std::ranges::any_of(resources, [&](const Resource& resource) {
        const auto* const workload = std::get_if<Workload>(&resource);
        if (workload == nullptr || workload->meta.ns != service.meta.ns) return false;
        if (workload->pod.is_gateway) return false;  // What is asked for there is up to its rules.
        if (service.selector.empty()) return false;
        return std::ranges::all_of(service.selector, [&](const auto& label) {
            const auto found = workload->pod.labels.find(label.first);
            return found != workload->pod.labels.end() && found->second == label.second;
        });
    });
}

/// "reviews.prod", with the port if it has several.
std::string host_of(const Service& service) {
    std::string host = service.meta.name;
    if (service.meta.ns != "default") host.append(".").append(service.meta.ns);
    if (service.ports.size() > 1)
        host.append(":").append(std::to_string(service.ports.front().port));
    return host;
}

void add_destinations(const VirtualService& rules, std::set<std::string>& names) {
    if (is_of_mesh(rules.gateways)) return;
    for (const HttpRoute& route : rules.http) {
        for (const RouteDestination& to : route.route)
            names.insert(to.destination.host.substr(0, to.destination.host.find('.')));
    }
}

void add_destinations(const GatewayRoute& route, std::set<std::string>& names) {
    if (route.gateways.empty()) return;
    for (const GatewayRule& rule : route.rules) {
        for (const BackendRef& backend : rule.backends)
            names.insert(backend.name);
    }
}

/// The services that rules of gateways name.
std::set<std::string> behind_gateways(const std::vector<Resource>& resources) {
    std::set<std::string> names;
    for (const Resource& resource : resources) {
        if (const auto* const rules = std::get_if<VirtualService>(&resource))
            add_destinations(*rules, names);
        if (const auto* const route = std::get_if<GatewayRoute>(&resource))
            add_destinations(*route, names);
    }
    return names;
}

}  // namespace

EntryPoints entry_points(const std::vector<Resource>& resources) {
    const std::set<std::string> entered = behind_gateways(resources);
    EntryPoints all;
    EntryPoints known{.hosts = {}, .are_known = true};
    for (const Resource& resource : resources) {
        const auto* const service = std::get_if<Service>(&resource);
        if (service == nullptr || !leads_to_pods(*service, resources)) continue;
        all.hosts.push_back(host_of(*service));
        if (entered.contains(service->meta.name)) known.hosts.push_back(host_of(*service));
    }
    return known.hosts.empty() ? all : known;
}

YAML::Node default_scenario(const std::string& name, const std::vector<std::string>& entries) {
    YAML::Node scenario;
    scenario["apiVersion"] = "weft/v1";
    scenario["kind"] = "Scenario";
    scenario["name"] = name;
    scenario["horizon"] = "60s";
    for (std::size_t number = 0; number < entries.size(); ++number) {
        YAML::Node load;
        load["id"] = entries.size() == 1
                         ? "default"
                         : std::string{"default-"}.append(std::to_string(number + 1));
        load["to"] = entries[number];
        load["arrivals"] = "poisson";
        load["rate"] = "50/s";
        scenario["load"].push_back(load);
    }
    return scenario;
}

}  // namespace weft::scenarios
