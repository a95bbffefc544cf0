// What was agreed on once is checked for ever. A rule is one entry: where, what, and why.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <re2/re2.h>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace house_rules_test {

namespace {

namespace fs = std::filesystem;

struct HouseRule {
    std::vector<std::string> where;   ///< Folders or files, from the root.
    std::vector<std::string> except;  ///< The same, where it does not hold.
    std::string forbidden;            ///< In a line without its comment.
    std::string example;              ///< A line that breaks it.
    std::string why;
};

const std::string threads =
    R"(#include <(thread|mutex|shared_mutex|future|atomic|condition_variable|semaphore|latch|barrier|stop_token)>)";
const std::string files_and_streams =
    R"(#include <(fstream|iostream|filesystem|cstdio|stdio\.h|unistd\.h|fcntl\.h|sys/\w+\.h)>)";

const std::vector<HouseRule> house_rules{
    // Layers: mesh <- sim <- reports <- scenarios <- gui.
    {{"mesh"},
     {},
     R"(#include "(sim|reports|scenarios|gui|tests)/)",
     R"(#include "sim/engine/event.hpp")",
     "mesh/ is the lowest layer"},
    {{"sim"},
     {},
     R"(#include "(reports|scenarios|gui|tests)/)",
     R"(#include "reports/store/run.hpp")",
     "sim/ knows mesh/ only"},
    {{"reports"},
     {},
     R"(#include "(scenarios|gui|tests)/)",
     R"(#include "scenarios/model/scenario.hpp")",
     "reports/ knows sim/ and mesh/ only"},
    {{"scenarios"},
     {},
     R"(#include "(gui|tests)/)",
     R"(#include "gui/models/endpoint_table_model.hpp")",
     "scenarios/ has no GUI"},
    {{"gui"},
     {},
     R"(#include "tests/)",
     R"(#include "tests/gui/small_mesh.hpp")",
     "tests use the GUI, never the other way round"},
    {{"scenarios", "gui"},
     {"scenarios/cli", "scenarios/serve"},
     R"(#include "scenarios/(cli|serve)/)",
     R"(#include "scenarios/cli/exit_code.hpp")",
     "cli/ and serve/ are the program, no part of the library"},

    // Who may know what.
    {{"mesh", "sim", "reports", "gui"},
     {},
     R"(#include <yaml-cpp|YAML::)",
     "YAML::Node node;",
     "only scenarios/ knows YAML"},
    {{"mesh", "sim", "reports", "scenarios", "gui"},
     {"reports/store"},
     "#include <(SQLiteCpp|sqlite3)",
     "#include <SQLiteCpp/SQLiteCpp.h>",
     "only reports/store/ knows SQL"},
    {{"mesh", "sim", "reports", "scenarios"},
     {},
     "#include <Q",
     "#include <QWidget>",
     "only gui/ knows Qt"},
    {{"gui/source"},
     {},
     "#include <Q",
     "#include <QString>",
     "what is shown are plain values; picture/ and window/ show them"},
    {{"mesh", "sim", "reports", "scenarios"},
     {"reports/store", "scenarios/play", "scenarios/study", "scenarios/serve"},
     threads + R"(|\bthread_local\b)",
     "#include <mutex>",
     "threads belong to the run file's writer, to parallel runs, to the HTTP API and to the GUI"},
    {{"mesh", "sim"},
     {},
     files_and_streams,
     "#include <fstream>",
     "mesh/ and sim/ decide and simulate; they do no input or output"},
    {{"scenarios"},
     {"scenarios/cli"},
     "#include <CLI/",
     "#include <CLI/CLI.hpp>",
     "only scenarios/cli/ knows command lines"},
    {{"mesh", "sim", "reports", "scenarios", "gui"},
     {"scenarios/cli", "scenarios/play/interrupt.hpp", "scenarios/play/interrupt.cpp",
      "gui/program"},
     R"(\bInterrupt\b|\bsigaction\b|\bstd::signal\()",
     "const Interrupt interrupt;",
     "only a program decides what becomes of signals: who plays a run may be a part of another"},

    // Runs repeat, to the last bit.
    {{"mesh", "sim"},
     {},
     R"(\w+_clock::now|\bstd::time\(|\btime\((nullptr|NULL|0)\)|gettimeofday|clock_gettime|sleep_for)",
     "const auto now = std::chrono::steady_clock::now();",
     "time is given, as `now`"},
    {{"mesh", "sim"},
     {"mesh/balance/bounded_loads.cpp"},  // Its shuffle is a function of the request's hash.
     R"(random_device|\bs?rand\(|#include <random>|std::mt19937)",
     "const int face = rand() % 6;",
     "chance is given, as Draws"},
    {{"mesh", "sim"},
     {},
     R"(\bunordered_|std::hash<)",
     "std::unordered_map<int, int> by_id;",
     "no hash order may reach a result: std::map or a sorted vector"},
    {{"mesh", "sim"},
     {},
     R"(std::set<(const )?[\w:]+ ?\*>|std::map<(const )?[\w:]+ ?\*, *[^,]*>)",
     "std::map<const Route*, int> hits;",
     "no order of addresses may reach a result: give an order by name or id"},
    {{"mesh", "sim"},
     {"mesh/base/math.hpp", "mesh/base/math.cpp"},
     R"(std::(log|log2|log10|log1p|exp|exp2|expm1|pow|cbrt|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|)"
     R"(tanh|erf|erfc|lgamma|tgamma|hypot|fma)\b)",
     "const double gap = -std::log(unit);",
     "libm differs by processor: mesh/base/math.hpp"},
    {{"mesh", "sim"},
     {},
     R"(\bgetenv\()",
     R"(if (std::getenv("WEFT_DEBUG")) trace();)",
     "results depend on what is passed in alone"},
};

const std::vector<std::string> source_folders{"mesh",      "sim", "reports",
                                              "scenarios", "gui", "tests"};
constexpr std::size_t most_lines = 400;

/// Marks that promise work instead of doing it. Comments are searched, too.
const std::string unfinished = R"(\b(TO)"
                               R"(DO|FIX)"
                               R"(ME|XX)"
                               R"(X)\b)";
const std::vector<std::string> empty_names{"util",     "utils",  "common",  "misc",   "manager",
                                           "managers", "helper", "helpers", "shared", "core"};

std::string without_comment(std::string_view line) {
    // The two slashes of an address ("http://…") are no comment.
    std::size_t slashes = line.find("//");
    while (slashes != std::string_view::npos && slashes > 0 && line[slashes - 1] == ':') {
        slashes = line.find("//", slashes + 2);
    }
    return std::string{line.substr(0, slashes)};
}

/// Numbers of the lines that hold the pattern, counted from 1.
std::vector<int> lines_with(const RE2& pattern, const std::string& text, bool in_comments) {
    std::vector<int> found;
    std::istringstream lines{text};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const std::string searched = in_comments ? line : without_comment(line);
        if (RE2::PartialMatch(searched, pattern)) found.push_back(number);
    }
    return found;
}

bool is_source(const fs::path& path) {
    return path.extension() == ".cpp" || path.extension() == ".hpp";
}

/// Whether `path` is `place` or lies below it; both from the root.
bool lies_in(const std::string& path, const std::string& place) {
    return path == place || path.starts_with(place + '/');
}

struct SourceFile {
    std::string path;  ///< From the root.
    std::string text;
};

/// All sources, in order of their paths.
const std::vector<SourceFile>& sources() {
    static const std::vector<SourceFile> files = [] {
        std::vector<SourceFile> found;
        for (const std::string& folder : source_folders) {
            const fs::path root = fs::path{SOURCE_ROOT} / folder;
            if (!fs::exists(root)) continue;
            for (const auto& entry : fs::recursive_directory_iterator{root}) {
                if (!entry.is_regular_file() || !is_source(entry.path())) continue;
                std::ostringstream text;
                text << std::ifstream{entry.path()}.rdbuf();
                found.push_back(
                    {entry.path().lexically_relative(SOURCE_ROOT).string(), text.str()});
            }
        }
        std::ranges::sort(found, {}, &SourceFile::path);
        return found;
    }();
    return files;
}

bool holds_in(const HouseRule& rule, const std::string& path) {
    const auto covers = [&](const std::string& place) { return lies_in(path, place); };
    return std::ranges::any_of(rule.where, covers) && std::ranges::none_of(rule.except, covers);
}

}  // namespace

TEST_SUITE("house rules") {
    TEST_CASE("there are sources to check") {
        CHECK(sources().size() > 20);
    }

    TEST_CASE("the sources keep the rules") {
        for (const HouseRule& rule : house_rules) {
            const RE2 forbidden{rule.forbidden};
            for (const SourceFile& file : sources()) {
                if (!holds_in(rule, file.path)) continue;
                for (const int line : lines_with(forbidden, file.text, false)) {
                    FAIL_CHECK(file.path, ":", line, ": ", rule.why);
                }
            }
        }
    }

    TEST_CASE(
        "every rule finds the line that breaks it, and does not mind a comment that names it") {
        for (const HouseRule& rule : house_rules) {
            CAPTURE(rule.why);
            const RE2 forbidden{rule.forbidden};
            REQUIRE(forbidden.ok());
            CHECK(lines_with(forbidden, "int good;\n" + rule.example, false) == std::vector{2});
            CHECK(lines_with(forbidden, "// " + rule.example, false).empty());
        }
    }

    TEST_CASE("a rule holds in its folders, and not in its exceptions") {
        const HouseRule rule{{"sim"}, {"sim/world"}, "", "", ""};
        CHECK(holds_in(rule, "sim/engine/event.hpp"));
        CHECK_FALSE(holds_in(rule, "sim/world/world.hpp"));
        CHECK(holds_in(rule, "sim/worldly.hpp"));
        CHECK_FALSE(holds_in(rule, "simple/event.hpp"));
    }

    TEST_CASE("an address in a text hides nothing") {
        CHECK(without_comment(R"(get("http://a"); rand();  // dice)") ==
              R"(get("http://a"); rand();  )");
    }

    TEST_CASE("nothing is left for later") {
        const RE2 pattern{unfinished};
        CHECK(lines_with(pattern, std::string{"int a;  // TO"} + "DO: b", true) == std::vector{1});
        for (const SourceFile& file : sources()) {
            for (const int line : lines_with(pattern, file.text, true)) {
                FAIL_CHECK(file.path, ":", line, ": do it, or file an issue");
            }
        }
    }

    TEST_CASE("a file is short enough to be read at one sitting") {
        for (const SourceFile& file : sources()) {
            const auto lines = static_cast<std::size_t>(std::ranges::count(file.text, '\n'));
            CHECK_MESSAGE(lines <= most_lines, file.path, " has ", lines,
                          " lines: split it by what it is about");
        }
    }

    TEST_CASE("every header is included once") {
        for (const SourceFile& file : sources()) {
            if (!file.path.ends_with(".hpp")) continue;
            CHECK_MESSAGE(file.text.starts_with("#pragma once\n"), file.path,
                          " begins with no #pragma once");
        }
    }

    TEST_CASE("a name says what is in it") {
        for (const SourceFile& file : sources()) {
            const fs::path path = fs::path{file.path}.replace_extension();
            for (const fs::path& part : path) {
                const bool empty =
                    std::ranges::find(empty_names, part.string()) != empty_names.end();
                CHECK_MESSAGE(!empty, file.path, ": '", part.string(), "' is no noun of the field");
            }
        }
    }
}

}  // namespace house_rules_test
