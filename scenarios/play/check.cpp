#include "scenarios/analyze/analyze.hpp"
#include "scenarios/manifests/check_targets.hpp"
#include "scenarios/manifests/mesh_settings.hpp"
#include "scenarios/manifests/read_manifests.hpp"
#include "scenarios/manifests/service_graph.hpp"
#include "scenarios/model/call_cycles.hpp"
#include "scenarios/play/check_text.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/input.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/fault_preset.hpp"
#include "scenarios/read/read_chaos.hpp"
#include "scenarios/read/read_profile.hpp"
#include "scenarios/read/read_timeline.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

/// Whether the first document says that it is one of ours: a Scenario, a Profile, a Fault.
bool is_own(const std::vector<YAML::Node>& documents, std::string_view kind) {
    if (documents.empty() || !documents.front().IsMap()) return false;
    const YAML::Node version = documents.front()["apiVersion"];
    const YAML::Node said = documents.front()["kind"];
    if (!said.IsDefined() || !said.IsScalar() || said.Scalar() != kind) return false;
    if (kind == "Scenario") return true;  // A wrong version is told of.
    return version.IsDefined() && version.IsScalar() && version.Scalar().starts_with("weft/");
}

void check_graph(const YAML::Node& document, const fs::path& file, Diagnostics& diagnostics) {
    const auto graph = read_service_graph(document, file.string(), diagnostics);
    if (!graph) return;
    for (const auto& cycle : endless_call_cycles(graph->services, graph->resources)) {
        diagnostics.error({file.string()},
                          "calls go in a circle that never ends: " + to_text(cycle));
    }
}

/// A run plays the mistakes of manifests as the mesh would, and a scenario may be about them: none
/// of them keeps it from being played, so Istio's errors are warnings here.
void check_scenario(const fs::path& file, const Kinds& kinds, Diagnostics& diagnostics) {
    PlayOptions options;
    options.scenario = file.string();
    options.kinds = kinds;
    Documents documents;
    Diagnostics found{diagnostics.sources()};
    read_input(options, diagnostics, &documents);
    analyze(documents, !diagnostics.has_errors(), found);
    for (Diagnostic said : found.all()) {
        if (said.severity == Diagnostic::Severity::error) {
            said.severity = Diagnostic::Severity::warning;
        }
        diagnostics.add(std::move(said));
    }
}

/// Experiments are read as a scenario would; whom they strike, the manifests of one scenario tell.
void check_experiments(const Documents& documents, const Kinds& kinds, Diagnostics& found) {
    const fs::path folder{};
    const mesh::control::MeshDefaults defaults{};
    const std::vector<sim::LoadPlan> loads{};
    References references;
    std::vector<Reference> zones;
    const TimelineContext context{.kinds = kinds,
                                  .folder = folder,
                                  .defaults = defaults,
                                  .loads = loads,
                                  .documents = documents,
                                  .references = references,
                                  .zones = zones};
    for (const Document& document : documents) {
        if (is_chaos(document)) read_chaos(document, context, found);
    }
}

/// All of them make one mesh.
void check_manifests(const std::vector<fs::path>& files,
                     const Kinds& kinds,
                     Diagnostics& diagnostics) {
    std::vector<mesh::control::Resource> resources;
    Documents documents;
    Diagnostics found{diagnostics.sources()};
    read_manifest_files(files, resources, found, &documents);
    const bool is_complete = !found.has_errors();
    analyze(documents, is_complete, found);
    if (is_complete) {
        check_targets(documents, resources, found);
        const AnalyzedMesh mesh{documents};
        analyze_services(mesh, found);
        analyze_port_settings(mesh, found);
    }
    check_experiments(documents, kinds, found);
    mesh::control::MeshDefaults defaults;
    read_mesh_settings(documents, defaults, found);
    for (Diagnostic said : found.all()) {
        // Two VirtualServices of one host: a run obeys the first that it reads, a cluster the one
        // that happens to be older.
        if (said.code == "IST0109") said.severity = Diagnostic::Severity::error;
        diagnostics.add(std::move(said));
    }
}

/// Every `$NAME` in a value has to be a parameter of the preset, or whom a step strikes.
void check_names(const YAML::Node& value,
                 const FaultPreset& preset,
                 const Place& place,
                 Diagnostics& found) {
    if (value.IsMap()) {
        for (const auto& entry : value)
            check_names(entry.second, preset, place, found);
    }
    if (value.IsSequence()) {
        for (const YAML::Node& element : value)
            check_names(element, preset, place, found);
    }
    if (!value.IsScalar() || !value.Scalar().starts_with('$')) return;
    const std::string name = value.Scalar().substr(1);
    std::vector<std::string> known{"target", "from", "to"};
    for (const FaultPreset::Parameter& parameter : preset.parameters)
        known.push_back(parameter.name);
    if (std::ranges::find(known, name) != known.end()) return;
    found.error(place, fmt::format("'${}' is no parameter of the preset{}", name,
                                   did_you_mean(name, known)));
}

/// What only a step can tell (whom it strikes, what it says of parameters) is left to scenarios.
void check_preset(const fs::path& file, const Kinds& kinds, Diagnostics& found) {
    const auto preset = read_fault_preset(file, found);
    if (!preset) return;
    for (const YAML::Node& written : preset->faults) {
        YamlMap part{written, file.string(), found};
        const std::string name = part.required_text("fault");
        if (!name.empty() && kinds.faults.find(name) == nullptr) {
            part.error("fault", fmt::format("unknown fault '{}'{}", name,
                                            did_you_mean(name, names_of(kinds.faults))));
        }
        for (const auto& entry : written) {
            const std::string key = entry.first.Scalar();
            check_names(entry.second, *preset, part.place(key), found);
        }
    }
}

/// A file is what its first document says it is; whatever is neither a scenario, a profile, a
/// preset of faults nor a service graph is read as manifests.
void check_files(const CheckOptions& options, Diagnostics& diagnostics) {
    std::vector<fs::path> manifests;
    for (const fs::path& file : options.files) {
        std::vector<YAML::Node> documents;
        Diagnostics first_look{diagnostics.sources()};
        if (!first_look.sources()->is_folder(file)) documents = load_yaml(file, first_look);
        Diagnostics found{diagnostics.sources()};
        if (is_own(documents, "Scenario")) {
            check_scenario(file, options.kinds, found);
        } else if (is_own(documents, "Profile")) {
            read_profile_file(file, options.kinds.balancers, found);
        } else if (is_own(documents, "Fault")) {
            check_preset(file, options.kinds, found);
        } else if (!documents.empty() && is_service_graph(documents.front())) {
            check_graph(documents.front(), file, found);
        } else {
            manifests.push_back(file);
        }
        for (const Diagnostic& said : found.all())
            diagnostics.add(said);
    }
    if (!manifests.empty()) check_manifests(manifests, options.kinds, diagnostics);
}

/// What was read below the folder of a file, by the way from there.
std::map<std::string, std::string> files_beside(const Sources& sources, const std::string& key) {
    const std::string folder = (fs::path{key}.parent_path() / "").string();
    std::map<std::string, std::string> beside;
    for (const auto& [path, text] : sources.texts()) {
        if (path == key || !path.starts_with(folder)) continue;
        const fs::path way = path.substr(folder.size());
        const bool is_elsewhere =
            way.is_absolute() || *way.begin() == ".." || *way.begin() == "<data>";
        if (!is_elsewhere) beside.emplace(way.string(), text);
    }
    return beside;
}

/// Those below each folder that is named, and the others.
std::size_t count_files(const std::vector<fs::path>& named, const Sources& sources) {
    std::size_t count = 0;
    for (const fs::path& file : named) {
        if (!sources.is_folder(file)) {
            ++count;
        } else if (const auto below = sources.files_below(file)) {
            count += below->size();
        }
    }
    return count;
}

void print_findings_json(const Diagnostics& diagnostics, std::ostream& out) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Diagnostic& diagnostic : diagnostics.summed_up()) {
        list.push_back(
            {{"severity", name_of(diagnostic.severity)},
             {"file", diagnostic.place.file},
             {"line", diagnostic.place.line},
             {"column", diagnostic.place.column},
             {"message", diagnostic.message},
             {"code", diagnostic.code.empty() ? nlohmann::ordered_json{}
                                              : nlohmann::ordered_json(diagnostic.code)}});
    }
    out << nlohmann::ordered_json{{"diagnostics", list}}.dump(2) << '\n';
}

}  // namespace

CheckedText check_text(const fs::path& file, const std::string& text, const Kinds& kinds) {
    Diagnostics diagnostics;
    const std::string key = diagnostics.sources()->put(file, text);
    CheckOptions options;
    options.files = {file};
    options.kinds = kinds;
    check_files(options, diagnostics);
    return {.diagnostics = diagnostics.summed_up(),
            .beside = files_beside(*diagnostics.sources(), key)};
}

int check(const CheckOptions& options, std::ostream& out, std::ostream& err) {
    Diagnostics diagnostics;
    check_files(options, diagnostics);
    if (options.strict) diagnostics.make_strict();
    if (options.json) {
        print_findings_json(diagnostics, out);
    } else {
        for (const Diagnostic& diagnostic : diagnostics.summed_up()) {
            err << to_text(diagnostic) << '\n';
        }
        const std::size_t files = count_files(options.files, *diagnostics.sources());
        if (!diagnostics.has_errors()) {
            out << fmt::format("{} file{} checked\n", files, files == 1 ? "" : "s");
        }
    }
    return diagnostics.has_errors() ? exit_code::bad_input : exit_code::done;
}

}  // namespace weft::scenarios
