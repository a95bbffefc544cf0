#pragma once

#include "mesh/control/resources/pod_resources.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <cstdint>
#include <string_view>

namespace weft::scenarios {

/// CPU as Kubernetes writes it, "500m" or "0.5", in thousandths of a core, rounded up; `fallback`
/// if the key is absent.
std::uint32_t read_cpu(YamlMap& map, std::string_view key, std::uint32_t fallback);

/// Memory as Kubernetes writes it, "128Mi" or "134217728", in bytes; `fallback` if the key is
/// absent.
std::uint64_t read_memory(YamlMap& map, std::string_view key, std::uint64_t fallback);

/// What a container under `path` asks for and may use. Who limits and does not ask, asks for the
/// limit.
mesh::control::PodResources read_container_resources(YamlMap& container, std::string_view path);

/// Adds it to the pod's. A pod has a limit only if all of its containers have.
void add_container_resources(mesh::control::PodResources& pod,
                             const mesh::control::PodResources& own,
                             bool is_first_container);

}  // namespace weft::scenarios
