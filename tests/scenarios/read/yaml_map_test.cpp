#include "scenarios/read/yaml_map.hpp"

#include "scenarios/read/yaml_file.hpp"

#include <doctest/doctest.h>

namespace yaml_map_test {

namespace {

using namespace weft;
using namespace weft::scenarios;
using namespace std::chrono_literals;

/// A mapping in a text, with what was said while it was read.
struct Sample {
    explicit Sample(const std::string& text)
        : map(parse_yaml(text, "a.yaml", diagnostics).front(), "a.yaml", diagnostics) {}

    std::vector<std::string> messages() const {
        std::vector<std::string> messages;
        for (const Diagnostic& diagnostic : diagnostics.sorted())
            messages.push_back(to_text(diagnostic));
        return messages;
    }

    Diagnostics diagnostics;
    YamlMap map;
};

using Messages = std::vector<std::string>;

}  // namespace

TEST_SUITE("YAML map") {
    TEST_CASE("values are read by their units") {
        Sample sample{
            "{n: 3, x: 0.5, d: 25ms, r: 5%, s: 400/s, b: 1KB, f: true, t: word, c: poisson}"};
        CHECK(sample.map.count("n", {.fallback = 1, .min = 1, .max = 3}) == 3);
        CHECK(sample.map.number("x", {.fallback = 1, .min = 0, .max = 1}) == 0.5);
        CHECK(sample.map.duration("d", {.fallback = 1s, .min = 0s, .max = 1s}) == 25ms);
        CHECK(sample.map.ratio("r", {.fallback = {0}, .min = {0}, .max = {1'000'000}}).parts ==
              50'000);
        CHECK(sample.map.rate("s", {.fallback = 1, .min = 0, .max = 1e9}) == 400);
        CHECK(sample.map.size("b", 0) == 1000);
        CHECK(sample.map.flag("f", false));
        CHECK(sample.map.text("t") == "word");
        const std::string_view words[] = {"poisson", "constant"};
        CHECK(sample.map.choice("c", "constant", words) == "poisson");
        sample.map.reject_unknown_keys();
        CHECK(sample.messages().empty());
    }

    TEST_CASE("what is absent takes its fallback without a word") {
        Sample sample{"{a: 1}"};
        CHECK(sample.map.count("n", {.fallback = 7, .min = 1, .max = 9}) == 7);
        CHECK(sample.map.text("t", "word") == "word");
        CHECK_FALSE(sample.map.map("m"));
        CHECK(sample.map.texts("list").empty());
        CHECK(sample.messages().empty());
    }

    TEST_CASE("every wrong value is reported at its place, and its fallback is taken") {
        Sample sample{"a: 10\nb: -5ms\nc: 5\nd: 11m\ne: [1]\nf: yes\ng: 400\nh: 120%\n"};
        CHECK(sample.map.count("a", {.fallback = 1, .min = 1, .max = 9}) == 1);
        CHECK(sample.map.duration("b", {.fallback = 1s, .min = 0s, .max = 10min}) == 1s);
        CHECK(sample.map.duration("c", {.fallback = 1s, .min = 0s, .max = 10min}) == 1s);
        CHECK(sample.map.duration("d", {.fallback = 1s, .min = 0s, .max = 10min}) == 1s);
        CHECK(sample.map.text("e", "x") == "x");
        CHECK_FALSE(sample.map.flag("f", false));
        CHECK(sample.map.rate("g", {.fallback = 2, .min = 0, .max = 1e9}) == 2);
        CHECK(sample.map.ratio("h", {.fallback = {5}, .min = {0}, .max = {1'000'000}}).parts == 5);
        const Messages messages = sample.messages();
        REQUIRE(messages.size() == 8);
        CHECK(messages[0] == "a.yaml:1:4: error: a must be between 1 and 9");
        CHECK(messages[1] ==
              "a.yaml:2:4: error: b must be a duration with its unit, such as 25ms or 2s");
        CHECK(messages[4] == "a.yaml:5:4: error: e must be plain text");
        CHECK(messages[5] == "a.yaml:6:4: error: f must be true or false");
    }

    TEST_CASE("the last value of a range is accepted and the next is not") {
        Sample sample{"{low: 2, high: 8, under: 1, over: 9}"};
        const mesh::Rule<std::uint32_t> rule{.fallback = 5, .min = 2, .max = 8};
        CHECK(sample.map.count("low", rule) == 2);
        CHECK(sample.map.count("high", rule) == 8);
        CHECK(sample.messages().empty());
        CHECK(sample.map.count("under", rule) == 5);
        CHECK(sample.map.count("over", rule) == 5);
        CHECK(sample.messages().size() == 2);
    }

    TEST_CASE("an unknown key is an error that says what may have been meant") {
        Sample sample{"base: 25ms\nmaxx: 2s\nwhatever: 1\n"};
        sample.map.node("base");
        sample.map.node("max");
        sample.map.reject_unknown_keys();
        CHECK(sample.messages() ==
              Messages{"a.yaml:2:1: error: unknown key 'maxx'; did you mean 'max'?",
                       "a.yaml:3:1: error: unknown key 'whatever'"});
    }

    TEST_CASE("a key that a manifest's reader does not honour is a warning that names it") {
        Sample sample{"a: 1\nb: 2\n"};
        sample.map.node("a");
        sample.map.warn_of_unknown_keys("Service spec");
        CHECK(sample.messages() == Messages{"a.yaml:2:1: warning: Service spec.b is not honoured"});
    }

    TEST_CASE(
        "of one that is nearly known it says what may have been meant, if that is not there") {
        Sample sample{"trafficPolcy: 1\ningress: 2\nsubsetss: 3\nsubsets: 4\n"};
        for (const char* const key : {"trafficPolicy", "egress", "subsets"})
            sample.map.node(key);
        sample.map.warn_of_unknown_keys("");
        CHECK(sample.messages() ==
              Messages{"a.yaml:1:1: warning: trafficPolcy is not honoured; did you mean "
                       "'trafficPolicy'?",
                       "a.yaml:2:1: warning: ingress is not honoured",
                       "a.yaml:3:1: warning: subsetss is not honoured"});
    }

    TEST_CASE("copies share what is known") {
        Sample sample{"a: 1\n"};
        YamlMap copy = sample.map;
        copy.text("a");
        sample.map.reject_unknown_keys();
        CHECK(sample.messages().empty());
    }

    TEST_CASE("reading does not change the tree") {
        Sample sample{"a: 1\n"};
        sample.map.node("b");
        CHECK_FALSE(sample.map.has("b"));
        CHECK(sample.map.has("a"));
    }

    TEST_CASE("a required text that is missing is reported at the map") {
        Sample sample{"a: {x: 1}\n"};
        auto inner = sample.map.map("a");
        REQUIRE(inner);
        CHECK(inner->required_text("name").empty());
        CHECK(sample.messages() == Messages{"a.yaml:1:4: error: name is missing"});
    }

    TEST_CASE("lists, maps and entries of the wrong shape are reported") {
        Sample sample{"list: 5\nmap: [1]\ntexts: [a, [b]]\n"};
        int seen = 0;
        sample.map.each("list", [&](const YAML::Node&) { ++seen; });
        CHECK_FALSE(sample.map.map("map"));
        CHECK(sample.map.texts("texts") == std::vector<std::string>{"a"});
        CHECK(seen == 0);
        CHECK(sample.messages() ==
              Messages{"a.yaml:1:7: error: list must be a list",
                       "a.yaml:2:6: error: map must be a mapping of keys to values",
                       "a.yaml:3:12: error: every element of texts must be plain text"});
    }

    TEST_CASE("a node that is no mapping is reported and reads as empty") {
        Diagnostics diagnostics;
        YamlMap map{YAML::Node{"text"}, "a.yaml", diagnostics};
        CHECK(map.text("a", "x") == "x");
        CHECK(diagnostics.all().size() == 1);
    }

    TEST_CASE("entries come in the order written, with the place of their names") {
        Sample sample{"b: 1\na: 2\n"};
        std::string order;
        sample.map.entries([&](const std::string& name, const Place& place, const YAML::Node&) {
            order += name + std::to_string(place.line);
        });
        CHECK(order == "b1a2");
    }
}

}  // namespace yaml_map_test
