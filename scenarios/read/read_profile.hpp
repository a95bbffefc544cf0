#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/control/control_plane.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace weft::scenarios {

/// The numbers that a mesh chose, of the profile of this name, or of a file "NAME.yaml" of the
/// user's, which is looked for from `folder` on. `place` is where the name was written. Nothing if
/// there is no such profile or it has a mistake. A profile leaves nothing out, unless it is
/// `based_on` another one that comes with weft, which then fills the gaps.
std::optional<mesh::control::MeshDefaults> read_profile(const std::string& name,
                                                        const Place& place,
                                                        const mesh::BalancerRegistry& balancers,
                                                        Diagnostics& diagnostics,
                                                        const std::filesystem::path& folder = {});

/// The same of a file.
std::optional<mesh::control::MeshDefaults> read_profile_file(
    const std::filesystem::path& file,
    const mesh::BalancerRegistry& balancers,
    Diagnostics& diagnostics);

}  // namespace weft::scenarios
