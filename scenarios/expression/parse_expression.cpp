#include "scenarios/expression/parse_expression.hpp"

#include "mesh/base/quantity.hpp"

#include <array>
#include <fmt/format.h>
#include <utility>

namespace weft::scenarios {
namespace {

using ExpressionNode = WrittenExpression::Node;
using Signs = std::pair<std::string_view, Operator>;

constexpr std::array<Signs, 6> comparison_signs{{{"<=", Operator::less_equal},
                                                 {">=", Operator::greater_equal},
                                                 {"==", Operator::equal},
                                                 {"!=", Operator::not_equal},
                                                 {"<", Operator::less},
                                                 {">", Operator::greater}}};

bool is_digit_of_text(char c) {
    return '0' <= c && c <= '9';
}

bool is_letter_of_text(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_';
}

/// Recursive descent, one function a rule; each gives the number of its node. The first error stops
/// it: it is thrown to the entry point and goes no further.
class ExpressionParser {
public:
    ExpressionParser(std::string_view text, ExpressionWords words) : text_(text) {
        expression_.words = words;
    }

    WrittenExpression parse() {
        if (text_.size() > longest_expression) {
            fail(fmt::format("an expression has at most {} characters", longest_expression));
        }
        either();
        skip_spaces();
        if (position_ < text_.size()) fail_behind();
        return std::move(expression_);
    }

private:
    /// Counts how deep rules are within each other.
    class Level {
    public:
        explicit Level(ExpressionParser& parser) : parser_(parser) {
            if (++parser_.depth_ <= deepest_expression) return;
            parser_.fail(
                fmt::format("nested too deeply: {} levels are enough", deepest_expression));
        }
        ~Level() { --parser_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        ExpressionParser& parser_;
    };

    std::uint32_t either() {
        std::uint32_t left = all();
        while (const auto begin = take_word("or"))
            left = operation(Operator::logical_or, *begin, left, all());
        return left;
    }

    std::uint32_t all() {
        std::uint32_t left = truth();
        while (const auto begin = take_word("and"))
            left = operation(Operator::logical_and, *begin, left, truth());
        return left;
    }

    std::uint32_t truth() {
        if (const auto begin = take_word("not")) {
            const Level level{*this};
            return operation(Operator::logical_not, *begin, truth());
        }
        const std::uint32_t left = sum();
        const auto comparison = take_comparison();
        if (!comparison) return left;
        const auto [what, sign] = *comparison;
        const std::uint32_t whole = operation(what, sign, left, sum());
        skip_spaces();
        const std::size_t next = position_;
        if (!take_comparison()) return whole;
        position_ = next;
        fail("one comparison at a time: join two by and");
    }

    std::optional<std::pair<Operator, std::size_t>> take_comparison() {
        skip_spaces();
        const std::size_t begin = position_;
        for (const auto& [sign, what] : comparison_signs) {
            if (take(sign)) return std::pair{what, begin};
        }
        if (at("=")) fail("write == to compare");
        return std::nullopt;
    }

    std::uint32_t sum() {
        std::uint32_t left = product();
        while (true) {
            skip_spaces();
            const std::size_t begin = position_;
            if (take("+")) {
                left = operation(Operator::add, begin, left, product());
            } else if (take("-")) {
                left = operation(Operator::subtract, begin, left, product());
            } else {
                return left;
            }
        }
    }

    std::uint32_t product() {
        std::uint32_t left = value();
        while (true) {
            skip_spaces();
            const std::size_t begin = position_;
            if (take("*")) {
                left = operation(Operator::multiply, begin, left, value());
            } else if (take("/")) {
                left = operation(Operator::divide, begin, left, value());
            } else {
                return left;
            }
        }
    }

    std::uint32_t value() {
        const Level level{*this};
        skip_spaces();
        const std::size_t begin = position_;
        if (take("-")) return operation(Operator::negate, begin, value());
        if (take("(")) {
            const std::uint32_t inner = either();
            expect(")", "')'");
            return inner;
        }
        if (begin < text_.size() && is_digit_of_text(text_[begin])) return quantity();
        if (takes_attributes() && at("\"")) return quoted();
        if (begin >= text_.size() || !is_letter_of_text(text_[begin])) fail_at_value();
        return call();
    }

    bool takes_attributes() const { return expression_.words == ExpressionWords::attributes; }

    [[noreturn]] void fail_at_value() const {
        const bool is_first = expression_.nodes.empty();
        if (takes_attributes()) {
            fail(is_first ? "expected an attribute such as latency"
                          : "expected a bound such as 80ms or 500, a text in quotes, or an "
                            "attribute");
        }
        fail(is_first ? "expected a measure such as success(web)"
                      : "expected a bound such as 99% or 80ms, or a measure");
    }

    /// A text with its quotes, which cannot hold one.
    std::uint32_t quoted() {
        const std::size_t begin = position_;
        const std::size_t end = text_.find('"', begin + 1);
        if (end == std::string_view::npos) fail("this quote is never closed");
        position_ = end + 1;
        return add({.kind = ExpressionNode::Kind::literal,
                    .position = begin,
                    .literal = std::string{text_.substr(begin, position_ - begin)}});
    }

    /// Digits and what is glued to them.
    std::uint32_t quantity() {
        const std::size_t begin = position_;
        while (position_ < text_.size() && is_of_quantity(text_[position_]) && !at(".."))
            ++position_;
        constexpr std::array<std::string_view, 3> per{"/s", "/m", "/h"};
        for (const std::string_view unit : per) {
            const std::size_t behind = position_ + unit.size();
            const bool ends = behind >= text_.size() || !is_of_quantity(text_[behind]);
            if (!at(unit) || !ends) continue;
            position_ = behind;
            break;
        }
        return add({.kind = ExpressionNode::Kind::literal,
                    .position = begin,
                    .literal = std::string{text_.substr(begin, position_ - begin)}});
    }

    static bool is_of_quantity(char c) {
        return is_digit_of_text(c) || is_letter_of_text(c) || c == '.' || c == '%';
    }

    std::uint32_t call() {
        WrittenCall call;
        const std::size_t begin = position_;
        while (position_ < text_.size() && is_of_quantity(text_[position_]) && !at("%"))
            ++position_;
        call.measure = {std::string{text_.substr(begin, position_ - begin)}, begin};
        skip_spaces();
        call.is_attribute = takes_attributes() && !at("(");
        if (!call.is_attribute) read_arguments(call);
        const auto number = static_cast<std::uint32_t>(expression_.calls.size());
        expression_.calls.push_back(std::move(call));
        return add({.kind = ExpressionNode::Kind::call, .position = begin, .left = number});
    }

    void read_arguments(WrittenCall& call) {
        expect("(", "'(' behind the measure");
        if (!take(")")) {
            do {
                call.arguments.push_back(argument(call.arguments.empty()));
            } while (take(","));
            expect(")", "',' or ')'");
        }
        if (take(".")) call.state = word("a state, such as reached");
    }

    WrittenArgument argument(bool is_first) {
        WrittenArgument argument;
        skip_spaces();
        const std::size_t begin = position_;
        argument.word =
            word(is_first ? "a load, a service, or SERVICE->SERVICE"
                          : "a window such as 10s .. 20s, or a flag, status or version");
        skip_spaces();
        if (at("=") && !at("==")) {
            ++position_;
            argument.key = std::exchange(argument.word, word("what it is"));
            skip_spaces();
        }
        if (take("->")) {
            argument.callee = word("the service that is called");
        } else if (!argument.key) {
            const bool is_edge = !is_first && is_edge_of_step(argument.word.text);
            if (at("..") || at("+") || at("-") || is_edge) {
                position_ = begin;
                argument.window = window();
            } else if (const auto last = mesh::parse_duration(argument.word.text)) {
                argument.window = WrittenWindow{{}, {}, *last, begin};
            }
        }
        return argument;
    }

    WrittenWindow window() {
        WrittenWindow window;
        window.position = position_;
        window.from = moment();
        expect("..", "'..' between the two ends of the window");
        window.to = moment();
        return window;
    }

    static bool is_edge_of_step(const std::string& text) {
        return text.find(".start") != std::string::npos || text.find(".end") != std::string::npos;
    }

    WrittenMoment moment() {
        skip_spaces();
        WrittenMoment moment;
        if (position_ < text_.size() && is_digit_of_text(text_[position_])) {
            moment.offset = duration();
            return moment;
        }
        moment = edge_of_step();
        if (take("+")) {
            moment.offset = duration();
        } else if (take("-")) {
            moment.offset = -duration();
        }
        return moment;
    }

    /// STEP.start or STEP.end; what is glued to it, as in "sick.end-5s", is left to be read.
    WrittenMoment edge_of_step() {
        WrittenMoment moment;
        moment.step = word("a time such as 60s, or a step's start or end");
        constexpr std::array<std::pair<std::string_view, WrittenMoment::Base>, 2> edges{
            {{".start", WrittenMoment::Base::step_start}, {".end", WrittenMoment::Base::step_end}}};
        std::string& name = moment.step.text;
        for (const auto& [suffix, base] : edges) {
            const std::size_t dot = name.find(suffix);
            if (dot == std::string::npos || dot == 0) continue;
            const std::size_t end = dot + suffix.size();
            if (end < name.size() && name[end] != '-') continue;
            position_ = moment.step.position + end;
            name.resize(dot);
            moment.base = base;
            return moment;
        }
        position_ = moment.step.position;
        fail("expected a time such as 60s, or STEP.start or STEP.end");
    }

    mesh::Duration duration() {
        const WrittenWord written = word("a duration such as 15s");
        const auto parsed = mesh::parse_duration(written.text);
        if (parsed) return *parsed;
        position_ = written.position;
        fail(fmt::format("'{}' is no duration with its unit, such as 15s", written.text));
    }

    /// Letters, digits, '_', '-', '.' and '%', but neither "->" nor "..".
    WrittenWord word(std::string_view wanted) {
        skip_spaces();
        const std::size_t begin = position_;
        while (position_ < text_.size() && is_of_word(text_[position_])) {
            if (at("->") || at("..")) break;
            ++position_;
        }
        if (position_ == begin) fail(fmt::format("expected {}", wanted));
        return {std::string{text_.substr(begin, position_ - begin)}, begin};
    }

    static bool is_of_word(char c) { return is_of_quantity(c) || c == '-'; }

    /// Where the word stood, which is not the beginning of a longer one.
    std::optional<std::size_t> take_word(std::string_view wanted) {
        skip_spaces();
        const std::size_t begin = position_;
        const std::size_t end = begin + wanted.size();
        if (!at(wanted) || (end < text_.size() && is_of_word(text_[end]))) return std::nullopt;
        position_ = end;
        return begin;
    }

    /// There is more than a whole expression.
    [[noreturn]] void fail_behind() const {
        const ExpressionNode& whole = expression_.nodes.back();
        const bool is_value =
            whole.kind != ExpressionNode::Kind::operation || whole.what <= Operator::divide;
        fail(is_value ? "expected <, <=, >, >= or ==" : "expected and, or, or the end");
    }

    std::uint32_t operation(Operator what,
                            std::size_t position,
                            std::uint32_t left,
                            std::uint32_t right = 0) {
        return add({.kind = ExpressionNode::Kind::operation,
                    .what = what,
                    .position = position,
                    .left = left,
                    .right = right});
    }

    std::uint32_t add(ExpressionNode node) {
        expression_.nodes.push_back(std::move(node));
        return static_cast<std::uint32_t>(expression_.nodes.size() - 1);
    }

    bool at(std::string_view token) const { return text_.substr(position_).starts_with(token); }

    bool take(std::string_view token) {
        skip_spaces();
        if (!at(token)) return false;
        position_ += token.size();
        return true;
    }

    void expect(std::string_view token, std::string_view wanted) {
        if (!take(token)) fail(fmt::format("expected {}", wanted));
    }

    void skip_spaces() {
        constexpr std::string_view spaces = " \t\r\n";
        while (position_ < text_.size() && spaces.find(text_[position_]) != std::string_view::npos)
            ++position_;
    }

    [[noreturn]] void fail(std::string message) const {
        throw ExpressionError{position_, std::move(message)};
    }

    std::string_view text_;
    std::size_t position_ = 0;
    std::size_t depth_ = 0;
    WrittenExpression expression_;
};

}  // namespace

tl::expected<WrittenExpression, ExpressionError> parse_expression(std::string_view text,
                                                                  ExpressionWords words) {
    try {
        return ExpressionParser{text, words}.parse();
    } catch (ExpressionError& error) {
        return tl::unexpected<ExpressionError>{std::move(error)};
    }
}

}  // namespace weft::scenarios
