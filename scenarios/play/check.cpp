#include "scenarios/manifests/read_manifests.hpp"
#include "scenarios/manifests/service_graph.hpp"
#include "scenarios/model/call_cycles.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/input.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ostream>
#include <system_error>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

bool is_scenario(const YAML::Node& document) {
    return document.IsMap() && document["kind"] && document["kind"].IsScalar() &&
           document["kind"].Scalar() == "Scenario";
}

void check_graph(const YAML::Node& document, const fs::path& file, Diagnostics& diagnostics) {
    const auto graph = read_service_graph(document, file.string(), diagnostics);
    if (!graph) return;
    for (const auto& cycle : endless_call_cycles(graph->services, graph->resources)) {
        diagnostics.error({file.string()},
                          "calls go in a circle that never ends: " + to_text(cycle));
    }
}

/// A file is what its first document says it is; whatever is neither a scenario nor a service graph
/// is read as manifests.
void check_file(const fs::path& file, const Kinds& kinds, Diagnostics& diagnostics) {
    std::error_code trouble;
    std::vector<mesh::control::Resource> resources;
    if (fs::is_directory(file, trouble)) {
        return read_manifest_files({file}, resources, diagnostics);
    }
    Diagnostics first_look;
    const std::vector<YAML::Node> documents = load_yaml(file, first_look);
    if (!documents.empty() && is_scenario(documents.front())) {
        PlayOptions options;
        options.scenario = file.string();
        options.kinds = kinds;
        read_input(options, diagnostics);
    } else if (!documents.empty() && is_service_graph(documents.front())) {
        check_graph(documents.front(), file, diagnostics);
    } else {
        read_manifest_files({file}, resources, diagnostics);
    }
}

void print_json(const Diagnostics& diagnostics, std::ostream& out) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Diagnostic& diagnostic : diagnostics.summed_up()) {
        list.push_back({{"severity", name_of(diagnostic.severity)},
                        {"file", diagnostic.place.file},
                        {"line", diagnostic.place.line},
                        {"column", diagnostic.place.column},
                        {"message", diagnostic.message}});
    }
    out << nlohmann::ordered_json{{"diagnostics", list}}.dump(2) << '\n';
}

}  // namespace

int check(const CheckOptions& options, std::ostream& out, std::ostream& err) {
    Diagnostics diagnostics;
    for (const fs::path& file : options.files)
        check_file(file, options.kinds, diagnostics);
    if (options.strict) diagnostics.make_strict();
    if (options.json) {
        print_json(diagnostics, out);
    } else {
        for (const Diagnostic& diagnostic : diagnostics.summed_up()) {
            err << to_text(diagnostic) << '\n';
        }
        const std::size_t files = options.files.size();
        if (!diagnostics.has_errors()) {
            out << fmt::format("{} file{} checked\n", files, files == 1 ? "" : "s");
        }
    }
    return diagnostics.has_errors() ? exit_code::bad_input : exit_code::done;
}

}  // namespace weft::scenarios
