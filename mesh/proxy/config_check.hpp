#pragma once

#include "mesh/proxy/proxy_config.hpp"

#include <optional>
#include <string>

namespace weft::mesh {

/// Why a proxy refuses a configuration as a whole, if it does: what its control plane lets pass and
/// it does not. Sizes of hash rings and Maglev tables, weights of hosts that sum to more than 32
/// bits hold, shares of hosts above all of them. Source: the limits in the API of the reference
/// proxy, and what it checks as it loads clusters.
std::optional<std::string> mistake_in(const ProxyConfig& config);

}  // namespace weft::mesh
