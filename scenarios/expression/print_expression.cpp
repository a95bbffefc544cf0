#include "mesh/base/quantity.hpp"
#include "scenarios/expression/expression.hpp"

#include <fmt/format.h>
#include <utility>

namespace weft::scenarios {
namespace {

using PrintedNode = WrittenExpression::Node;

/// How tightly an operator binds its sides; a value binds most.
int binding_of(Operator what) {
    switch (what) {
        case Operator::logical_or:
            return 0;
        case Operator::logical_and:
            return 1;
        case Operator::logical_not:
            return 2;
        case Operator::add:
        case Operator::subtract:
            return 4;
        case Operator::multiply:
        case Operator::divide:
            return 5;
        case Operator::negate:
            return 6;
        default:
            return 3;
    }
}

constexpr int binding_of_values = 7;

std::string printed_moment(const WrittenMoment& moment) {
    if (moment.base == WrittenMoment::Base::run) return mesh::to_text(moment.offset);
    std::string text = moment.step.text;
    text += moment.base == WrittenMoment::Base::step_start ? ".start" : ".end";
    if (moment.offset == mesh::Duration::zero()) return text;
    const bool is_before = moment.offset < mesh::Duration::zero();
    text += is_before ? " - " : " + ";
    text += mesh::to_text(is_before ? -moment.offset : moment.offset);
    return text;
}

std::string printed_argument(const WrittenArgument& argument) {
    if (const auto& window = argument.window) {
        if (window->last) return mesh::to_text(*window->last);
        return fmt::format("{} .. {}", printed_moment(window->from), printed_moment(window->to));
    }
    std::string text;
    if (argument.key) text += fmt::format("{}=", argument.key->text);
    text += argument.word.text;
    if (argument.callee) text += fmt::format("->{}", argument.callee->text);
    return text;
}

/// What a node looks like, and how tightly it holds together.
struct PrintedPart {
    std::string text;
    int binding = binding_of_values;

    std::string within(int least) const {
        return binding < least ? fmt::format("({})", text) : text;
    }
};

PrintedPart printed_operation(const PrintedNode& node, const std::vector<PrintedPart>& parts) {
    const int binding = binding_of(node.what);
    const PrintedPart& left = parts[node.left];
    if (node.what == Operator::negate) return {fmt::format("-{}", left.within(binding)), binding};
    if (node.what == Operator::logical_not)
        return {fmt::format("not {}", left.within(binding)), binding};
    // Equals on the left need no parentheses, but comparisons are not chained.
    const int least_left = is_comparison(node.what) ? binding + 1 : binding;
    return {fmt::format("{} {} {}", left.within(least_left), sign_of(node.what),
                        parts[node.right].within(binding + 1)),
            binding};
}

}  // namespace

const char* sign_of(Operator what) {
    switch (what) {
        case Operator::negate:
        case Operator::subtract:
            return "-";
        case Operator::add:
            return "+";
        case Operator::multiply:
            return "*";
        case Operator::divide:
            return "/";
        case Operator::less:
            return "<";
        case Operator::less_equal:
            return "<=";
        case Operator::greater:
            return ">";
        case Operator::greater_equal:
            return ">=";
        case Operator::equal:
            return "==";
        case Operator::not_equal:
            return "!=";
        case Operator::logical_not:
            return "not";
        case Operator::logical_and:
            return "and";
        case Operator::logical_or:
            return "or";
    }
    return "";
}

std::string to_text(const WrittenCall& call) {
    std::string text = call.measure.text;
    if (call.is_attribute) return text;
    text += '(';
    for (const WrittenArgument& argument : call.arguments) {
        if (&argument != call.arguments.data()) text += ", ";
        text += printed_argument(argument);
    }
    text += ')';
    if (call.state) text += fmt::format(".{}", call.state->text);
    return text;
}

std::string to_text(const WrittenExpression& expression) {
    std::vector<PrintedPart> parts;
    for (const PrintedNode& node : expression.nodes) {
        switch (node.kind) {
            case PrintedNode::Kind::literal:
                parts.push_back({node.literal});
                break;
            case PrintedNode::Kind::call:
                parts.push_back({to_text(expression.calls[node.left])});
                break;
            case PrintedNode::Kind::operation:
                parts.push_back(printed_operation(node, parts));
                break;
        }
    }
    return parts.empty() ? "" : std::move(parts.back().text);
}

}  // namespace weft::scenarios
