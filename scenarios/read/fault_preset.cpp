#include "scenarios/read/fault_preset.hpp"

#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace weft::scenarios {
namespace {

void read_parameters_of_preset(YamlMap& map, FaultPreset& preset) {
    auto parameters = map.map("parameters");
    if (!parameters) return;
    parameters->entries([&](const std::string& name, const Place&, const YAML::Node& node) {
        YamlMap written{node, map.file(), map.diagnostics()};
        FaultPreset::Parameter parameter;
        parameter.name = name;
        parameter.about = written.required_text("about");
        if (written.has("default")) parameter.fallback.reset(written.node("default"));
        written.reject_unknown_keys();
        preset.parameters.push_back(std::move(parameter));
    });
}

}  // namespace

std::optional<FaultPreset> read_fault_preset(const std::filesystem::path& file,
                                             Diagnostics& diagnostics) {
    const std::vector<YAML::Node> documents = load_yaml(file, diagnostics);
    if (documents.empty()) return std::nullopt;
    Diagnostics found{diagnostics.sources()};
    YamlMap map{documents.front(), file.string(), found};
    FaultPreset preset;
    preset.file = file.string();
    map.require(map.text("apiVersion") == "weft/v1", "apiVersion", "must be weft/v1");
    map.require(map.text("kind") == "Fault", "kind", "must be Fault");
    preset.about = map.required_text("about");
    read_parameters_of_preset(map, preset);
    map.each("faults", [&](const YAML::Node& fault) { preset.faults.push_back(fault); });
    map.require(!preset.faults.empty(), "faults", "is missing: a list of primitives");
    preset.activation.reset(map.node("activation"));
    preset.ramp.reset(map.node("ramp"));
    map.reject_unknown_keys();
    for (const Diagnostic& diagnostic : found.all())
        diagnostics.add(diagnostic);
    if (found.has_errors()) return std::nullopt;
    return preset;
}

std::optional<FaultPreset> find_fault_preset(const std::string& name, Diagnostics& diagnostics) {
    const std::filesystem::path file = find_data(data::faults, name);
    if (file.empty()) return std::nullopt;
    return read_fault_preset(file, diagnostics);
}

YAML::Node filled_in(const YAML::Node& value, const PresetValues& values, const std::string& file) {
    if (!value.IsDefined()) return value;
    if (value.IsScalar() && value.Scalar().starts_with("$")) {
        const auto known = values.find(std::string_view{value.Scalar()}.substr(1));
        if (known != values.end()) return known->second;
    }
    YAML::Node copy{YAML::NodeType::Null};
    if (value.IsScalar()) copy = YAML::Node{value.Scalar()};
    if (value.IsMap()) {
        copy = YAML::Node{YAML::NodeType::Map};
        for (const auto& entry : value) {
            YAML::Node key{entry.first.Scalar()};
            mark_origin(key, file);
            copy[key] = filled_in(entry.second, values, file);
        }
    }
    if (value.IsSequence()) {
        copy = YAML::Node{YAML::NodeType::Sequence};
        for (const YAML::Node& element : value)
            copy.push_back(filled_in(element, values, file));
    }
    mark_origin(copy, file);
    return copy;
}

bool names_value(const YAML::Node& value, std::string_view name) {
    if (value.IsScalar()) {
        const std::string& written = value.Scalar();
        return written.starts_with("$") && std::string_view{written}.substr(1) == name;
    }
    return std::any_of(value.begin(), value.end(), [name](const auto& element) {
        const YAML::Node& below =
            element.IsDefined() ? static_cast<const YAML::Node&>(element) : element.second;
        return names_value(below, name);
    });
}

}  // namespace weft::scenarios
