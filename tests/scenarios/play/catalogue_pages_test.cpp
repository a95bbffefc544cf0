// The pages name every fault, preset, balancer and arrival process with its parameters.
#include "scenarios/model/kinds.hpp"
#include "scenarios/play/asked_settings.hpp"
#include "scenarios/play/fault_catalogue.hpp"
#include "tests/pages.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace catalogue_pages_test {

namespace {

using namespace weft;

std::string page(const std::string& name) {
    return tests::text_of(std::filesystem::path{SOURCE_ROOT} / "docs" / name);
}

std::string quoted(const std::string& name) {
    return "`" + name + "`";
}

/// The first row of a table of the page whose first cell is about this name; "" if there is none.
std::string row_of(const std::string& text, const std::string& name) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("| `")) continue;
        if (line.substr(0, line.find(" |")).find(quoted(name)) != std::string::npos) return line;
    }
    return "";
}

}  // namespace

TEST_SUITE("pages of what scenarios can name") {
    TEST_CASE("a row is found by its first cell, which may have several names") {
        const std::string table = "| `a`, `b` | `c` |\n| `c` | 1 |\n";
        CHECK(row_of(table, "b") == "| `a`, `b` | `c` |");
        CHECK(row_of(table, "c") == "| `c` | 1 |");
        CHECK(row_of(table, "d").empty());
    }

    TEST_CASE("faults.md has every fault with its parameters, and the defaults of presets") {
        const std::string text = page("faults.md");
        for (const scenarios::KnownFault& fault :
             scenarios::known_faults(scenarios::built_in_kinds().faults)) {
            CAPTURE(fault.name);
            const std::string row = row_of(text, fault.name);
            CHECK_FALSE(row.empty());
            for (const scenarios::FaultParameter& parameter : fault.parameters) {
                CAPTURE(parameter.name);
                std::string expected = quoted(parameter.name);
                if (!fault.file.empty() && !parameter.fallback.empty())
                    expected += " [" + parameter.fallback + "]";
                CHECK(row.find(expected) != std::string::npos);
            }
        }
    }

    TEST_CASE("scenario-format.md has every balancer with its parameters") {
        const std::string text = page("scenario-format.md");
        const std::size_t begin = text.find("| balancer |");
        REQUIRE(begin != std::string::npos);
        const std::string section =
            text.substr(begin, text.find("`detect_degraded:", begin) - begin);
        const scenarios::Kinds kinds = scenarios::built_in_kinds();
        for (const auto& [name, kind] : kinds.balancers.kinds()) {
            CAPTURE(name);
            CHECK_FALSE(row_of(section, name).empty());
            scenarios::AskedSettings settings;
            static_cast<void>(kind.make(settings, 1));
            for (const auto& asked : std::move(settings).asked()) {
                CAPTURE(asked.name);
                CHECK(section.find(quoted(asked.name)) != std::string::npos);
            }
        }
    }

    TEST_CASE("scenario-format.md has every arrival process") {
        const std::string text = page("scenario-format.md");
        const std::string section = text.substr(text.find("| `arrivals` | requests come |"));
        for (const std::string& name : scenarios::names_of(scenarios::built_in_kinds().arrivals)) {
            CAPTURE(name);
            CHECK_FALSE(row_of(section, name).empty());
        }
    }
}

}  // namespace catalogue_pages_test
