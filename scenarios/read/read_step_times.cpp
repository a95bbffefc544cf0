#include "scenarios/read/read_step_times.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_load.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string_view>

namespace weft::scenarios {
namespace {

using sim::StepStart;

std::string_view trimmed_word(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    return true;
}

/// "sick", "sick + 5s", "sick.start + 5s": the name of the step; nothing if it is none of these.
std::optional<std::string> parse_after(std::string_view written, StepStart& start) {
    const std::size_t plus = written.find('+');
    if (plus != std::string_view::npos) {
        const auto delay = mesh::parse_duration(trimmed_word(written.substr(plus + 1)));
        if (!delay || *delay < mesh::Duration::zero() || *delay > longest_duration)
            return std::nullopt;
        start.delay = *delay;
    }
    std::string_view name = trimmed_word(written.substr(0, plus));
    start.kind = StepStart::Kind::after_end;
    if (take_suffix(name, ".start")) {
        start.kind = StepStart::Kind::after_start;
    } else {
        take_suffix(name, ".end");
    }
    if (!is_id(name)) return std::nullopt;
    return std::string{name};
}

void read_after(YamlMap& map, TimelineStep& step, std::vector<StepReference>& references) {
    const std::string written = map.required_text("after");
    if (written.empty()) return;  // Which was said.
    const auto name = parse_after(written, step.start);
    if (!name) {
        return map.error("after",
                         "after must be a step, STEP.start or STEP.end, with a time added if need "
                         "be, such as sick.start + 5s");
    }
    references.push_back({.by = step.id, .name = *name, .place = map.place("after")});
}

/// Whether it is no time but a text that asks for a measure.
bool is_condition(const YAML::Node& node) {
    return node.IsScalar() && node.Scalar().find('(') != std::string::npos;
}

WrittenCondition read_condition_text(YamlMap& map, std::string_view key) {
    return {map.required_text(key), text_place_of(map.node(key), map.file())};
}

/// How often a condition is looked at.
mesh::Duration read_look(YamlMap& map) {
    return map.duration("every", {.fallback = sim::usual_look,
                                  .min = std::chrono::milliseconds{1},
                                  .max = longest_duration});
}

void read_repeat(YamlMap& step_map, TimelineStep& step) {
    auto map = step_map.map("repeat");
    if (!map) return;
    step.repeat.times = 0;
    if (map->has("times"))
        step.repeat.times = map->count("times", {.fallback = 1, .min = 1, .max = 1'000'000});
    if (!map->has("every")) map->error("every", "every is missing: how often, such as 30s");
    step.repeat.every = map->duration("every", {.fallback = longest_duration,
                                                .min = std::chrono::milliseconds{1},
                                                .max = longest_duration});
    map->reject_unknown_keys();
}

}  // namespace

void read_step_start(YamlMap& map, TimelineStep& step, std::vector<StepReference>& references) {
    const bool follows = map.node("after").IsDefined();
    const bool waits = map.node("when").IsDefined();
    if (follows && map.has("at")) map.error("after", "a step has either at or after");
    if (waits && (follows || map.has("at")))
        map.error("when", "a step that waits for a condition has neither at nor after");
    if (!follows && !waits && !map.has("at"))
        map.error("at", "at is missing: when the step begins, such as 60s");
    step.at = mesh::Instant{map.duration("at", any_duration(mesh::Duration::zero()))};
    if (follows) read_after(map, step, references);
    if (waits) {
        step.start.kind = StepStart::Kind::when;
        step.when = read_condition_text(map, "when");
        step.start.look_every = read_look(map);
    }
    read_repeat(map, step);
}

void read_fault_end(YamlMap& map, const TimelineStep& step, InjectFault& fault) {
    if (map.has("for")) fault.length = map.duration("for", positive_duration(mesh::Duration{1}));
    const bool has_condition = map.has("until") && is_condition(map.node("until"));
    if (has_condition) {
        fault.ends_when = read_condition_text(map, "until");
        fault.look_every = read_look(map);
    }
    if (map.has("until") && !has_condition) {
        fault.until_time =
            mesh::Instant{map.duration("until", positive_duration(longest_duration))};
    }
    const bool begins_at_a_time = step.start.kind == StepStart::Kind::at;
    if (fault.until_time && begins_at_a_time && step.repeat.times == 1) {
        map.require(*fault.until_time > step.at, "until", "must come after the step begins");
        const mesh::Duration length = *fault.until_time - step.at;
        fault.length = fault.length ? std::min(*fault.length, length) : length;
        fault.until_time.reset();
    }
    if (step.repeat.times != 1 && !fault.length && !fault.until_time && !has_condition)
        map.error("repeat", "without an end, by for: or until:, the fault never comes again");
    const bool comes_again = step.repeat.times != 1 && step.start.kind != StepStart::Kind::when;
    if (comes_again && fault.length && step.repeat.every <= *fault.length)
        map.error("repeat", "repeat.every must be longer than the fault lasts");
}

}  // namespace weft::scenarios
