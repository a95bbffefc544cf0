#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/fault_preset.hpp"
#include "tests/folder.hpp"
#include "tests/scenarios/schema/validating.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <valijson/schema.hpp>

namespace fault_schema_test {

namespace {

using namespace weft;

const valijson::Schema& fault_schema() {
    static const auto schema = tests::schema_of("scenarios/schema/fault.schema.json");
    return *schema;
}

constexpr const char* head = R"(apiVersion: weft/v1
kind: Fault
about: one that fails
)";

}  // namespace

TEST_SUITE("fault schema") {
    TEST_CASE("every preset is valid") {
        const auto names = scenarios::data_names(scenarios::data::faults);
        CHECK(names.size() >= 30);
        for (const std::string& name : names) {
            CAPTURE(name);
            const std::string text = tests::content_of("scenarios/faults/" + name + ".yaml");
            CHECK(tests::complaints(fault_schema(), text) == "");
        }
    }

    TEST_CASE("what the reader refuses by its shape, the schema refuses, too") {
        const tests::Folder folder;
        const std::string good = std::string{head} + "faults: [{fault: crash}]\n";
        CHECK(tests::complaints(fault_schema(), good) == "");
        for (const std::string& text :
             {std::string{head}, std::string{head} + "faults: []\n", good + "fault: crash\n",
              good + "parameters: {rate: {default: 1%}}\n",
              good + "parameters: {rate: {defualt: 1%, about: a rate}}\n",
              std::string{"apiVersion: weft/v1\nkind: Fault\nfaults: [{fault: crash}]\n"},
              std::string{"apiVersion: weft/v2\nkind: Fault\nabout: a\nfaults: [{fault: crash}]\n"},
              std::string{
                  "apiVersion: weft/v1\nkind: Faults\nabout: a\nfaults: [{fault: crash}]\n"}}) {
            CAPTURE(text);
            CHECK(tests::complaints(fault_schema(), text) != "");
            scenarios::Diagnostics diagnostics;
            const std::filesystem::path file = folder.write("preset.yaml", text);
            CHECK_FALSE(scenarios::read_fault_preset(file, diagnostics));
        }
    }
}

}  // namespace fault_schema_test
