#include "mesh/base/quantity.hpp"
#include "mesh/control/catalogue.hpp"
#include "mesh/control/host_names.hpp"
#include "mesh/control/registry.hpp"
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
    const std::size_t colon = std::min(to.find(':'), to.size());
    const std::size_t dot = std::min(to.find('.'), colon);
    std::string ns = client.object.meta.ns;
    if (dot < colon) ns = to.substr(dot + 1, to.find_first_of(".:", dot + 1) - dot - 1);
    const auto* const object = store_.find({"Service", ns, to.substr(0, dot)});
    if (object == nullptr) return;
    const auto& service = std::get<Service>(*object);
    if (!is_gateway_service(service) || service.ports.empty()) return;
    std::uint32_t port = service.ports.front().port;
    for (const auto& known : service.ports) {
        if (known.port == mesh::control::http_port) port = known.port;
    }
    if (colon < to.size()) port = mesh::parse_count(to.substr(colon + 1)).value_or(port);
    client.kind = mesh::control::ProxyIdentity::Kind::outside;
    client.calls = mesh::control::service_host(service.meta.name, ns);
    client.calls += ':';
    client.calls += std::to_string(port);
}

/// A request as it comes to this endpoint of a gateway: with the port.
mesh::ShapeId World::shape_at_gateway(mesh::ShapeId shape, mesh::HostId host) {
    const auto [known, is_new] = gateway_shapes_.try_emplace({shape, host}, shape);
    if (!is_new) return known->second;
    const std::string& address = discovery_.plane().registry().owner(host).address;
    mesh::RequestHead head = shapes_.head(shape);
    head.port = static_cast<std::uint16_t>(
        mesh::parse_count(address.substr(address.rfind(':') + 1)).value_or(0));
    known->second = shapes_.intern(head);
    return known->second;
}

}  // namespace weft::sim
