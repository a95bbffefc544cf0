#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace weft::scenarios {

/// A value as it is written in one line: "{kind: least_request, choices: 3}".
std::string in_one_line(const YAML::Node& node);

}  // namespace weft::scenarios
