#pragma once

#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/resources/resource.hpp"

#include <span>
#include <vector>

namespace weft::scenarios {

/// Makes the Gateways among the resources lead somewhere: workloads that one selects become
/// gateways, and where there is none, a Deployment and a Service are added, as an installation of
/// the mesh holds them: for Istio's `istio: NAME` the workload `istio-NAME` in istio-system, for a
/// Gateway of the Gateway API `NAME-istio` in its namespace. Other selectors stay without pods.
/// `earlier` is what the cluster has got before, from its start and step by step: workloads there
/// may become gateways, too, and Gateways there select workloads that come now.
void add_gateways(std::vector<mesh::control::Resource>& resources,
                  const mesh::control::GatewayDefaults& defaults,
                  std::span<std::vector<mesh::control::Resource>* const> earlier = {});

}  // namespace weft::scenarios
