#include "mesh/control/catalogue.hpp"
#include "mesh/control/host_names.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/translate_endpoints.hpp"
#include "sim/world/name_service.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace weft::sim {
namespace {

using mesh::control::Service;
using mesh::control::Workload;

}  // namespace

/// Whether its pods are a gateway's.
bool World::is_gateway_service(const Service& service) const {
    if (service.selector.empty()) return false;
    const auto workloads = [&](std::string_view kind) {
        return std::ranges::any_of(store_.list(kind), [&](const auto* object) {
            const auto& workload = std::get<Workload>(*object);
            return workload.pod.is_gateway && workload.meta.ns == service.meta.ns &&
                   mesh::control::has_labels(workload.pod.labels, service.selector);
        });
    };
    return workloads("Deployment") || workloads("StatefulSet");
}

/// A client of a gateway has no proxy of its own: it stands before the mesh. `to` is
/// "istio-ingressgateway.istio-system", perhaps with a port.
void World::stand_outside(Pod& client, const std::string& to) {
    const Service* const service = service_called(store_, to, client.object.meta.ns);
    if (service == nullptr || !is_gateway_service(*service) || service->ports.empty()) return;
    std::uint16_t port = mesh::control::port_of(to);
    if (port == 0) port = mesh::control::default_port(service->ports);
    client.kind = mesh::control::ProxyIdentity::Kind::outside;
    client.calls = mesh::control::service_host(service->meta.name, service->meta.ns);
    client.calls += ':';
    client.calls += std::to_string(port);
}

/// A request as it comes to this endpoint of a gateway: with the port.
mesh::ShapeId World::shape_at_gateway(mesh::ShapeId shape, mesh::HostId host) {
    const auto [known, is_new] = gateway_shapes_.try_emplace({shape, host}, shape);
    if (!is_new) return known->second;
    mesh::RequestHead head = shapes_.head(shape);
    head.port = port_at(host);
    known->second = shapes_.intern(head);
    return known->second;
}

}  // namespace weft::sim
