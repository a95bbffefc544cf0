#pragma once

#include "scenarios/read/yaml_map.hpp"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// A fault that is made of primitives, as a file of scenarios/faults/ has it:
///
///     apiVersion: weft/v1
///     kind: Fault
///     about: A new version that fails some requests and is slow.
///     parameters:
///       rate: {default: 20%, about: of its requests that fail}
///     faults:
///       - {fault: error, rate: $rate}
///       - {fault: slow, factor: 3}
///     activation: always
///
/// A value `$NAME` stands for the parameter of this name, or for the step's target, from or to.
struct FaultPreset {
    struct Parameter {
        std::string name{};
        std::string about{};
        YAML::Node fallback{YAML::NodeType::Undefined};  ///< Undefined: the step must say it.
    };

    std::string about{};
    std::vector<Parameter> parameters{};  ///< In the order of the file.
    std::vector<YAML::Node> faults{};     ///< Mappings; at least one.
    YAML::Node activation{YAML::NodeType::Undefined};
    YAML::Node ramp{YAML::NodeType::Undefined};
    std::string file{};
};

/// Nothing if the file cannot be read or says something else, which is reported.
std::optional<FaultPreset> read_fault_preset(const std::filesystem::path& file,
                                             Diagnostics& diagnostics);

/// The preset of the library that has this name; nothing if there is none.
std::optional<FaultPreset> find_fault_preset(const std::string& name, Diagnostics& diagnostics);

/// What `$NAME` stands for.
using PresetValues = std::map<std::string, YAML::Node, std::less<>>;

/// A value of the preset with its `$NAME`s filled in. What the preset itself says has its file for
/// its place, what the step says keeps its own. Undefined where a value is undefined.
YAML::Node filled_in(const YAML::Node& value, const PresetValues& values, const std::string& file);

/// Whether the value has a `$NAME` of this name somewhere.
bool names_value(const YAML::Node& value, std::string_view name);

}  // namespace weft::scenarios
