// Several files of one program are compiled as one, which halves the time of a build. So what a
// file keeps to itself must have a name of its own.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <re2/re2.h>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace one_unit_test {
namespace {

namespace fs = std::filesystem;

/// The .cpp files below a folder, in order of their paths.
std::vector<fs::path> files_below(const std::string& folder) {
    std::vector<fs::path> found;
    const fs::path root = fs::path{SOURCE_ROOT} / folder;
    if (!fs::exists(root)) return found;
    for (const auto& entry : fs::recursive_directory_iterator{root}) {
        if (entry.path().extension() == ".cpp") found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

/// Functions, types and constants that stand in unnamed namespaces of a text, each behind the
/// namespace around it.
std::set<std::string> hidden_names(std::istream& text) {
    static const RE2 space{R"(^namespace ([\w:]+) \{)"};
    static const RE2 function{R"(^[A-Za-z_][\w:<>,&* ]*[ &*>](\w+)\()"};
    static const RE2 type{R"(^(?:struct|class|enum class) (\w+))"};
    static const RE2 constant{R"(^(?:constexpr|const) [\w:<>, ]*[ &*>](\w+)(?: =|\{))"};
    std::set<std::string> names;
    bool is_hidden = false;
    std::string around;
    std::string line;
    while (std::getline(text, line)) {
        RE2::PartialMatch(line, space, &around);
        if (line == "namespace {") is_hidden = true;
        if (line == "}  // namespace") is_hidden = false;
        std::string name;
        if (is_hidden &&
            (RE2::PartialMatch(line, type, &name) || RE2::PartialMatch(line, function, &name) ||
             RE2::PartialMatch(line, constant, &name))) {
            names.insert(around + "::" + name);
        }
    }
    return names;
}

}  // namespace

TEST_SUITE("files that are compiled as one") {
    TEST_CASE("what a file of a library keeps to itself has a name of its own") {
        for (const std::string folder : {"mesh", "sim", "reports", "scenarios", "gui"}) {
            std::map<std::string, std::string> file_of;
            for (const fs::path& path : files_below(folder)) {
                std::ifstream text{path};
                for (const std::string& name : hidden_names(text)) {
                    const auto [known, is_new] = file_of.try_emplace(name, path.string());
                    CHECK_MESSAGE(is_new, path.string(), ": ", name, " stands in ", known->second,
                                  ", too: share it, or give it a name of its own");
                }
            }
        }
    }

    TEST_CASE("names are found in unnamed namespaces alone") {
        std::istringstream text{
            "namespace a {\nnamespace {\nconstexpr int most = 3;\nstd::string text_of(int a) {\n"
            "    call(a);\nstruct Pair {\n}  // namespace\nint shown() {\n"};
        CHECK(hidden_names(text) == std::set<std::string>{"a::Pair", "a::most", "a::text_of"});
    }

    TEST_CASE("each test has the namespace of its file") {
        for (const std::string folder :
             {"contract", "golden", "house", "mesh", "reports", "scenarios", "sim"}) {
            std::set<std::string> namespaces;
            for (const fs::path& path : files_below("tests/" + folder)) {
                std::ostringstream text;
                text << std::ifstream{path}.rdbuf();
                std::string name;
                const RE2 named{R"((?m)^namespace (?:[a-z:]+::)?((?:\w+_)?)" +
                                path.stem().string() + R"() \{$)"};
                const bool has_namespace = RE2::PartialMatch(text.str(), named, &name);
                CHECK_MESSAGE(has_namespace, path.string(), " has no namespace of its name");
                CHECK_MESSAGE(namespaces.insert(name).second, path.string(), ": ", name,
                              " is taken by another test");
            }
        }
    }
}

}  // namespace one_unit_test
