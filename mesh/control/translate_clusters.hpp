#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/proxy/proxy_config.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace weft::mesh::control {

/// "outbound|9080|v1|reviews.default.svc.cluster.local"; the subset may be empty.
std::string cluster_name(std::uint16_t port, std::string_view subset, std::string_view host);

/// What a rule says for one port of the whole host, or of a subset: the subset's fields hide the
/// rule's, and a port's own settings stand alone, so that what they leave out is the mesh's
/// default. Takes no rule as one that says nothing. Its port_level is empty.
TrafficPolicy effective_policy(const DestinationRule* rule,
                               const Subset* subset,
                               std::uint16_t port);

/// How proxies treat a cluster of this port, but for its name, its number and its localities.
ClusterConfig translate_policy(const TrafficPolicy& policy,
                               const ServicePort& port,
                               const MeshDefaults& defaults);

/// Puts over it what holds for the service whatever the rules say.
void overrule(ClusterConfig& config, const ServicePolicy& policy);

}  // namespace weft::mesh::control
