#include "scenarios/play/input.hpp"

#include "scenarios/manifests/add_gateways.hpp"
#include "scenarios/manifests/read_manifests.hpp"
#include "scenarios/manifests/service_graph.hpp"
#include "scenarios/play/default_load.hpp"
#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/read_scenario.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

ReadOptions reading(const PlayOptions& options) {
    ReadOptions reading;
    reading.manifests = options.manifests;
    reading.sets = options.sets;
    reading.strict = options.strict;
    reading.seed = options.seed;
    reading.kinds = &options.kinds;
    return reading;
}

std::optional<Scenario> read_graph(const YAML::Node& document,
                                   const fs::path& file,
                                   const PlayOptions& options,
                                   Diagnostics& diagnostics) {
    auto graph = read_service_graph(document, file.string(), diagnostics);
    if (!graph) return std::nullopt;
    ReadOptions given = reading(options);
    given.resources = std::move(graph->resources);
    given.services = std::move(graph->services);
    return read_scenario(default_scenario(file.stem().string(), graph->entry_points), file, given,
                         diagnostics);
}

std::optional<Scenario> read_manifests_alone(const PlayOptions& options, Diagnostics& diagnostics) {
    std::vector<mesh::control::Resource> resources;
    Diagnostics found{
        diagnostics.sources()};  // Reading them again for the scenario reports the same.
    read_manifest_files(options.manifests, resources, found);
    add_gateways(resources, {});  // So that those of the manifests are known; others have no load.
    const EntryPoints entries = entry_points(resources);
    const fs::path& first = options.manifests.front();
    if (entries.hosts.empty()) {
        std::vector<mesh::control::Resource> again;
        read_manifest_files(options.manifests, again, diagnostics);
        if (diagnostics.has_errors())
            return std::nullopt;  // What cannot be read hides what is in it.
        diagnostics.error({first.string()}, "no service has pods: there is nothing to play");
        return std::nullopt;
    }
    if (!entries.are_known) {
        diagnostics.note({first.string()},
                         "no gateway leads to a service, so each one gets a load of its own");
    }
    return read_scenario(default_scenario(first.stem().string(), entries.hosts), first,
                         reading(options), diagnostics);
}

constexpr std::string_view of_manifests =
    "manifests without a scenario are played by 'weft run -f FILE...'";

/// "Deployment" if that is what the document is; "" for what may be meant as a scenario.
std::string kind_of_manifest(const YAML::Node& document) {
    if (!document.IsMap()) return "";
    const YAML::Node version = document["apiVersion"];
    const YAML::Node kind = document["kind"];
    const bool has_both =
        version.IsDefined() && version.IsScalar() && kind.IsDefined() && kind.IsScalar();
    if (!has_both || version.Scalar().starts_with("weft/") || kind.Scalar() == "Scenario")
        return "";
    return kind.Scalar();
}

/// The file that the user means: a path, or a name in the library. A folder is no scenario, so one
/// that is called as a scenario of the library does not hide that.
std::optional<fs::path> find_scenario(const std::string& name, Diagnostics& diagnostics) {
    std::error_code none;
    const bool exists = diagnostics.sources()->exists(name);
    if (exists && !fs::is_directory(name, none)) return name;
    fs::path file = find_data(data::library, name);
    if (!file.empty()) return file;
    if (exists) {
        diagnostics.error({name}, fmt::format("is a folder and no scenario; {}", of_manifests));
        return std::nullopt;
    }
    diagnostics.error({name}, "there is no such file, and no scenario of this name in the library" +
                                  did_you_mean(name, data_names(data::library)));
    return std::nullopt;
}

}  // namespace

std::optional<Scenario> read_input(const PlayOptions& options,
                                   Diagnostics& diagnostics,
                                   Documents* documents,
                                   WrittenValues* values) {
    if (options.scenario.empty()) return read_manifests_alone(options, diagnostics);
    const auto file = find_scenario(options.scenario, diagnostics);
    if (!file) return std::nullopt;
    const std::vector<YAML::Node> written = load_yaml(*file, diagnostics);
    if (written.empty()) return std::nullopt;
    if (is_service_graph(written.front())) {
        return read_graph(written.front(), *file, options, diagnostics);
    }
    const std::string kind = kind_of_manifest(written.front());
    if (!kind.empty()) {
        diagnostics.error(place_of(written.front()["kind"], file->string()),
                          fmt::format("kind {} is no scenario; {}", kind, of_manifests));
        return std::nullopt;
    }
    ReadOptions given = reading(options);
    given.documents = documents;
    given.values = values;
    return read_scenario(*file, given, diagnostics);
}

}  // namespace weft::scenarios
