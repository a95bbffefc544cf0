#include "scenarios/expression/formula.hpp"

#include "scenarios/expression/parse_expression.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace formula_test {

using namespace weft::scenarios;

namespace {

using Values = std::vector<std::optional<double>>;

const std::map<std::string, ResolvedCall> known{{"share", {0, Quantity::share}},
                                                {"time", {1, Quantity::time}},
                                                {"count", {2, Quantity::number}},
                                                {"rate", {3, Quantity::rate}},
                                                {"state", {4, Quantity::truth}}};

/// A share of 25 %, a time of 2 s, a count of 8, a rate of 4/s and a state that came twice.
const Values measured{0.25, 2e9, 8.0, 4.0, 2.0};

struct Compiled {
    std::optional<Formula> formula;
    std::string mistakes;
};

Compiled compiled(const std::string& text) {
    Compiled result;
    const auto read = parse_expression(text);
    REQUIRE(read);
    result.formula = compile(
        *read, [](const WrittenCall& call) { return std::optional{known.at(call.measure.text)}; },
        [&](const ExpressionError& error) {
            result.mistakes += std::to_string(error.position) + ": " + error.message + ";";
        });
    return result;
}

bool holds(const std::string& text, const Values& values = measured) {
    const auto [formula, mistakes] = compiled(text);
    CHECK(mistakes == "");
    REQUIRE(formula);
    return formula->holds(values);
}

std::string mistakes(const std::string& text) {
    const Compiled result = compiled(text);
    CHECK_FALSE(result.formula);
    return result.mistakes;
}

}  // namespace

TEST_SUITE("formulas") {
    TEST_CASE("each comparison is tried on both sides of its bound") {
        CHECK(holds("count() < 9"));
        CHECK_FALSE(holds("count() < 8"));
        CHECK(holds("count() <= 8"));
        CHECK_FALSE(holds("count() <= 7"));
        CHECK(holds("count() > 7"));
        CHECK_FALSE(holds("count() > 8"));
        CHECK(holds("count() >= 8"));
        CHECK_FALSE(holds("count() >= 9"));
        CHECK(holds("count() == 8"));
        CHECK_FALSE(holds("count() == 7"));
        CHECK(holds("count() != 7"));
        CHECK_FALSE(holds("count() != 8"));
    }

    TEST_CASE("quantities are read in their units") {
        CHECK(holds("share() == 25%"));
        CHECK(holds("time() == 2000ms"));
        CHECK(holds("rate() == 240/m"));
        CHECK(holds("2KiB == 2048B"));
        CHECK(holds("-time() == -2s"));
    }

    TEST_CASE("arithmetic keeps units") {
        CHECK(holds("time() * 2 + 1s == 5s"));
        CHECK(holds("time() - 500ms == 1.5s"));
        CHECK(holds("time() / 4s == 0.5"));
        CHECK(holds("share() * 2 == 50%"));
        CHECK(holds("time() * 50% == 1s"));
        CHECK(holds("count() / time() == rate()"));
        CHECK(holds("count() / rate() == time()"));
        CHECK(holds("rate() * time() == count()"));
        CHECK(holds("time() * rate() == count()"));
        CHECK(holds("1 - 2 - 3 == -4"));
        CHECK(holds("8 / 4 / 2 == 1"));
    }

    TEST_CASE("and, or and not join comparisons and states") {
        CHECK(holds("state() and count() == 8"));
        CHECK_FALSE(holds("state()", {0, 0, 0, 0, 0.0}));
        CHECK(holds("not state() or count() == 8"));
        CHECK_FALSE(holds("not (state() or count() == 8)"));
        CHECK(holds("count() == 8 or count() == 7 and count() == 6"));
    }

    TEST_CASE("nothing holds for what is undefined, nor does its contrary") {
        const Values nothing;
        CHECK_FALSE(holds("count() > 1", nothing));
        CHECK_FALSE(holds("not count() > 1", nothing));
        CHECK_FALSE(holds("count() * 0 == 0", nothing));
        CHECK_FALSE(holds("state()", nothing));
        CHECK(holds("count() > 1 or 1 < 2", nothing));
        CHECK(holds("not (count() > 1 and 1 > 2)", nothing));
        CHECK_FALSE(holds("count() > 1 and 1 < 2", nothing));
        const Values zero{0.0, 0.0, 0.0, 0.0, 0.0};
        CHECK_FALSE(holds("8 / count() > 1", zero));
        CHECK_FALSE(holds("8 / count() <= 1", zero));
    }

    TEST_CASE("what has no meaning is a mistake at its sign") {
        CHECK(mistakes("time() > share()") == "7: a time > a share has no meaning;");
        CHECK(mistakes("time() + 1 > 2s") == "7: a time + a number has no meaning;");
        CHECK(mistakes("time() * time() > 2s") == "7: a time * a time has no meaning;");
        CHECK(mistakes("share() / time() > 2") == "8: a share / a time has no meaning;");
        CHECK(mistakes("(count() > 1) == state()") ==
              "14: a comparison == a comparison has no meaning;");
        CHECK(mistakes("count() and state()") == "8: and joins comparisons, and a number is none;");
        CHECK(mistakes("not count() > 1 or not (share())") ==
              "19: not stands before a comparison, and a share is none;");
        CHECK(mistakes("- (count() > 1) and state()") ==
              "0: - stands before a value, not before a comparison;");
    }

    TEST_CASE("a bound that does not fit is a mistake at the bound, with what would fit") {
        CHECK(mistakes("share() > 99") ==
              "10: share is compared with a share in percent, such as 99.9%;");
        CHECK(mistakes("time() > 99").starts_with("9: time is compared with a duration"));
        CHECK(mistakes("rate() > 99").starts_with("9: rate is compared with a rate"));
        CHECK(mistakes("count() > 99%").starts_with("10: count is compared with a number"));
        CHECK(mistakes("time() > 80sm").starts_with("9: '80sm' is no quantity"));
    }

    TEST_CASE("every mistake is told once") {
        CHECK(mistakes("(time() + 1 > 2s) and (share() + 1 > 2%)") ==
              "8: a time + a number has no meaning;31: a share + a number has no meaning;");
    }

    TEST_CASE("a value alone says nothing, and dividing by zero is a mistake") {
        CHECK(mistakes("share()").starts_with("0: a share alone says nothing"));
        CHECK(mistakes("count() / 0 > 1") == "8: division by zero;");
        CHECK(mistakes("count() / (2 - 2) > 1") == "8: division by zero;");
    }
}

}  // namespace formula_test
