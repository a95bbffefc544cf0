#pragma once

#include "mesh/control/resources/resource.hpp"

#include <string_view>

namespace weft::mesh::control {

/// The label, or annotation, of pods and the label of namespaces by which they have a sidecar or
/// not.
inline constexpr std::string_view inject_label = "sidecar.istio.io/inject";
inline constexpr std::string_view injection_label = "istio-injection";

/// Whether new pods of the template, in a namespace with these labels, have a proxy: unless either
/// says that they have none. A gateway is one itself.
/// Source: Istio's injection policy, where the mesh injects by default.
bool has_sidecar(const PodTemplate& pod, const Labels& of_namespace);

}  // namespace weft::mesh::control
