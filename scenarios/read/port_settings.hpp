#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace weft::scenarios {

/// What a trafficPolicy says of one port; undefined if nothing. `policy` may be undefined.
YAML::Node settings_of_port(const YAML::Node& policy, const std::string& port);

/// What holds for a port of which nothing is said: the trafficPolicy's own, and else what the one
/// above it says, of this port if it does; undefined where there is none.
YAML::Node settings_without_port(const YAML::Node& policy,
                                 const YAML::Node& above,
                                 const std::string& port);

/// Where a path below a DestinationRule leads to a port that has no settings of its own
/// ("spec.trafficPolicy.portLevelSettings.8080.connectionPool"), it gets some. They begin with what
/// has held for it, since of a port that has its own nothing else is obeyed. Source: Istio.
/// `origin` is the place of what is new.
void make_port_settings(YAML::Node& rule, const std::string& path, const std::string& origin);

}  // namespace weft::scenarios
