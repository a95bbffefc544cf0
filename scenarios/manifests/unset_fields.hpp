#pragma once

#include <yaml-cpp/yaml.h>

namespace weft::scenarios {

/// Takes the fields without a value (`replicas:`, `replicas: null`) out of a manifest: the API
/// server drops them, and templates write many. They stay where names are free, as in labels,
/// since there the name says something by itself.
void drop_unset_fields(YAML::Node manifest);

}  // namespace weft::scenarios
