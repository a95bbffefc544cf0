#pragma once

#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/manifests/proxy_settings.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// What an installation of Istio says of the proxies beside apps.
struct MeshSettings {
    /// A ProxyConfig: of pods with these labels, or of all in its namespace.
    struct Part {
        std::string ns;
        mesh::control::Labels labels;
        ProxySettings settings;
    };

    ProxySettings everywhere{};  ///< The mesh's `defaultConfig`.
    std::vector<Part> parts{};   ///< In the order of reading.
};

/// Whether the object configures the mesh as a whole: the ConfigMap `istio` of `istio-system`, an
/// IstioOperator, or a ProxyConfig. It is no resource that a control plane translates.
bool is_mesh_file(const Document& document);

/// Reads those among the documents. What they say of the mesh goes over what its profile says; a
/// later one wins. Warns by name of what a run does not honour.
MeshSettings read_mesh_settings(const Documents& documents,
                                mesh::control::MeshDefaults& defaults,
                                Diagnostics& diagnostics);

/// Fills what the templates of workloads do not say themselves: a ProxyConfig for their namespace
/// goes before one of the root namespace, and both before the mesh. One for their labels goes
/// before all, what they say themselves included. Source: Istio's EffectiveProxyConfig.
void fill(const MeshSettings& settings, std::vector<mesh::control::Resource>& resources);

}  // namespace weft::scenarios
