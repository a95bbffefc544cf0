#include "scenarios/manifests/service_graph.hpp"
#include "scenarios/read/yaml_file.hpp"
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

namespace weft::scenarios::samples::shared_manifests_test {
namespace {

namespace fs = std::filesystem;

/// Real input that is kept beside the project, not in it.
fs::path shared() {
    const char* const given = std::getenv("WEFT_SHARED");
    return given != nullptr ? fs::path{given} : fs::path{SOURCE_ROOT} / ".." / "shared";
}

/// The YAML files below a folder; none, said so, if the folder is missing.
std::vector<fs::path> real_files(const std::string& below) {
    std::vector<fs::path> files;
    const fs::path folder = shared() / below;
    if (!fs::is_directory(folder)) {
        MESSAGE("skipped: " << folder.string() << " is missing (WEFT_SHARED says where to look)");
        return files;
    }
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

void check_every_file(const std::string& folder) {
    for (const fs::path& file : real_files(folder)) {
        CAPTURE(file.string());
        Reading reading;
        read_manifest_files({file}, reading.resources, reading.diagnostics);
        CHECK(reading.count("error: ") == 0);
    }
}

}  // namespace

TEST_SUITE("real manifests") {
    TEST_CASE("every file is read without an error") {
        check_every_file("manifests");
    }

    TEST_CASE("every service graph is read without an error") {
        for (const fs::path& file : real_files("topologies/isotope")) {
            CAPTURE(file.string());
            Diagnostics diagnostics;
            const auto documents = load_yaml(file, diagnostics);
            REQUIRE(documents.size() == 1);
            CHECK(is_service_graph(documents[0]));
            const auto graph = read_service_graph(documents[0], file.string(), diagnostics);
            REQUIRE(graph);
            CHECK(graph->entry_points.size() == 1);
            CHECK(graph->resources.size() == 2 * graph->services.size());
        }
    }
}

}  // namespace weft::scenarios::samples::shared_manifests_test
