#include "scenarios/read/read_scenario.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/manifests/add_gateways.hpp"
#include "scenarios/manifests/mesh_settings.hpp"
#include "scenarios/manifests/read_manifests.hpp"
#include "scenarios/model/call_cycles.hpp"
#include "scenarios/read/canonical_form.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_authorizers.hpp"
#include "scenarios/read/read_behaviour.hpp"
#include "scenarios/read/read_cluster.hpp"
#include "scenarios/read/read_condition.hpp"
#include "scenarios/read/read_expect.hpp"
#include "scenarios/read/read_load.hpp"
#include "scenarios/read/read_network.hpp"
#include "scenarios/read/read_policies.hpp"
#include "scenarios/read/read_profile.hpp"
#include "scenarios/read/read_timeline.hpp"
#include "scenarios/read/references.hpp"
#include "scenarios/read/set_value.hpp"
#include "scenarios/read/yaml_file.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>
#include <variant>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::optional<std::uint64_t> parse_seed(const std::string& text) {
    std::uint64_t seed = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (trouble != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return seed;
}

/// Fills one Scenario, section by section.
class ScenarioReader {
public:
    ScenarioReader(YamlMap map, fs::path file, const ReadOptions& options, const Kinds& kinds)
        : map_(std::move(map)),
          file_(std::move(file)),
          folder_(file_.parent_path()),
          options_(options),
          kinds_(kinds) {}

    Scenario read() {
        read_head();
        read_manifests();
        read_world();
        read_story();
        map_.reject_unknown_keys();
        check_against_manifests();
        return std::move(scenario_);
    }

    const std::vector<fs::path>& manifests() const { return manifests_; }

private:
    void read_head() {
        map_.require(map_.text("apiVersion") == "weft/v1", "apiVersion", "must be weft/v1");
        map_.require(map_.text("kind") == "Scenario", "kind", "must be Scenario");
        scenario_.name = map_.text("name", file_.stem().string());
        map_.require(is_printable(scenario_.name), "name", "must hold no control character");
        scenario_.about = map_.text("about");
        scenario_.profile = map_.text("profile", "istio");
        const Place place = map_.place("profile");
        auto defaults =
            read_profile(scenario_.profile, place, kinds_.balancers, map_.diagnostics(), folder_);
        if (defaults) scenario_.defaults = std::move(*defaults);
        const std::size_t said = map_.diagnostics().all().size();
        scenario_.horizon = mesh::Instant{map_.duration("horizon", positive_duration(60s))};
        knows_horizon_ = map_.diagnostics().all().size() == said;
        scenario_.interval =
            map_.duration("interval", {.fallback = 1s, .min = 1ms, .max = longest_duration});
        read_seed();
        if (map_.has("study")) map_.error("study", "study is not supported yet");
        map_.node("study");
    }

    void read_seed() {
        const std::string written = map_.text("seed", "1");
        const auto seed = parse_seed(written);
        map_.require(seed.has_value(), "seed", "must be a whole number of at most 64 bits");
        scenario_.seed = options_.seed.value_or(seed.value_or(1));
    }

    void read_manifests() {
        scenario_.resources = options_.resources;
        scenario_.needs_manifests = map_.text("needs_manifests");
        for (const std::string& manifest : map_.texts("manifests")) {
            manifests_.push_back(folder_ / manifest);
        }
        manifests_.insert(manifests_.end(), options_.manifests.begin(), options_.manifests.end());
        read_manifest_files(manifests_, scenario_.resources, map_.diagnostics(),
                            &references_.written);
        if (options_.documents != nullptr) *options_.documents = references_.written;
        add_gateways(scenario_.resources, scenario_.defaults.gateway);
        mesh_ = read_mesh_settings(references_.written, scenario_.defaults, map_.diagnostics());
        fill(mesh_, scenario_.resources);
    }

    void read_world() {
        if (auto services = map_.map("services")) {
            scenario_.services = read_services(*services, references_);
        }
        scenario_.services.insert(scenario_.services.end(), options_.services.begin(),
                                  options_.services.end());
        scenario_.cluster = read_cluster(map_.map("cluster"));
        scenario_.network = read_network(map_.map("network"), zones_);
        read_unknown_hosts(map_.map("network"), scenario_.defaults.unknown_hosts);
        if (auto policies = map_.map("policies")) {
            scenario_.policies =
                read_policies(*policies, kinds_.balancers, scenario_.defaults, references_);
        }
    }

    void read_story() {
        scenario_.loads = read_loads(map_, kinds_.arrivals, references_, zones_);
        const Documents given = references_.written;  // Steps add theirs.
        scenario_.timeline = read_timeline(map_, {.kinds = kinds_,
                                                  .folder = folder_,
                                                  .defaults = scenario_.defaults,
                                                  .loads = scenario_.loads,
                                                  .documents = given,
                                                  .references = references_,
                                                  .zones = zones_,
                                                  .values = options_.values});
        check_beginnings();
        add_gateways_of_steps();
        scenario_.expect =
            read_expectations(map_, scenario_.loads, scenario_.timeline, references_);
        check_windows();
        scenario_.watched =
            read_conditions(scenario_.timeline, scenario_.loads, references_, map_.diagnostics());
        check_zones(zones_, scenario_.cluster, map_.diagnostics());
        check_nodes(references_.nodes, scenario_.cluster, map_.diagnostics());
        check_struck_loads(references_, map_.diagnostics());
    }

    /// One that begins when the run is over has nothing to measure.
    void check_windows() {
        if (!knows_horizon_) return;
        for (const Expectation& expectation : scenario_.expect) {
            const auto is_after = [&](const reports::Measure& measure) {
                return measure.start_at.step.empty() && measure.start >= scenario_.horizon;
            };
            const auto found = std::ranges::find_if(expectation.measures, is_after);
            if (found == expectation.measures.end()) continue;
            map_.diagnostics().warning(
                expectation.place,
                fmt::format("nothing can be measured from {} on: the run ends at its horizon, {}",
                            mesh::to_text(found->start.time_since_epoch()),
                            mesh::to_text(scenario_.horizon.time_since_epoch())));
        }
    }

    void check_beginnings() {
        if (!knows_horizon_) return;
        for (const TimelineStep& step : scenario_.timeline) {
            const bool begins =
                step.start.kind != sim::StepStart::Kind::at || step.at < scenario_.horizon;
            if (begins) continue;
            map_.diagnostics().warning(
                step.place,
                fmt::format("step '{}' never begins: the run ends at its horizon, {}", step.id,
                            mesh::to_text(scenario_.horizon.time_since_epoch())));
        }
        if (scenario_.loads.empty()) return;
        auto load = scenario_.loads.begin();
        map_.each("load", [&](const YAML::Node& node) {
            const sim::LoadPlan& plan = *load++;
            if (plan.start < scenario_.horizon) return;
            const YamlMap map{node, map_.file(), map_.diagnostics()};
            map_.diagnostics().warning(
                map.place("start"),
                fmt::format("load '{}' never begins: the run ends at its horizon, {}", plan.id,
                            mesh::to_text(scenario_.horizon.time_since_epoch())));
        });
    }

    /// Each step's, in order of time, beside all that was there before.
    void add_gateways_of_steps() {
        std::vector<TimelineStep*> steps;
        for (TimelineStep& step : scenario_.timeline)
            steps.push_back(&step);
        std::ranges::stable_sort(steps, {}, &TimelineStep::at);
        std::vector<std::vector<mesh::control::Resource>*> earlier{&scenario_.resources};
        for (TimelineStep* const step : steps) {
            auto* const apply = std::get_if<ApplyManifest>(&step->action);
            if (apply == nullptr) continue;
            add_gateways(apply->resources, scenario_.defaults.gateway, earlier);
            fill(mesh_, apply->resources);
            earlier.push_back(&apply->resources);
        }
    }

    /// Names are only worth looking up if there are manifests, and if these could be read.
    void check_against_manifests() {
        if (manifests_.empty() && scenario_.resources.empty()) {
            const bool says = !scenario_.needs_manifests.empty();
            map_.diagnostics().error(
                {map_.file()},
                says ? std::string{asks_for_manifests} + scenario_.needs_manifests
                     : "has no manifests: name them under 'manifests', or give them by -f");
            return;
        }
        if (scenario_.resources.empty() && map_.diagnostics().has_errors()) return;
        std::vector<mesh::control::Resource> all = scenario_.resources;
        for (const TimelineStep& step : scenario_.timeline) {
            const auto* const apply = std::get_if<ApplyManifest>(&step.action);
            if (apply == nullptr) continue;
            all.insert(all.end(), apply->resources.begin(), apply->resources.end());
        }
        check_references(references_, all, map_.diagnostics());
        std::optional<YamlMap> authorizers;
        if (!scenario_.cluster.authorizers.empty())
            authorizers = map_.map("cluster")->map("authorizers");
        check_authorizers(authorizers, all, map_.place("cluster"), map_.diagnostics());
        check_cycles(all);
    }

    void check_cycles(const std::vector<mesh::control::Resource>& resources) {
        auto services = map_.map("services");
        if (!services) return;
        for (const auto& cycle : endless_call_cycles(scenario_.services, resources)) {
            services->error(cycle.front(),
                            "calls go in a circle that never ends: " + to_text(cycle) +
                                "; give one of them a probability below 100%");
        }
    }

    YamlMap map_;
    fs::path file_;
    fs::path folder_;
    const ReadOptions& options_;
    const Kinds& kinds_;
    Scenario scenario_;
    bool knows_horizon_ = true;  ///< Not if it is written wrongly.
    std::vector<fs::path> manifests_;
    MeshSettings mesh_;
    References references_;
    std::vector<Reference> zones_;
};

void apply_sets(YAML::Node& document,
                const std::vector<std::string>& sets,
                Diagnostics& diagnostics) {
    for (const std::string& set : sets) {
        const std::size_t equals = set.find('=');
        if (equals == std::string::npos || equals == 0) {
            diagnostics.error({"--set " + set}, "must be PATH=VALUE, such as load.web.rate=500/s");
            continue;
        }
        set_value(document, set.substr(0, equals), set.substr(equals + 1), diagnostics);
    }
}

/// The scenario's own YAML, with what the command line changed and a hash of what it was played
/// with.
std::string canonical_form(const YAML::Node& document,
                           const Scenario& scenario,
                           const std::vector<fs::path>& manifests,
                           Sources& sources) {
    YAML::Node resolved = YAML::Clone(document);
    resolved["name"] = scenario.name;
    resolved["seed"] = std::to_string(scenario.seed);
    std::string text = canonical_text(resolved);
    return text + "# manifests: xxh64 " + hash_of_files(manifests, sources) + "\n";
}

}  // namespace

std::optional<Scenario> read_scenario(const fs::path& file,
                                      const ReadOptions& options,
                                      Diagnostics& diagnostics) {
    std::vector<YAML::Node> documents = load_yaml(file, diagnostics);
    if (documents.empty()) return std::nullopt;
    if (documents.size() > 1) {
        diagnostics.error(place_of(documents[1], file.string()), "a scenario is one document");
    }
    return read_scenario(documents.front(), file, options, diagnostics);
}

std::optional<Scenario> read_scenario(YAML::Node document,
                                      const fs::path& file,
                                      const ReadOptions& options,
                                      Diagnostics& diagnostics) {
    if (!document.IsMap()) {
        diagnostics.error(place_of(document, file.string()),
                          "a scenario is a mapping of keys to values");
        return std::nullopt;
    }
    apply_sets(document, options.sets, diagnostics);
    const Kinds kinds = options.kinds != nullptr ? *options.kinds : built_in_kinds();
    YamlMap map{document, file.string(), diagnostics};
    ScenarioReader reader{map, file, options, kinds};
    Scenario scenario = reader.read();
    if (options.strict) diagnostics.make_strict();
    if (diagnostics.has_errors()) return std::nullopt;
    scenario.canonical =
        canonical_form(document, scenario, reader.manifests(), *diagnostics.sources());
    return scenario;
}

}  // namespace weft::scenarios
