#include "scenarios/read/read_fault.hpp"

#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/fault_preset.hpp"
#include "scenarios/read/read_activation.hpp"
#include "scenarios/read/read_step_times.hpp"
#include "scenarios/read/read_target.hpp"
#include "scenarios/read/read_timeline.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

using Acts = sim::FaultKind::Acts;

constexpr std::array<std::string_view, 4> target_keys{"target", "from", "to", "one_way"};

void add_effect(InjectFault& fault, sim::PlannedEffect effect) {
    if (fault.effect != nullptr) {
        fault.others.push_back(std::move(effect));
        return;
    }
    fault.effect = std::move(effect.effect);
    fault.target = std::move(effect.target);
    fault.acts = effect.acts;
}

/// Reads the parts of a preset as if each were a fault of the step.
class PresetReader {
public:
    PresetReader(YamlMap& step, const FaultPreset& preset, const TimelineContext& context)
        : step_(step), preset_(preset), context_(context) {}

    /// Whether every part could be read.
    bool read(InjectFault& fault, FaultTraits& traits) {
        if (!find_values()) return false;
        for (const YAML::Node& part : preset_.faults) {
            if (!read_part(filled_in(part, values_, preset_.file), fault, traits)) return false;
        }
        return true;
    }

    /// What the preset says under a key of its own, with the step's values.
    YAML::Node own(const YAML::Node& value) const {
        return filled_in(value, values_, preset_.file);
    }

private:
    /// What the step says of the parameters, or else the preset.
    bool find_values() {
        bool all_there = true;
        for (const FaultPreset::Parameter& parameter : preset_.parameters) {
            YAML::Node value = step_.node(parameter.name);
            if (!value.IsDefined() && parameter.fallback.IsDefined())
                value.reset(filled_in(parameter.fallback, {}, preset_.file));
            if (!value.IsDefined()) {
                step_.error(parameter.name,
                            fmt::format("{} is missing: {}", parameter.name, parameter.about));
                all_there = false;
                continue;
            }
            values_.emplace(parameter.name, value);
        }
        for (const std::string_view key : target_keys) {
            const bool is_named = std::ranges::any_of(
                preset_.faults, [key](const auto& part) { return names_value(part, key); });
            if (!is_named) continue;
            const YAML::Node value = step_.node(key);
            if (value.IsDefined()) {
                values_.emplace(key, value);
                continue;
            }
            step_.error(key, fmt::format("{} is missing: which pods", key));
            all_there = false;
        }
        return all_there;
    }

    bool read_part(YAML::Node part, InjectFault& fault, FaultTraits& traits) {
        YamlMap map{part, step_.file(), step_.diagnostics()};
        const std::string name = map.required_text("fault");
        const sim::FaultKind* const kind = context_.kinds.faults.find(name);
        if (kind == nullptr) {
            map.error("fault", fmt::format("unknown fault '{}'{}", name,
                                           did_you_mean(name, names_of(context_.kinds.faults))));
            return false;
        }
        if (!add_target(part, map, kind->acts)) return false;
        sim::PlannedEffect effect;
        effect.target = read_target(map, kind->acts, context_.references, context_.zones);
        effect.effect = kind->make(map);
        effect.acts = kind->acts;
        map.reject_unknown_keys();
        add_effect(fault, std::move(effect));
        fault.parts.push_back(name);
        traits.scales = traits.scales && kind->scales;
        traits.per_request = traits.per_request && kind->per_request;
        return true;
    }

    /// A part that does not say where it acts does so where the step says.
    bool add_target(YAML::Node& part, const YamlMap& map, Acts acts) {
        const bool on_links = acts == Acts::on_links;
        if (!on_links && acts != Acts::on_pods && acts != Acts::on_nodes) {
            constexpr std::string_view loads = "loads";  // All, if the step names none.
            if (step_.has(loads) && !map.has(loads)) part[std::string{loads}] = step_.node(loads);
            return true;
        }
        for (const std::string_view key : target_keys) {
            const bool is_of_links = key != "target";
            if (is_of_links != on_links || map.has(key)) continue;
            if (step_.has(key)) {
                part[std::string{key}] = step_.node(key);
            } else if (key != "one_way") {
                step_.node(key);
                const bool on_nodes = acts == Acts::on_nodes;
                step_.error(
                    key, fmt::format("{} is missing: which {}", key, on_nodes ? "nodes" : "pods"));
                return false;
            }
        }
        return true;
    }

    YamlMap& step_;
    const FaultPreset& preset_;
    const TimelineContext& context_;
    PresetValues values_;
};

void say_unknown_fault(YamlMap& map, const std::string& name, const TimelineContext& context) {
    std::vector<std::string> known = names_of(context.kinds.faults);
    const std::vector<std::string> presets = data_names(data::faults);
    known.insert(known.end(), presets.begin(), presets.end());
    map.error("fault", fmt::format("unknown fault '{}'{}", name,
                                   did_you_mean_or_list(name, known, "faults")));
}

void read_primitive(YamlMap& map,
                    const sim::FaultKind& kind,
                    const TimelineContext& context,
                    InjectFault& fault) {
    fault.target = read_target(map, kind.acts, context.references, context.zones);
    fault.effect = kind.make(map);
    fault.acts = kind.acts;
    fault.parts = {kind.name};
}

/// Under `activation` and `ramp` what the step says wins over the preset.
void read_course(YamlMap& map,
                 const FaultTraits& traits,
                 YAML::Node activation,
                 YAML::Node ramp,
                 InjectFault& fault) {
    YAML::Node course{YAML::NodeType::Map};
    if (map.node("activation").IsDefined()) activation.reset(map.node("activation"));
    if (map.node("ramp").IsDefined()) ramp.reset(map.node("ramp"));
    if (activation.IsDefined()) course["activation"] = activation;
    if (ramp.IsDefined()) course["ramp"] = ramp;
    YamlMap written{course, map.file(), map.diagnostics()};
    const bool has_end = fault.length || fault.until_time;
    fault.activation = read_activation(written, traits);
    fault.ramp = read_ramp(written, traits, has_end);
}

}  // namespace

std::optional<InjectFault> read_fault(YamlMap& map,
                                      const TimelineStep& step,
                                      const TimelineContext& context) {
    InjectFault fault;
    fault.fault = map.required_text("fault");
    if (fault.fault.empty()) return std::nullopt;  // Which was said.
    read_fault_end(map, step, fault);
    FaultTraits traits{.name = fault.fault};
    YAML::Node activation{YAML::NodeType::Undefined};
    YAML::Node ramp{YAML::NodeType::Undefined};
    if (const sim::FaultKind* const kind = context.kinds.faults.find(fault.fault)) {
        traits.scales = kind->scales;
        traits.per_request = kind->per_request;
        read_primitive(map, *kind, context, fault);
    } else if (const auto preset = find_fault_preset(fault.fault, map.diagnostics())) {
        PresetReader reader{map, *preset, context};
        if (!reader.read(fault, traits)) return std::nullopt;
        activation.reset(reader.own(preset->activation));
        ramp.reset(reader.own(preset->ramp));
    } else {
        say_unknown_fault(map, fault.fault, context);
        return std::nullopt;
    }
    read_course(map, traits, activation, ramp, fault);
    return fault;
}

}  // namespace weft::scenarios
