#include "scenarios/play/fault_catalogue.hpp"

#include "scenarios/play/asked_settings.hpp"
#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/fault_preset.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace weft::scenarios {

using Acts = sim::FaultKind::Acts;

namespace {

/// The keys under which a step says where what acts so is to act.
std::vector<std::string> places_of(Acts acts) {
    if (acts == Acts::on_pods || acts == Acts::on_nodes) return {"target"};
    if (acts == Acts::on_links) return {"from", "to"};
    return {};
}

KnownFault known_fault(const sim::FaultKind& kind) {
    AskedSettings settings;
    static_cast<void>(kind.make(settings));
    KnownFault fault{.name = kind.name,
                     .summary = kind.summary,
                     .file = {},
                     .acts = {kind.acts},
                     .places = places_of(kind.acts),
                     .parameters = {}};
    for (AskedSettings::Asked& asked : std::move(settings).asked())
        fault.parameters.push_back({std::move(asked.name), std::move(asked.fallback), {}});
    for (FaultParameter& parameter : fault.parameters) {
        const auto example = kind.example.find(parameter.name);
        if (example == kind.example.end()) continue;
        parameter.fallback = example->second;
        parameter.is_needed = true;
    }
    return fault;
}

void add_place(KnownFault& fault, const std::string& key) {
    if (std::ranges::find(fault.places, key) == fault.places.end()) fault.places.push_back(key);
}

/// Where a part of a preset acts is said by the step, unless the preset does.
void add_part(KnownFault& fault, const YAML::Node& part, const sim::FaultRegistry& registry) {
    const YAML::Node primitive = part["fault"];
    if (!primitive.IsDefined() || !primitive.IsScalar()) return;
    const sim::FaultKind* const kind = registry.find(primitive.Scalar());
    if (kind == nullptr) return;
    if (!fault.acts_on(kind->acts)) fault.acts.push_back(kind->acts);
    for (const std::string& key : places_of(kind->acts))
        if (!part[key].IsDefined()) add_place(fault, key);
    for (const char* const key : {"target", "from", "to"})
        if (names_value(part, key)) add_place(fault, key);
}

KnownFault known_preset(const std::string& name,
                        const FaultPreset& preset,
                        const sim::FaultRegistry& registry) {
    KnownFault fault{.name = name,
                     .summary = preset.about,
                     .file = preset.file,
                     .acts = {},
                     .places = {},
                     .parameters = {}};
    for (const YAML::Node& part : preset.faults)
        add_part(fault, part, registry);
    for (const FaultPreset::Parameter& parameter : preset.parameters) {
        const bool has_fallback = parameter.fallback.IsDefined();
        YAML::Emitter text;
        text << YAML::Flow;
        if (has_fallback) text << parameter.fallback;
        fault.parameters.push_back({.name = parameter.name,
                                    .fallback = has_fallback ? text.c_str() : "",
                                    .about = parameter.about,
                                    .is_needed = !has_fallback});
    }
    return fault;
}

}  // namespace

bool KnownFault::acts_on(Acts what) const {
    return std::ranges::find(acts, what) != acts.end();
}

std::vector<KnownFault> known_faults(const sim::FaultRegistry& registry) {
    std::vector<KnownFault> all;
    for (const auto& [name, kind] : registry.kinds())
        all.push_back(known_fault(kind));
    Diagnostics ignored;
    for (const std::string& name : data_names(data::faults)) {
        if (const auto preset = find_fault_preset(name, ignored))
            all.push_back(known_preset(name, *preset, registry));
    }
    return all;
}

std::string_view name_of(Acts acts) {
    switch (acts) {
        case Acts::on_pods:
            return "pods";
        case Acts::on_links:
            return "links";
        case Acts::on_control:
            return "control plane";
        case Acts::on_names:
            return "DNS";
        case Acts::on_nodes:
            return "nodes";
        case Acts::on_loads:
            return "loads";
    }
    return "";
}

}  // namespace weft::scenarios
