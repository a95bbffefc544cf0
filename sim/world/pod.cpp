#include "sim/world/pod.hpp"

#include "sim/world/pod_care.hpp"

namespace weft::sim {

Pod::Pod(PodId position, std::string full_name, const mesh::SidecarSurroundings& around)
    : id(position), name(std::move(full_name)), sidecar(name, around) {}

Pod::~Pod() = default;

}  // namespace weft::sim
