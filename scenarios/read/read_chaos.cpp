#include "scenarios/read/read_chaos.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/read/chaos_selector.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_load.hpp"
#include "scenarios/read/read_timeline.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

using ChaosValues = mesh::TextSettings::Values;
using Acts = sim::FaultKind::Acts;

constexpr std::uint32_t longest_chaos = 1'000'000'000;
constexpr std::array<std::string_view, 3> chaos_kinds{"NetworkChaos", "PodChaos", "StressChaos"};

/// A step's id is of fewer characters than an object's name.
std::string id_of_chaos(std::string name) {
    std::ranges::replace(name, '.', '-');
    return is_id(name) ? name : "chaos-" + name;
}

/// Whether a text stands for none of something: "0", "0ms", "".
bool is_nothing(const std::string& text) {
    if (text.empty()) return true;
    return text.starts_with('0') && text.find_first_of("123456789") == std::string::npos;
}

/// "1mbps" in bytes a second, as tc has it: bit counts bits, bps bytes.
std::optional<std::string> bytes_per_second(const std::string& rate) {
    constexpr std::array<std::pair<std::string_view, double>, 10> units{{{"kbit", 125.0},
                                                                         {"mbit", 125e3},
                                                                         {"gbit", 125e6},
                                                                         {"tbit", 125e9},
                                                                         {"bit", 0.125},
                                                                         {"kbps", 1e3},
                                                                         {"mbps", 1e6},
                                                                         {"gbps", 1e9},
                                                                         {"tbps", 1e12},
                                                                         {"bps", 1}}};
    for (const auto& [unit, bytes] : units) {
        if (!rate.ends_with(unit)) continue;
        const auto number = mesh::parse_number(rate.substr(0, rate.size() - unit.size()));
        if (!number || *number <= 0) return std::nullopt;
        return fmt::format("{}B", static_cast<std::uint64_t>(*number * bytes));
    }
    return std::nullopt;
}

/// Makes a step of one experiment.
class ChaosReader {
public:
    ChaosReader(const Document& document, const TimelineContext& context, Diagnostics& diagnostics)
        : document_(document), context_(context), map_(document.node, document.file, diagnostics) {}

    std::optional<TimelineStep> read() {
        auto spec = map_.map("spec");
        if (!spec) {
            if (map_.node("spec").IsDefined() && !map_.node("spec").IsNull()) return std::nullopt;
            map_.error("spec", "spec is missing");
            return std::nullopt;
        }
        TimelineStep step;
        step.id = id_of_chaos(document_.key.name);
        step.place = map_.place();
        if (spec->has("duration"))
            fault_.length = spec->duration("duration", positive_duration(mesh::Duration{1}));
        if (document_.key.kind == "PodChaos") {
            read_pod_chaos(*spec, step);
        } else if (document_.key.kind == "NetworkChaos") {
            read_network_chaos(*spec);
        } else {
            read_stress_chaos(*spec);
        }
        const bool is_outside = strikes_outside_alone(*spec);
        spec->warn_of_unknown_keys("spec");
        if (is_planned_) return step;
        if (fault_.effect == nullptr || is_outside) return std::nullopt;
        fault_.fault = document_.key.kind;
        step.action = std::move(fault_);
        return step;
    }

private:
    void read_pod_chaos(YamlMap& spec, TimelineStep& step) {
        const std::string action = spec.required_text("action");
        sim::FaultTarget target;
        target.pods = read_chaos_selector(spec, document_.key.ns, context_.references);
        if (action == "pod-kill") {
            const bool by_force =
                spec.count("gracePeriod", {.fallback = 0, .min = 0, .max = longest_chaos}) == 0;
            spec.node("duration");  // It kills once.
            step.action = sim::PlannedDeletion{.pods = target.pods, .by_force = by_force};
            is_planned_ = true;
        } else if (action == "pod-failure") {
            add("crash", {}, target, spec, "action");
        } else if (action == "container-kill") {
            // It ends at once, and when it has been started again nothing ends it any more.
            fault_.length = mesh::Duration{1};
            add("exit", {}, target, spec, "action");
        } else if (!action.empty()) {
            warn_of_action(spec, action, {"pod-failure", "pod-kill", "container-kill"});
        }
    }

    void read_network_chaos(YamlMap& spec) {
        const std::string action = spec.required_text("action");
        const sim::FaultTarget target = read_links(spec);
        if (action == "partition") return add("partition", {}, target, spec, "action");
        if (auto part = spec.map("delay")) read_delay(*part, target);
        if (auto part = spec.map("loss")) read_share(*part, "loss", "loss", target);
        // TCP finds a broken packet by its checksum, and drops it.
        if (auto part = spec.map("corrupt")) read_share(*part, "corrupt", "loss", target);
        if (auto part = spec.map("duplicate")) read_share(*part, "duplicate", "duplicate", target);
        if (auto part = spec.map("bandwidth")) read_bandwidth(*part, target);
        if (action.empty() || action == "netem") return;
        constexpr std::array<std::string_view, 5> actions{"delay", "loss", "duplicate", "corrupt",
                                                          "bandwidth"};
        if (std::ranges::find(actions, action) != actions.end())
            return spec.require(spec.has(action), action, "is missing: what the action does");
        warn_of_action(
            spec, action,
            {"partition", "netem", "delay", "loss", "duplicate", "corrupt", "bandwidth"});
    }

    /// Addresses outside the cluster are not played. Where there are no other targets, Chaos Mesh
    /// filters by them alone, and leaves all traffic inside as it is.
    bool strikes_outside_alone(YamlMap& spec) {
        if (document_.key.kind != "NetworkChaos") return false;
        const YAML::Node addresses = spec.node("externalTargets");
        if (!addresses.IsDefined() || addresses.size() == 0) return false;
        const bool is_alone = !spec.has("target");
        spec.diagnostics().warning(
            spec.place("externalTargets"),
            fmt::format("{} '{}': externalTargets are not honoured{}", document_.key.kind,
                        document_.key.name,
                        is_alone ? ", and since it has no other target it is not played" : ""));
        return is_alone;
    }

    /// From the chosen pods to the targets, or to everybody.
    sim::FaultTarget read_links(YamlMap& spec) {
        constexpr std::array<std::string_view, 3> directions{"to", "from", "both"};
        sim::FaultTarget target;
        target.from = read_chaos_selector(spec, document_.key.ns, context_.references);
        if (auto other = spec.map("target")) {
            target.to = read_chaos_selector(*other, document_.key.ns, context_.references);
            other->warn_of_unknown_keys("target");
        }
        const std::string direction = spec.choice("direction", directions[0], directions);
        target.one_way = direction != directions[2];
        if (direction == directions[1]) std::swap(target.from, target.to);
        return target;
    }

    void read_delay(YamlMap map, const sim::FaultTarget& target) {
        const std::string latency = map.required_text("latency");
        warn_unless_nothing(map, "delay", "jitter");
        warn_unless_nothing(map, "delay", "correlation");
        if (auto reorder = map.map("reorder")) {
            if (!is_nothing(reorder->text("reorder"))) warn(map, "reorder", "delay.reorder");
        }
        map.warn_of_unknown_keys("delay");
        if (!is_nothing(latency)) add("delay", {{"delay", latency}}, target, map, "latency");
    }

    /// A part whose share stands under its own name, in percent without a sign.
    void read_share(YamlMap map,
                    const std::string& name,
                    const std::string& fault,
                    const sim::FaultTarget& target) {
        const std::string share = map.required_text(name);
        warn_unless_nothing(map, name, "correlation");
        map.warn_of_unknown_keys(name);
        if (!is_nothing(share)) add(fault, {{"rate", share + "%"}}, target, map, name);
    }

    void read_bandwidth(YamlMap map, const sim::FaultTarget& target) {
        const auto rate = bytes_per_second(map.required_text("rate"));
        map.require(rate.has_value(), "rate", "must be a rate such as 1mbps or 100kbit");
        const std::uint32_t limit =
            map.count("limit", {.fallback = 0, .min = 0, .max = 4'000'000'000});
        map.node("buffer");  // How far one may go ahead of the rate: messages are larger than that.
        map.warn_of_unknown_keys("bandwidth");
        if (!rate) return;
        ChaosValues values{{"rate", *rate}};
        if (limit > 0) values.emplace("buffer", fmt::format("{}B", limit));
        add("bandwidth", std::move(values), target, map, "rate");
    }

    void read_stress_chaos(YamlMap& spec) {
        sim::FaultTarget target;
        target.pods = read_chaos_selector(spec, document_.key.ns, context_.references);
        auto stressors = spec.map("stressors");
        if (!stressors) {
            const YAML::Node written = spec.node("stressors");
            const bool was_said = written.IsDefined() && !written.IsNull();
            return spec.require(was_said, "stressors", "is missing: cpu, memory or both");
        }
        if (!stressors->has("cpu") && !stressors->has("memory"))
            stressors->error("", "stressors have cpu, memory or both");
        if (auto cpu = stressors->map("cpu")) read_cpu(*cpu, target);
        if (auto memory = stressors->map("memory")) read_memory(*memory, target);
        stressors->warn_of_unknown_keys("stressors");
    }

    /// The scheduler shares a CPU evenly, so that one stress takes at most half of it; more workers
    /// than that take no more from an app of several threads.
    void read_cpu(YamlMap map, const sim::FaultTarget& target) {
        const std::uint32_t load = map.count("load", {.fallback = 100, .min = 0, .max = 100});
        map.node("workers");
        map.warn_of_unknown_keys("stressors.cpu");
        const std::uint32_t lost = std::min<std::uint32_t>(load, 50);
        if (lost > 0) add("cpu_share", {{"lost", fmt::format("{}%", lost)}}, target, map, "load");
    }

    /// Memory that its workers hold together. A share of the pod's is not known here.
    void read_memory(YamlMap map, const sim::FaultTarget& target) {
        const std::string size = map.text("size");
        map.node("workers");
        map.warn_of_unknown_keys("stressors.memory");
        if (size.empty() || size.ends_with('%')) return warn(map, "size", "stressors.memory.size");
        add("memory", {{"jump", size}, {"leak", "0B"}}, target, map, "size");
    }

    /// Adds a primitive with these parameters, whose mistakes are told at `key` of `map`.
    void add(const std::string& name,
             ChaosValues values,
             const sim::FaultTarget& target,
             YamlMap& map,
             std::string_view key) {
        const sim::FaultKind* const kind = context_.kinds.faults.find(name);
        if (kind == nullptr) return warn(map, key, name);
        try {
            mesh::TextSettings settings{values};
            sim::PlannedEffect effect{
                .effect = kind->make(settings), .target = target, .acts = kind->acts};
            settings.reject_unknown_keys();
            fault_.parts.push_back(name);
            if (fault_.effect != nullptr) return fault_.others.push_back(std::move(effect));
            fault_.effect = std::move(effect.effect);
            fault_.target = std::move(effect.target);
            fault_.acts = effect.acts;
        } catch (const std::invalid_argument& mistake) {
            map.error(key, mistake.what());
        }
    }

    void warn_unless_nothing(YamlMap& map, const std::string& part, const std::string& key) {
        if (!is_nothing(map.text(key))) warn(map, key, fmt::format("{}.{}", part, key));
    }

    void warn_of_action(YamlMap& spec,
                        const std::string& action,
                        const std::vector<std::string>& known) {
        spec.diagnostics().warning(
            spec.place("action"),
            fmt::format("{} '{}': action {} is not honoured{}", document_.key.kind,
                        document_.key.name, action, did_you_mean(action, known)));
    }

    void warn(const YamlMap& map, std::string_view key, const std::string& what) {
        map.diagnostics().warning(map.place(key),
                                  fmt::format("{} '{}': {} is not honoured", document_.key.kind,
                                              document_.key.name, what));
    }

    const Document& document_;
    const TimelineContext& context_;
    YamlMap map_;
    InjectFault fault_;
    bool is_planned_ = false;  ///< The step does something else than a fault.
};

}  // namespace

bool is_chaos(const Document& document) {
    return document.group == "chaos-mesh.org" &&
           std::ranges::find(chaos_kinds, document.key.kind) != chaos_kinds.end();
}

std::optional<TimelineStep> read_chaos(const Document& document,
                                       const TimelineContext& context,
                                       Diagnostics& diagnostics) {
    return ChaosReader{document, context, diagnostics}.read();
}

}  // namespace weft::scenarios
