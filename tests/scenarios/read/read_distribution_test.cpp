#include "scenarios/read/read_distribution.hpp"

#include "scenarios/read/yaml_file.hpp"

#include <doctest/doctest.h>

namespace read_distribution_test {

namespace {

using namespace weft;
using namespace weft::scenarios;
using namespace std::chrono_literals;
using Law = sim::Distribution::Law;

std::string trouble(std::string_view text) {
    const auto law = parse_distribution(text);
    return law ? "none" : law.error();
}

}  // namespace

TEST_SUITE("distribution") {
    TEST_CASE("each law is read from its text, the mean first") {
        CHECK(parse_distribution("5ms")->mean == 5ms);
        CHECK(parse_distribution("constant 5ms")->law == Law::constant);
        CHECK(parse_distribution("exponential 4ms")->law == Law::exponential);
        CHECK(parse_distribution("lognormal 6ms scv 2")->scv == 2);
        const auto pareto = parse_distribution("bounded_pareto 5ms longest 1s alpha 1.5");
        CHECK(pareto->alpha == 1.5);
        CHECK(pareto->longest == 1s);
        const auto bimodal = parse_distribution("bimodal 2ms long 50ms share 5%");
        CHECK(bimodal->longest == 50ms);
        CHECK(bimodal->long_share == doctest::Approx(0.05));
    }

    TEST_CASE("what no draw can be made from is refused") {
        CHECK(trouble("0s") == "none");
        CHECK(trouble("exponential 0s") == "the mean must be above 0");
        CHECK(trouble("bounded_pareto 5ms alpha 1.5 longest 5ms") ==
              "longest must be more than the mean");
        CHECK(trouble("bounded_pareto 5ms alpha 1.5 longest 5000001ns") == "none");
        CHECK(trouble("bounded_pareto 1us alpha 0.001 longest 1h").starts_with("no such law has"));
        CHECK(trouble("bounded_pareto 5ms alpha 0 longest 1s").starts_with("alpha must be"));
        CHECK(trouble("lognormal 5ms scv 0").starts_with("scv must be"));
        CHECK(trouble("bimodal 2ms long 0s share 5%") == "long must be above 0");
        CHECK(trouble("bimodal 2ms long 5ms share 101%").starts_with("share must be"));
    }

    TEST_CASE("what is missing, unknown or too much is named") {
        CHECK(trouble("") == "is empty");
        CHECK(trouble("exponental 4ms") == "unknown law 'exponental'; did you mean 'exponential'?");
        CHECK(trouble("exponential") == "exponential needs its mean, such as 5ms");
        CHECK(trouble("exponential 4").starts_with("the mean must be a duration"));
        CHECK(trouble("lognormal 4ms") == "lognormal needs scv");
        CHECK(trouble("lognormal 4ms scv") == "scv has no value");
        CHECK(trouble("lognormal 4ms scv 2 scv 3") == "lognormal has no 'scv' here");
        CHECK(trouble("-5ms").starts_with("the mean must be a duration"));
    }

    TEST_CASE("an empirical law is a list of values and weights") {
        Diagnostics diagnostics;
        YamlMap map{parse_yaml("t: {empirical: [{value: 1ms, weight: 3}, {value: 2ms}]}\n"
                               "u: {empirical: [{value: 1ms, weight: 0}]}\n",
                               "a.yaml", diagnostics)
                        .front(),
                    "a.yaml", diagnostics};
        const sim::Distribution law = read_distribution(map, "t", {});
        CHECK(law.law == Law::empirical);
        CHECK(law.values == std::vector<mesh::Duration>{1ms, 2ms});
        CHECK(law.weights == std::vector<double>{3, 1});
        CHECK(diagnostics.all().empty());
        read_distribution(map, "u", {});
        REQUIRE(diagnostics.all().size() == 1);
        CHECK(to_text(diagnostics.all().front()) ==
              "a.yaml:2:16: error: empirical must list values whose weights sum to more than 0");
    }
}

}  // namespace read_distribution_test
