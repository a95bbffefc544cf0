#include "scenarios/read/yaml_file.hpp"

#include "tests/folder.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace yaml_file_test {

namespace {

using namespace weft::scenarios;
namespace fs = std::filesystem;

struct Parsed {
    std::vector<YAML::Node> documents;
    std::vector<std::string> messages;
};

Parsed parsed(const std::string& text, const YamlLimits& limits = {}) {
    Diagnostics diagnostics;
    Parsed result{parse_yaml(text, "a.yaml", diagnostics, limits), {}};
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        result.messages.push_back(to_text(diagnostic));
    }
    return result;
}

/// The only message about a text that must be refused.
std::string refusal(const std::string& text, const YamlLimits& limits = {}) {
    const Parsed result = parsed(text, limits);
    CHECK(result.documents.empty());
    REQUIRE(result.messages.size() == 1);
    return result.messages.front();
}

std::string refusal_of_file(const fs::path& file) {
    Diagnostics diagnostics;
    CHECK(load_yaml(file, diagnostics).empty());
    REQUIRE(diagnostics.all().size() == 1);
    return to_text(diagnostics.all().front());
}

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += part;
    return text;
}

}  // namespace

TEST_SUITE("YAML file") {
    TEST_CASE("its documents are read in order, and empty ones are left out") {
        const Parsed result = parsed("---\n---\na: 1\n---\n# nothing\n---\nb: 2\n");
        CHECK(result.messages.empty());
        REQUIRE(result.documents.size() == 2);
        CHECK(result.documents[1]["b"].Scalar() == "2");
    }

    TEST_CASE("broken YAML is reported where it breaks, lines and columns from 1") {
        CHECK(refusal("a: 1\nb: [1, 2\nc: }\n").starts_with("a.yaml:3:2: error: not valid YAML: "));
        CHECK(refusal("a: \"no end\n") ==
              "a.yaml:2:1: error: not valid YAML: a quote is not closed");
        CHECK(refusal("a: 'no end") == "a.yaml:2:1: error: not valid YAML: a quote is not closed");
        CHECK(refusal("a: *nobody\n").starts_with("a.yaml:1:4: error: not valid YAML: "));
        CHECK(refusal("%YAML 9.9\n---\na: 1\n").starts_with("a.yaml:1:1: error: not valid YAML: "));
    }

    TEST_CASE("an empty file is an error") {
        CHECK(refusal("") == "a.yaml: error: is empty");
        CHECK(refusal("# only a comment\n---\n") == "a.yaml: error: is empty");
    }

    TEST_CASE("ten megabytes of brackets are refused in well under a second") {
        const weft::tests::Folder folder;
        const fs::path file = folder.write("deep.yaml", repeated("[", 10'000'000));
        const std::string brackets = repeated("[", 8'000'000);
        const std::clock_t begin = std::clock();  // Of the processor: other work does not count.
        CHECK(refusal_of_file(file).ends_with("error: too large: at most 8388608 bytes are read"));
        CHECK(refusal(brackets) == "a.yaml:1:65: error: nested too deep (at most 64 levels)");
        CHECK(std::clock() - begin < CLOCKS_PER_SEC / 2);
    }

    TEST_CASE("nesting is counted to the last level on both sides of the limit") {
        const YamlLimits limits{.depth = 3};
        CHECK(parsed("[[[1]]]", limits).messages.empty());
        CHECK(refusal("[[[[1]]]]", limits).starts_with("a.yaml:1:4: "));
        CHECK(parsed("- - - 1", limits).messages.empty());
        CHECK(refusal("- - - - 1", limits).starts_with("a.yaml:1:9: "));
        CHECK(parsed("a:\n b:\n  c: 1", limits).messages.empty());
        CHECK(refusal("a:\n b:\n  c:\n   d: 1", limits).starts_with("a.yaml:4:4: "));
        CHECK(refusal("a:\n b: [[1]]", limits).starts_with("a.yaml:"));
    }

    TEST_CASE("depth by indentation, dashes or question marks alone is refused, too") {
        std::string indented;
        for (std::size_t i = 0; i < 2000; ++i)
            indented += repeated(" ", i) + "a:\n";
        CHECK(refusal(indented).starts_with("a.yaml:66:66: "));
        CHECK(refusal(repeated("- ", 1'000'000)).starts_with("a.yaml:1:131: "));
        CHECK(refusal(repeated("? ", 1'000'000)).starts_with("a.yaml:1:131: "));
    }

    TEST_CASE("more values than memory should hold are refused before they are parsed") {
        CHECK(refusal("[" + repeated("1,", 3'000'000) + "1]")
                  .ends_with("too many values to be read"));
        CHECK(refusal(repeated("- 1\n", 1'500'000)).ends_with("too many values to be read"));
        const YamlLimits limits{.nodes = 20};
        CHECK(parsed("[" + repeated("1,", 10) + "1]", limits).messages.empty());
        CHECK(refusal("[" + repeated("1,", 11) + "1]", limits).ends_with("to be read"));
    }

    TEST_CASE("brackets and indentation inside text do not count") {
        const YamlLimits limits{.depth = 4};
        const std::string open = repeated("[{", 40);
        for (const std::string& text :
             {"a: \"" + open + "\"", "a: '" + open + "'", "a: |\n  " + open + "\n   " + open,
              "a: >-  # text\n" + repeated(" ", 9) + open, "# " + open + "\na: 1 # " + open,
              "a: it's " + open, "- |2+\n   " + open + "\n- b", "a: !!str '" + open + "'",
              "a: f" + open, "a: \"x\n  " + open + "\"\nb: 1"}) {
            CAPTURE(text);
            CHECK(parsed(text, limits).messages.empty());
        }
        CHECK(refusal("a: |\n  text\nb: [[[[[[1]]]]]]", limits).starts_with("a.yaml:3:8: "));
        CHECK(refusal("a: 'text'\nb: [[[[[[1]]]]]]", limits).starts_with("a.yaml:2:8: "));
    }

    TEST_CASE("an alias bomb is refused") {
        std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int level = 1; level < 30; ++level) {
            const std::string below = "*a" + std::to_string(level - 1);
            const std::string name = "a" + std::to_string(level);
            bomb += name + ": &" + name + " [" + below + ", " + below + ", " + below + "]\n";
        }
        CHECK(refusal(bomb) ==
              "a.yaml:1:1: error: holds too many values once its aliases are followed (at most "
              "2000000)");
    }

    TEST_CASE("an alias that is used a few times is as good as its text") {
        const Parsed result = parsed("a: &a {x: 1}\nb: [*a, *a]\n");
        CHECK(result.messages.empty());
        CHECK(result.documents.front()["b"][1]["x"].Scalar() == "1");
    }

    TEST_CASE("a chain of aliases counts as deep as it is when followed") {
        std::string chain = "a0: &a0 [x]\n";
        for (int level = 1; level < 80; ++level) {
            const std::string name = "a" + std::to_string(level);
            chain += name + ": &" + name + " [*a" + std::to_string(level - 1) + "]\n";
        }
        const Parsed result = parsed(chain);
        CHECK(result.documents.empty());
        CHECK(result.messages.front().find("nested too deep") != std::string::npos);
    }

    TEST_CASE("an alias that leads back to itself is refused") {
        CHECK(refusal("a: &a [1, *a]\n") ==
              "a.yaml:1:4: error: an alias leads back to what it is part of");
        CHECK(refusal("&top\na: {b: {c: *top}}\n").ends_with("leads back to what it is part of"));
    }

    TEST_CASE("duplicate keys are reported where they are repeated, wherever they are") {
        const Parsed result = parsed("a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n");
        CHECK(result.documents.empty());
        CHECK(result.messages == std::vector<std::string>{"a.yaml:2:17: error: duplicate key 'c'",
                                                          "a.yaml:3:1: error: duplicate key 'a'"});
    }

    TEST_CASE("a key that is no plain text is refused") {
        CHECK(refusal("[a, b]: 1\n").ends_with("a key must be plain text"));
    }

    TEST_CASE("a file that is missing, a folder or unreadable is said to be so") {
        const weft::tests::Folder folder;
        CHECK(refusal_of_file(folder.path() / "none.yaml")
                  .ends_with("none.yaml: error: no such file"));
        CHECK(refusal_of_file(folder.path()).ends_with(": error: is a folder, not a file"));
        fs::create_symlink("loop.yaml", folder.path() / "loop.yaml");
        CHECK(refusal_of_file(folder.path() / "loop.yaml").find("cannot be read: ") !=
              std::string::npos);
    }

    TEST_CASE("binary garbage is refused at its first byte") {
        CHECK(
            refusal(std::string{"a: 1\nb: \0\1", 9}).starts_with("a.yaml:2:4: error: not a text"));
        CHECK(refusal("a: \xff\xfe").starts_with("a.yaml:1:4: error: not a text"));
        CHECK(refusal("a: \xc0\xaf").starts_with("a.yaml:1:4: error: not a text"));
        CHECK(refusal("a: \xed\xa0\x80").starts_with("a.yaml:1:4: error: not a text"));
        CHECK(parsed("a: \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80").messages.empty());
    }
}

}  // namespace yaml_file_test
