#pragma once

#include "mesh/base/id.hpp"

#include <cstdint>
#include <vector>

namespace weft::mesh::tests {

/// Hosts 0, 1, 2 …
inline std::vector<HostId> numbered_hosts(std::uint32_t count) {
    std::vector<HostId> hosts;
    for (std::uint32_t number = 0; number < count; ++number)
        hosts.emplace_back(number);
    return hosts;
}

}  // namespace weft::mesh::tests
