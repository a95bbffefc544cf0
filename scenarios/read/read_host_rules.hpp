#pragma once

#include "mesh/proxy/host_rules.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <memory>

namespace weft::scenarios {

/// The keys subsets, override_host, retry_hosts and retry_priorities of a service's policy; null if
/// none of them is there. Each is refused where a host is chosen by connection.
std::shared_ptr<const mesh::HostRules> read_host_rules(YamlMap& policy, bool by_connection);

}  // namespace weft::scenarios
