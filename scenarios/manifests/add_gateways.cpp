#include "scenarios/manifests/add_gateways.hpp"

#include "mesh/control/translate_gateways.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// Whether some workload is the gateway's; each that is becomes a gateway.
bool mark(std::vector<Resource>& resources, const Gateway& gateway) {
    bool found = false;
    for (Resource& resource : resources) {
        auto* const workload = std::get_if<Workload>(&resource);
        if (workload == nullptr) continue;
        if (!selects(gateway, workload->meta.ns, workload->pod.labels)) continue;
        workload->pod.is_gateway = true;
        found = true;
    }
    return found;
}

std::vector<Gateway> gateways_in(const std::vector<Resource>& resources) {
    std::vector<Gateway> gateways;
    for (const Resource& resource : resources) {
        if (const auto* const gateway = std::get_if<Gateway>(&resource))
            gateways.push_back(*gateway);
    }
    return gateways;
}

struct Installed {
    std::string name;
    std::string ns;

    friend bool operator==(const Installed&, const Installed&) = default;
};

/// What an installation has for a Gateway; nothing if it has nothing.
std::optional<Installed> installed_for(const Gateway& gateway) {
    if (gateway.kind == Gateway::Kind::gateway_api)
        return Installed{gateway.meta.name + "-istio", gateway.meta.ns};
    const auto label = gateway.selector.find("istio");
    if (label == gateway.selector.end()) return std::nullopt;
    return Installed{"istio-" + label->second, "istio-system"};
}

ServicePort port(std::uint16_t number, std::uint16_t target) {
    ServicePort made;
    made.name = "port-" + std::to_string(number);
    made.port = number;
    made.target = std::to_string(target);
    return made;
}

Workload workload_for(const Installed& installed,
                      const Gateway& gateway,
                      const GatewayDefaults& defaults) {
    Workload made;
    made.meta.name = installed.name;
    made.meta.ns = installed.ns;
    made.replicas = defaults.replicas;
    made.selector = gateway.selector;
    made.pod.labels = gateway.selector;
    made.pod.labels.emplace("app", installed.name);
    made.pod.is_gateway = true;
    return made;
}

/// The installation's ports, unless the Gateway API says which.
Service service_for(const Installed& installed,
                    const Gateway& gateway,
                    const GatewayDefaults& defaults) {
    Service made;
    made.meta.name = installed.name;
    made.meta.ns = installed.ns;
    made.selector = gateway.selector;
    if (gateway.kind == Gateway::Kind::gateway_api) return made;
    for (const auto& [number, target] : defaults.ports)
        made.ports.push_back(port(number, target));
    return made;
}

/// A port that nobody leads to yet: the Service's is the same.
void add_ports(const Gateway& gateway, Service& service) {
    for (const GatewayServer& server : gateway.servers) {
        const std::string number = std::to_string(server.port);
        const bool is_known = std::ranges::any_of(service.ports, [&](const ServicePort& known) {
            return known.port == server.port || known.target == number;
        });
        if (!is_known) service.ports.push_back(port(server.port, server.port));
    }
}

Service* find_service(std::vector<Resource>& resources, const Installed& installed) {
    for (Resource& resource : resources) {
        auto* const service = std::get_if<Service>(&resource);
        if (service != nullptr && service->meta.name == installed.name &&
            service->meta.ns == installed.ns) {
            return service;
        }
    }
    return nullptr;
}

}  // namespace

void add_gateways(std::vector<Resource>& resources,
                  const GatewayDefaults& defaults,
                  std::span<std::vector<Resource>* const> earlier) {
    std::vector<Installed> made;
    for (const Gateway& gateway : gateways_in(resources)) {
        if (gateway.selector.empty()) continue;
        const auto installed = installed_for(gateway);
        const bool is_made = installed && std::ranges::find(made, *installed) != made.end();
        bool has_pods = mark(resources, gateway);
        for (std::vector<Resource>* const before : earlier)
            has_pods = mark(*before, gateway) || has_pods;
        if (is_made) add_ports(gateway, *find_service(resources, *installed));
        if (has_pods || !installed) continue;
        made.push_back(*installed);
        Service service = service_for(*installed, gateway, defaults);
        add_ports(gateway, service);
        resources.emplace_back(workload_for(*installed, gateway, defaults));
        if (find_service(resources, *installed) == nullptr)
            resources.emplace_back(std::move(service));
    }
    for (const std::vector<Resource>* const before : earlier) {
        for (const Gateway& gateway : gateways_in(*before))
            mark(resources, gateway);
    }
}

}  // namespace weft::scenarios
