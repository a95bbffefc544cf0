#include "scenarios/expression/formula.hpp"
#include "scenarios/expression/parse_expression.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <rapidcheck.h>
#include <string>

namespace expression_property_test {

using namespace weft::scenarios;

namespace {

using Node = WrittenExpression::Node;

constexpr int deepest_generated = 5;

WrittenMoment some_moment() {
    WrittenMoment moment;
    moment.base = *rc::gen::element(WrittenMoment::Base::run, WrittenMoment::Base::step_start,
                                    WrittenMoment::Base::step_end);
    const bool of_run = moment.base == WrittenMoment::Base::run;
    if (!of_run) moment.step.text = *rc::gen::element<std::string>("sick", "for-ever", "a_1");
    constexpr std::int64_t furthest = 1'000'000'000'000;
    moment.offset =
        weft::mesh::Duration{*rc::gen::inRange<std::int64_t>(of_run ? 0 : -furthest, furthest)};
    return moment;
}

WrittenArgument some_argument() {
    WrittenArgument argument;
    switch (*rc::gen::inRange(0, 5)) {
        case 0:
            argument.window = WrittenWindow{some_moment(), some_moment()};
            break;
        case 1:
            argument.window = WrittenWindow{};
            argument.window->last =
                weft::mesh::Duration{*rc::gen::inRange<std::int64_t>(1, 1'000'000'000)};
            break;
        case 2:
            argument.key = WrittenWord{*rc::gen::element<std::string>("service", "to")};
            [[fallthrough]];
        default:
            argument.word.text = *rc::gen::element<std::string>("web", "cart.shop", "503", "a-b");
            if (*rc::gen::arbitrary<bool>()) argument.callee = WrittenWord{"cart"};
    }
    return argument;
}

WrittenCall some_call() {
    WrittenCall call;
    call.measure.text = *rc::gen::element<std::string>("success", "p99.9", "time_to_eject");
    const int arguments = *rc::gen::inRange(0, 4);
    for (int number = 0; number < arguments; ++number)
        call.arguments.push_back(some_argument());
    if (*rc::gen::arbitrary<bool>()) call.state = WrittenWord{"reached"};
    return call;
}

/// Adds a part, those that it is made of first.
std::uint32_t add_part(WrittenExpression& to, int depth) {
    Node node;
    const int kind = depth == 0 ? *rc::gen::inRange(0, 2) : *rc::gen::inRange(0, 6);
    if (kind == 0) {
        node.literal = *rc::gen::element<std::string>("80ms", "99.9%", "90/s", "1.5", "2MiB");
    } else if (kind == 1) {
        node.kind = Node::Kind::call;
        node.left = static_cast<std::uint32_t>(to.calls.size());
        to.calls.push_back(some_call());
    } else {
        constexpr int operators = static_cast<int>(Operator::logical_or) + 1;
        node.kind = Node::Kind::operation;
        node.what = static_cast<Operator>(*rc::gen::inRange(0, operators));
        node.left = add_part(to, depth - 1);
        if (!is_unary(node.what)) node.right = add_part(to, depth - 1);
    }
    to.nodes.push_back(node);
    return static_cast<std::uint32_t>(to.nodes.size() - 1);
}

bool is_same(const Node& a, const Node& b) {
    const bool is_operation = a.kind == Node::Kind::operation;
    return a.kind == b.kind && (!is_operation || a.what == b.what) && a.literal == b.literal &&
           a.left == b.left && a.right == b.right;
}

}  // namespace

TEST_SUITE("properties of expressions") {
    TEST_CASE("what is written reads back as the same") {
        CHECK(rc::check([] {
            WrittenExpression expression;
            add_part(expression, deepest_generated);
            const std::string text = to_text(expression);
            if (text.size() > longest_expression) return;
            const auto read = parse_expression(text);
            RC_LOG() << text << (read ? "" : ": " + read.error().message);
            RC_ASSERT(read.has_value());
            RC_ASSERT(to_text(*read) == text);
            RC_ASSERT(std::ranges::equal(read->nodes, expression.nodes, is_same));
        }));
    }

    TEST_CASE("no text breaks it: it is read, or refused within itself") {
        const auto survives = [](const std::string& text) {
            const auto read = parse_expression(text);
            if (!read) {
                RC_ASSERT(read.error().position <= text.size());
                return;
            }
            const auto formula = compile(
                *read, [](const WrittenCall&) { return ResolvedCall{0, Quantity::time}; },
                [&text](const ExpressionError& error) {
                    RC_ASSERT(error.position <= text.size());
                });
            if (formula) RC_ASSERT(formula->values({}).size() == read->nodes.size());
        };
        CHECK(rc::check([&] { survives(*rc::gen::arbitrary<std::string>()); }));
        CHECK(rc::check([&] {
            survives(*rc::gen::container<std::string>(
                rc::gen::elementOf(std::string{"a(x)->.. ,<>=!+-*/1%ms/and ornt\xff"})));
        }));
    }
}

}  // namespace expression_property_test
