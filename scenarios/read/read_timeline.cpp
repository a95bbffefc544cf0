#include "scenarios/read/read_timeline.hpp"

#include "scenarios/manifests/mesh_settings.hpp"
#include "scenarios/manifests/read_manifests.hpp"
#include "scenarios/read/read_chaos.hpp"
#include "scenarios/read/read_fault.hpp"
#include "scenarios/read/read_load.hpp"
#include "scenarios/read/read_set.hpp"
#include "scenarios/read/read_shift.hpp"
#include "scenarios/read/read_step_times.hpp"
#include "scenarios/read/read_target.hpp"

#include <fmt/format.h>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace weft::scenarios {
namespace {

class StepReader {
public:
    StepReader(YamlMap& scenario, const TimelineContext& context)
        : context_(context), set_(scenario, context) {}

    /// Nothing if it is of no known kind.
    std::optional<TimelineStep> read(YamlMap map, std::size_t number) {
        TimelineStep step;
        step.id = map.text("id", "step-" + std::to_string(number));
        map.require(is_id(step.id), "id", "must be of letters, digits, '_' and '-'");
        step.place = map.place();
        if (!ids_.insert(step.id).second)
            map.error("id", fmt::format("there is already a step '{}'", step.id));
        read_step_start(map, step, steps_named_);
        if (map.has("fault") == map.has("do")) {
            for (const char* const key : {"fault", "do"})
                map.node(key);
            map.error("", "a step has either fault or do");
            return std::nullopt;
        }
        const bool known = map.has("fault") ? read_injection(map, step) : read_command(map, step);
        if (!known) return std::nullopt;
        map.reject_unknown_keys();
        return step;
    }

    /// An experiment of Chaos Mesh that is among the manifests begins when the run does.
    void read_experiments(std::vector<TimelineStep>& steps, Diagnostics& diagnostics) {
        for (const Document& document : context_.documents)
            read_experiment(document, nullptr, steps, diagnostics);
    }

    /// Those that steps apply begin when these do.
    void take_applied(std::vector<TimelineStep>& steps) {
        for (TimelineStep& step : applied_)
            steps.push_back(std::move(step));
    }

    /// As the steps so far leave them.
    const WrittenValues& values() { return set_.values(); }

    /// Once all are read.
    void order(std::vector<TimelineStep>& steps, Diagnostics& diagnostics) const {
        order_steps(steps, steps_named_, ids_, diagnostics);
    }

private:
    bool read_injection(YamlMap& map, TimelineStep& step) {
        auto fault = read_fault(map, step, context_);
        if (!fault) return false;
        step.action = std::move(*fault);
        return true;
    }

    bool read_command(YamlMap& map, TimelineStep& step) {
        using Nodes = sim::PlannedNodeChange::Kind;
        const std::string command = map.required_text("do");
        if (command == "apply") return read_apply(map, step);
        if (command == "cordon") return read_node_change(map, step, Nodes::cordon);
        if (command == "uncordon") return read_node_change(map, step, Nodes::uncordon);
        if (command == "drain") return read_node_change(map, step, Nodes::drain);
        if (command == "scale") return read_workload_change(map, step, true);
        if (command == "roll_out") return read_workload_change(map, step, false);
        if (command == "heal") return read_heal(map, step);
        if (command == "delete_pods") return read_deletion(map, step);
        if (command == "set") return set_.read(map, step);
        if (command == "shift_traffic") return read_shift(map, step, context_.references);
        map.error("do", "unknown action '" + command + "'" +
                            did_you_mean(command, {"apply", "cordon", "uncordon", "drain", "scale",
                                                   "roll_out", "heal", "delete_pods", "set",
                                                   "shift_traffic"}));
        return false;
    }

    void read_experiment(const Document& document,
                         const TimelineStep* applied_by,
                         std::vector<TimelineStep>& steps,
                         Diagnostics& diagnostics) {
        if (!is_chaos(document)) return;
        auto step = read_chaos(document, context_, diagnostics);
        if (!step) return;
        if (!ids_.insert(step->id).second)
            diagnostics.error(step->place, fmt::format("there is already a step '{}'", step->id));
        if (applied_by != nullptr) {
            step->start.kind = sim::StepStart::Kind::after_start;
            steps_named_.push_back(
                {.by = step->id, .name = applied_by->id, .place = applied_by->place});
        }
        steps.push_back(std::move(*step));
    }

    /// What the mesh says of itself holds for a whole run.
    static void warn_of_late_mesh(const Document& document, Diagnostics& diagnostics) {
        diagnostics.warning(place_in(document, {"kind"}),
                            fmt::format("{} is not honoured where a step applies it: name it "
                                        "under 'manifests'",
                                        document.key.kind));
    }

    bool read_deletion(YamlMap& map, TimelineStep& step) {
        const sim::FaultTarget target =
            read_target(map, sim::FaultKind::Acts::on_pods, context_.references, context_.zones);
        step.action =
            sim::PlannedDeletion{.pods = target.pods, .by_force = map.flag("force", false)};
        return true;
    }

    bool read_heal(YamlMap& map, TimelineStep& step) {
        const std::string healed = map.required_text("step");
        if (!healed.empty()) {
            steps_named_.push_back({.kind = StepReference::Kind::heals,
                                    .by = step.id,
                                    .name = healed,
                                    .place = map.place("step")});
        }
        step.action = sim::PlannedHeal{};
        return true;
    }

    bool read_node_change(YamlMap& map, TimelineStep& step, sim::PlannedNodeChange::Kind kind) {
        map.require(map.has("nodes"), "nodes", "is missing: a list of names");
        step.action =
            sim::PlannedNodeChange{.kind = kind, .nodes = read_nodes(map, context_.references)};
        return true;
    }

    bool read_workload_change(YamlMap& map, TimelineStep& step, bool scales) {
        constexpr std::uint32_t most_replicas = 1'000'000;
        const std::string written = map.required_text("workload");
        auto& references = scales ? context_.references.scaled : context_.references.workloads;
        if (!written.empty()) references.push_back({written, map.place("workload")});
        const NamedInNamespace named = split_name(written);
        sim::PlannedWorkloadChange change{.name = named.name, .ns = named.ns, .replicas = {}};
        if (scales) {
            map.require(map.has("replicas"), "replicas", "is missing: how many pods");
            change.replicas =
                map.count("replicas", {.fallback = 1, .min = 0, .max = most_replicas});
        }
        step.action = std::move(change);
        return true;
    }

    bool read_apply(YamlMap& map, TimelineStep& step) {
        ApplyManifest apply;
        apply.manifest = map.required_text("manifest");
        const std::filesystem::path file = context_.folder / apply.manifest;
        if (!apply.manifest.empty() && !map.diagnostics().sources()->exists(file)) {
            map.error("manifest", fmt::format("there is no file '{}'", apply.manifest));
        } else if (!apply.manifest.empty()) {
            Documents documents;
            read_manifest_files({file}, apply.resources, map.diagnostics(), &documents);
            for (const Document& document : documents) {
                if (is_mesh_file(document)) warn_of_late_mesh(document, map.diagnostics());
                read_experiment(document, &step, applied_, map.diagnostics());
            }
            set_.values().apply(documents);
            auto& written = context_.references.written;
            written.insert(written.end(), documents.begin(), documents.end());
        }
        step.action = std::move(apply);
        return true;
    }

    const TimelineContext& context_;
    SetReader set_;
    std::set<std::string> ids_;
    std::vector<StepReference> steps_named_;
    std::vector<TimelineStep> applied_;  ///< Experiments, by steps.
};

}  // namespace

std::vector<TimelineStep> read_timeline(YamlMap& scenario, const TimelineContext& context) {
    StepReader reader{scenario, context};
    std::vector<TimelineStep> steps;
    std::size_t number = 0;
    scenario.each("timeline", [&](const YAML::Node& node) {
        YamlMap map{node, scenario.file(), scenario.diagnostics()};
        ++number;
        if (!node.IsMap()) return;  // Which was said.
        std::optional<TimelineStep> step = reader.read(map, number);
        if (step) steps.push_back(std::move(*step));
    });
    if (context.values != nullptr) *context.values = reader.values();
    reader.take_applied(steps);
    reader.read_experiments(steps, scenario.diagnostics());
    reader.order(steps, scenario.diagnostics());
    return steps;
}

}  // namespace weft::scenarios
