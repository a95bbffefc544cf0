#include "scenarios/expression/parse_expression.hpp"

#include <doctest/doctest.h>

#include <string>
#include <tuple>

namespace parse_expression_test {

using namespace weft::scenarios;
using namespace std::chrono_literals;

namespace {

/// As it is written again.
std::string read_back(const std::string& text) {
    const auto read = parse_expression(text);
    if (!read) return std::to_string(read.error().position) + ": " + read.error().message;
    return to_text(*read);
}

std::string nested(std::size_t depth) {
    return std::string(depth, '(') + "1" + std::string(depth, ')');
}

}  // namespace

TEST_SUITE("reading of expressions") {
    TEST_CASE("what binds more tightly needs no parentheses") {
        CHECK(read_back("((p99(a) * 2) + 1ms) < p99(b)") == "p99(a) * 2 + 1ms < p99(b)");
        CHECK(read_back("2 * (a(x) + b(x)) > 3") == "2 * (a(x) + b(x)) > 3");
        CHECK(read_back("a(x) - (b(x) - c(x)) > 3") == "a(x) - (b(x) - c(x)) > 3");
        CHECK(read_back("(a(x) - b(x)) - c(x) > 3") == "a(x) - b(x) - c(x) > 3");
        CHECK(read_back("(a(x) > 1 and b(x) > 2) or c(x) > 3") ==
              "a(x) > 1 and b(x) > 2 or c(x) > 3");
        CHECK(read_back("a(x) > 1 and (b(x) > 2 or c(x) > 3)") ==
              "a(x) > 1 and (b(x) > 2 or c(x) > 3)");
        CHECK(read_back("not (a(x) > 1)") == "not a(x) > 1");
        CHECK(read_back("-(a(x)) >= -1") == "-a(x) >= -1");
    }

    TEST_CASE("spaces are free, but for those within a quantity") {
        CHECK(read_back("a( x ,1s..2s )<80ms") == "a(x, 1s .. 2s) < 80ms");
        CHECK(read_back("a(x)\n  and b(y)") == "a(x) and b(y)");
        CHECK(read_back("10ms-5ms<1s") == "10ms - 5ms < 1s");
        CHECK(read_back("80 ms < 1s") == "3: expected <, <=, >, >= or ==");
    }

    TEST_CASE("a slash belongs to a rate where only a unit of time is glued to it") {
        CHECK(read_back("rate(x) > 90/s") == "rate(x) > 90/s");
        CHECK(read_back("rate(x) > 90/second(x)") == "rate(x) > 90 / second(x)");
        CHECK(read_back("90/2 > 1") == "90 / 2 > 1");
        CHECK(parse_expression("90/s > 1")->nodes.size() == 3);
    }

    TEST_CASE("what a measure is asked about") {
        const auto read = parse_expression(
            "a(web->cart, to=x, 5s) > 1 and b(sick.start - 5s .. sick.end + 1m, v2).reached");
        REQUIRE(read);
        REQUIRE(read->calls.size() == 2);
        const auto& [edge, named, last] = std::tie(
            read->calls[0].arguments[0], read->calls[0].arguments[1], read->calls[0].arguments[2]);
        CHECK(edge.word.text == "web");
        CHECK(edge.callee->text == "cart");
        CHECK(named.key->text == "to");
        CHECK(named.word.text == "x");
        CHECK(last.window->last == 5s);
        const WrittenCall& state = read->calls[1];
        CHECK(state.state->text == "reached");
        CHECK(state.arguments[0].window->from.offset == -5s);
        CHECK(state.arguments[0].window->to.base == WrittenMoment::Base::step_end);
        CHECK(state.arguments[1].word.text == "v2");
        CHECK(parse_expression("lost() == 0")->calls[0].arguments.empty());
    }

    TEST_CASE("a mistake has its place") {
        CHECK(read_back("") == "0: expected a measure such as success(web)");
        CHECK(read_back("a(x) > 1 and") ==
              "12: expected a bound such as 99% or 80ms, or a measure");
        CHECK(read_back("a(x) > 1 b(x)") == "9: expected and, or, or the end");
        CHECK(read_back("1 < a(x) < 2") == "9: one comparison at a time: join two by and");
        CHECK(read_back("(a(x) > 1") == "9: expected ')'");
        CHECK(read_back("a(x).") == "5: expected a state, such as reached");
        CHECK(read_back("a(x, sick.start .. ) > 1") ==
              "19: expected a time such as 60s, or a step's start or end");
    }

    TEST_CASE("what is too long or too deep is refused, and what nearly is, is not") {
        const std::string begin = "1 < ";
        const auto of_length = [&](std::size_t length) {
            return begin + std::string(length - begin.size(), '1');
        };
        CHECK(parse_expression(of_length(longest_expression)));
        CHECK(read_back(of_length(longest_expression + 1)) ==
              "0: an expression has at most 4096 characters");
        CHECK(read_back(std::string(1'000'000, '(')).starts_with("0: an expression has at most"));
        CHECK(parse_expression(nested(deepest_expression - 1)));
        CHECK(read_back(nested(deepest_expression)) ==
              "64: nested too deeply: 64 levels are enough");
        std::string negated = "1 > 2";
        for (int level = 0; level < 100; ++level)
            negated.insert(0, "not ");
        CHECK(read_back(negated).ends_with("nested too deeply: 64 levels are enough"));
    }
}

}  // namespace parse_expression_test
