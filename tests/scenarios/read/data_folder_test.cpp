#include "scenarios/read/data_folder.hpp"

#include "tests/scenarios/play/sample_data.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace data_folder_test {

using namespace weft::scenarios;
using weft::tests::SampleData;

TEST_SUITE("data folder") {
    TEST_CASE("a scenario of the library is found by its name") {
        const SampleData sample;
        CHECK(find_data(data::library, "calm") == sample.folder() / "library/calm.yaml");
        CHECK(find_data(data::library, "istio").empty());
        CHECK(find_data(data::profiles, "istio") == sample.folder() / "profiles/istio.yaml");
    }

    TEST_CASE("a name is no path") {
        const SampleData sample;
        CHECK(find_data(data::library, "../library/calm").empty());
        CHECK(find_data(data::library, "calm.yaml").empty());
        CHECK(find_data(data::library, "").empty());
    }

    TEST_CASE("names are sorted, and only YAML counts") {
        const SampleData sample;
        CHECK(data_names(data::library) == std::vector<std::string>{"calm", "storm"});
        CHECK(data_names(data::schema).empty());
    }

    TEST_CASE(
        "a scenario of a group is found by its name alone, and its manifests are no scenarios") {
        const SampleData sample;
        sample.write("library/zone/gale.yaml", "name: gale\n");
        sample.write("library/zone/gale/mesh.yaml", "kind: Service\n");
        CHECK(find_data(data::library, "gale") == sample.folder() / "library/zone/gale.yaml");
        CHECK(find_data(data::library, "zone/gale").empty());
        CHECK(find_data(data::library, "mesh").empty());
        CHECK(data_names(data::library) == std::vector<std::string>{"calm", "gale", "storm"});

        const auto files = data_files(data::library);
        REQUIRE(files.size() == 3);
        CHECK(files[1].name == "storm");
        CHECK(files[1].group.empty());
        CHECK(files[2].name == "gale");
        CHECK(files[2].group == "zone");
    }

    TEST_CASE("a choice that leads nowhere is not replaced by another folder") {
        setenv("WEFT_DATA", "/no/such/folder", 1);
        CHECK_FALSE(data_folder());
        CHECK(data_names(data::library).empty());
        unsetenv("WEFT_DATA");
    }

    TEST_CASE("a build tree uses the data of its sources") {
        CHECK(data_folder() == SOURCE_ROOT "/scenarios");
        CHECK_FALSE(find_data(data::library, "first_steps").empty());
        CHECK_FALSE(find_data(data::profiles, "istio").empty());
    }
}

}  // namespace data_folder_test
