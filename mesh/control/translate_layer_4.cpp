// Those whose connections are spread by layer 4 alone: nobody looks at their requests on the way,
// or sends them again.
#include "mesh/base/quantity.hpp"
#include "mesh/control/translate.hpp"
#include "mesh/control/translate_routes.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::mesh::control {
namespace {

ClusterConfig spread_at_random(ClusterId id, const Registry& registry) {
    ClusterConfig cluster;
    cluster.id = id;
    cluster.name = registry.cluster_name(id);
    cluster.balancer.name = "random";              // As kube-proxy chooses for a connection,
    cluster.selection.priority.panic_percent = 0;  // among ready pods.
    return cluster;
}

}  // namespace

/// Of a client outside, that knows one host.
ProxyConfig Translation::config_outside(const ProxyIdentity& proxy) {
    const std::size_t colon = proxy.calls.rfind(':');
    const KnownHost* const host = catalogue_.find(proxy.calls.substr(0, colon));
    const auto number = parse_count(std::string_view{proxy.calls}.substr(colon + 1));
    ProxyConfig config;
    std::vector<VirtualHost> hosts;
    const ServicePort* const port =
        host == nullptr ? nullptr : host->find_port(static_cast<std::uint16_t>(number.value_or(0)));
    if (port != nullptr) {
        const Part part{*host, *port, nullptr};
        const ClusterId id = part.number(registry_);
        config.clusters[id] = {.config = sharing_.cluster(spread_at_random(id, registry_)),
                               .endpoints = endpoints(part, id)};
        Route route{.name = "default", .clusters = {{.cluster = id}}};
        hosts.push_back({.name = proxy.calls, .domains = {"*"}, .routes = {std::move(route)}});
    }
    config.routes = sharing_.routes(std::move(hosts));
    return config;
}

/// Of a pod without a proxy: every host, and whatever address its app knows.
ProxyConfig Translation::config_without_proxy(const ProxyIdentity& proxy,
                                              const std::string& client_ns) {
    ProxyConfig config;
    const auto add = [&](ClusterConfig cluster, std::shared_ptr<const Endpoints> endpoints) {
        const ClusterId id = cluster.id;
        config.clusters[id] = {.config = sharing_.cluster(std::move(cluster)),
                               .endpoints = std::move(endpoints)};
    };
    for (const KnownHost& host : seen_.hosts()) {
        for (const Part& part : parts_of(host, nullptr)) {
            const ClusterId id = part.number(registry_);
            ClusterConfig cluster = spread_at_random(id, registry_);
            cluster.to_original_destination = host.is_headless;  // The app has chosen a pod.
            add(std::move(cluster), endpoints(part, id));
        }
    }
    auto hosts = routes_in(client_ns, proxy);
    const ClusterId id = registry_.cluster(passthrough_cluster);
    ClusterConfig elsewhere = spread_at_random(id, registry_);
    elsewhere.to_original_destination = true;
    add(std::move(elsewhere), sharing_.endpoints(id, {}));
    Route route{.name = "allow_any", .clusters = {{.cluster = id}}};
    hosts.push_back({.name = route.name, .domains = {"*"}, .routes = {std::move(route)}});
    config.routes = sharing_.routes(std::move(hosts));
    return config;
}

}  // namespace weft::mesh::control
