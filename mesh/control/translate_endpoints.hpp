#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/proxy/proxy_config.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace weft::mesh::control {

/// The addresses that answer for a host at a port of it: pods that its selector and the subset's
/// labels name, and what was listed outside. A pod without an address, or without a port of the
/// name that the Service asks for, is left out, and so are those that are not ready: no mesh tells
/// its proxies of them, since a proxy in panic would send them requests (Istio since 1.15:
/// PILOT_SEND_UNHEALTHY_ENDPOINTS is off). Pods that end are left out, too, unless none else is
/// ready and one may `fall_back` on them while they serve. Source of that: the terminating
/// endpoints of Kubernetes' kube-proxy.
///
/// In the order of their addresses, numbers counting as numbers; numbers new ones in that order.
Endpoints translate_endpoints(Registry& registry,
                              const KnownHost& host,
                              const ServicePort& port,
                              const Labels& subset,
                              bool fall_back = false);

/// The labels of what stands behind an endpoint of the host, with those of its place; none if
/// nobody knows it.
Labels labels_of(const Registry& registry, const KnownHost& host, const Endpoint& endpoint);

/// The number that a Service's target port means in a pod with these ports; nothing if it means
/// none.
std::optional<std::uint16_t> target_port(const ServicePort& port,
                                         const std::vector<ContainerPort>& ports);

/// Of "10.0.3.7:9080"; 0 if there is none.
std::uint16_t port_of(std::string_view address);

/// Whether `a` comes before `b`, runs of digits counting as numbers: "10.0.0.9" before "10.0.0.10".
bool address_before(std::string_view a, std::string_view b);

}  // namespace weft::mesh::control
