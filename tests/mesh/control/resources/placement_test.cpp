#include "mesh/control/resources/placement.hpp"

#include <doctest/doctest.h>

namespace placement_test {

using weft::mesh::control::LabelRule;
using weft::mesh::control::Labels;
using weft::mesh::control::matches;
using Operator = LabelRule::Operator;

namespace {

const Labels labels{{"app", "web"}, {"cores", "8"}};

bool holds(const std::string& key, Operator is, const std::vector<std::string>& values = {}) {
    return matches({{.key = key, .is = is, .values = values}}, labels);
}

}  // namespace

TEST_SUITE("label rules") {
    TEST_CASE("each operator says what it says") {
        CHECK(holds("app", Operator::in, {"api", "web"}));
        CHECK_FALSE(holds("app", Operator::in, {"api"}));
        CHECK_FALSE(holds("tier", Operator::in, {"web"}));
        CHECK(holds("app", Operator::not_in, {"api"}));
        CHECK(holds("tier", Operator::not_in, {"api"}));
        CHECK_FALSE(holds("app", Operator::not_in, {"web"}));
        CHECK(holds("app", Operator::exists));
        CHECK_FALSE(holds("tier", Operator::exists));
        CHECK(holds("tier", Operator::does_not_exist));
        CHECK_FALSE(holds("app", Operator::does_not_exist));
    }

    TEST_CASE("numbers are compared as numbers, and texts with none") {
        CHECK(holds("cores", Operator::greater, {"7"}));
        CHECK_FALSE(holds("cores", Operator::greater, {"8"}));
        CHECK(holds("cores", Operator::less, {"16"}));
        CHECK_FALSE(holds("cores", Operator::less, {"8"}));
        CHECK_FALSE(holds("app", Operator::greater, {"1"}));
        CHECK_FALSE(holds("tier", Operator::less, {"1"}));
    }

    TEST_CASE("all rules must hold, and none hold for everything") {
        CHECK(matches({}, labels));
        CHECK_FALSE(matches({{.key = "app"}, {.key = "tier"}}, labels));
    }
}

}  // namespace placement_test
