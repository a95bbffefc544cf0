#pragma once

#include "scenarios/read/diagnostics.hpp"

#include <yaml-cpp/yaml.h>

#include <optional>
#include <string>
#include <utility>

namespace weft::scenarios {

/// What stands before the first dot of a path that is in no quotes, without quotes, and all that is
/// behind it.
std::pair<std::string, std::string> split_path(const std::string& path);

/// Why it is none, whatever it leads to; nothing if nothing is wrong.
std::optional<std::string> mistake_in_path(const std::string& path);

/// Writes a value into a scenario's YAML, as `--set PATH=VALUE` asks: "load.web.rate" is the key
/// rate of the element of load whose id is web. A path is of keys, and in lists of ids, names, port
/// numbers (of those with port.number) or positions (from 0), with dots between; what has dots
/// itself stands in double quotes, as in policies."cart.shop".balancer. Keys that are missing are
/// made, elements of lists are not. VALUE is YAML. What is wrong with it, now or when the scenario
/// is read, has "--set PATH=VALUE" for its place.
void set_value(YAML::Node& scenario,
               const std::string& path,
               const std::string& value,
               Diagnostics& diagnostics);

/// The same of a value that is YAML already, in any document. What is wrong with it has `origin`
/// for its place.
void set_value(YAML::Node& document,
               const std::string& path,
               const YAML::Node& value,
               const std::string& origin,
               Diagnostics& diagnostics);

/// Puts a value behind the others of the list at the path, which is made if it is missing. The
/// value keeps its places; what is made on the way has `origin` for its place.
void add_value(YAML::Node& document,
               const std::string& path,
               const YAML::Node& value,
               const std::string& origin,
               Diagnostics& diagnostics);

}  // namespace weft::scenarios
