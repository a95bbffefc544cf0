#pragma once

#include <cstdint>

namespace weft::mesh::control {

/// What the containers of a pod ask for and may use, summed up. 0: they do not say.
struct PodResources {
    std::uint32_t cpu_request = 0;     ///< Thousandths of a core.
    std::uint32_t cpu_limit = 0;       ///< Thousandths of a core; 0 unless all containers have one.
    std::uint64_t memory_request = 0;  ///< Bytes.
    std::uint64_t memory_limit = 0;    ///< Bytes; 0 unless all containers have one.

    friend bool operator==(const PodResources&, const PodResources&) = default;
};

}  // namespace weft::mesh::control
