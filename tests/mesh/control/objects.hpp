#pragma once

#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"

#include <chrono>
#include <string>
#include <utility>

/// Small objects for tests of the control plane, each with one port unless it says otherwise.
namespace weft::mesh::control::samples {

using namespace std::chrono_literals;

inline ServicePort port(std::uint16_t number, std::string name = {}, std::string target = {}) {
    ServicePort made;
    made.name = std::move(name);
    made.port = number;
    made.target = std::move(target);
    return made;
}

/// Selects the pods with the label app: NAME.
inline Service service(const std::string& name,
                       const std::string& ns = "default",
                       std::vector<ServicePort> ports = {port(9080)}) {
    Service made;
    made.meta.name = name;
    made.meta.ns = ns;
    made.selector = {{"app", name}};
    made.ports = std::move(ports);
    return made;
}

/// With the labels app: APP and version: VERSION.
inline Pod pod(const std::string& app,
               const std::string& version,
               const std::string& ip,
               bool ready = true,
               const std::string& ns = "default") {
    Pod made;
    made.meta.name = app + "-" + version + "-" + ip;
    made.meta.ns = ns;
    made.meta.labels = {{"app", app}, {"version", version}};
    made.ip = ip;
    made.ready = ready;
    return made;
}

inline Subset subset(const std::string& name) {
    Subset made;
    made.name = name;
    made.labels = {{"version", name}};
    return made;
}

inline DestinationRule destination_rule(const std::string& host,
                                        std::vector<Subset> subsets = {},
                                        const std::string& ns = "default") {
    DestinationRule made;
    made.meta.name = host;
    made.meta.ns = ns;
    made.host = host;
    made.subsets = std::move(subsets);
    return made;
}

/// Sends everything to these.
inline HttpRoute to(std::vector<std::pair<Destination, std::optional<std::uint32_t>>> shares) {
    HttpRoute made;
    for (auto& [destination, weight] : shares) {
        RouteDestination share;
        share.destination = std::move(destination);
        share.weight = weight;
        made.route.push_back(std::move(share));
    }
    return made;
}

inline HttpRoute to(const std::string& host, const std::string& of_subset = {}) {
    return to({{Destination{host, of_subset, {}}, {}}});
}

inline VirtualService virtual_service(const std::string& host,
                                      std::vector<HttpRoute> http,
                                      const std::string& ns = "default") {
    VirtualService made;
    made.meta.name = host;
    made.meta.ns = ns;
    made.hosts = {host};
    made.http = std::move(http);
    return made;
}

inline MeshDefaults defaults() {
    MeshDefaults made;
    made.balancer = "least_request";
    made.balancer_parameters = {{"choices", "2"}};
    made.balancers = {{"ring_hash", {{"minimum_ring_size", "512"}, {"hash", "xx"}}}};
    made.warm_up_minimum_percent = 20;
    made.warm_up_aggression = 2;
    made.limits.retries = 77;
    made.connect_timeout = 10s;
    made.retry.retries = 2;
    made.retry.on = static_cast<std::uint32_t>(RetryOn::connect_failure);
    made.retry.backoff = {.base = 25ms, .max = 250ms};
    made.retry.host_selection_attempts = 5;
    made.backoff_growth = 10;
    made.outlier.consecutive_5xx = 5;
    made.outlier.consecutive_gateway_errors = 9;
    made.outlier.enforcing_gateway_errors = 0;
    made.outlier.interval = 10s;
    made.outlier.base_ejection_time = 30s;
    made.outlier.max_ejection_time = 300s;
    made.outlier.max_ejection_percent = 10;
    made.panic_percent = 50;
    made.panic_percent_with_outlier = 0;
    return made;
}

}  // namespace weft::mesh::control::samples
