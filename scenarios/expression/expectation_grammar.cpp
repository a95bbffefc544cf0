#include "scenarios/expression/expectation_grammar.hpp"

#include "mesh/base/quantity.hpp"

#include <array>
#include <utility>

namespace weft::scenarios {
namespace {

using Comparison = Expectation::Comparison;

bool is_word_character(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

bool is_digit(char c) {
    return '0' <= c && c <= '9';
}

/// Recursive descent, one function a rule. The first error stops it: it is thrown to the entry
/// point and goes no further.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    WrittenExpectation parse() {
        WrittenExpectation written;
        written.measure = word("a measure such as success or p99");
        expect("(", "'(' behind the measure");
        written.subject = word("a load, a service, or SERVICE->SERVICE");
        if (take("->")) written.callee = word("the service that is called");
        while (take(","))
            argument(written);
        expect(")", "',' or ')'");
        written.comparison = comparison();
        written.bound = bound();
        return written;
    }

private:
    void argument(WrittenExpectation& written) {
        skip_spaces();
        const std::size_t begin = position_;
        WrittenWord first = word("a window such as 10s .. 20s, or a flag, status or version");
        skip_spaces();
        const bool is_window =
            at("..") || at("+") || (at("-") && !at("->")) || is_moment(first.text);
        if (is_window) {
            position_ = begin;
            if (written.window) fail("there is already a window");
            WrittenMoment from = moment();
            expect("..", "'..' between the two ends of the window");
            written.window = WrittenWindow{std::move(from), moment()};
            return;
        }
        position_ = begin;
        if (written.argument) fail("one flag, status or version is enough");
        if (written.window) fail("the window comes last");
        position_ = begin + first.text.size();
        written.argument = std::move(first);
    }

    static bool is_moment(const std::string& text) {
        return text.find(".start") != std::string::npos || text.find(".end") != std::string::npos;
    }

    WrittenMoment moment() {
        skip_spaces();
        if (position_ < text_.size() && is_digit(text_[position_])) {
            WrittenMoment moment;
            moment.offset = duration();
            return moment;
        }
        WrittenMoment moment = edge_of_step();
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
        fail("'" + written.text + "' is no duration with its unit, such as 15s");
    }

    Comparison comparison() {
        skip_spaces();
        constexpr std::array<std::pair<std::string_view, Comparison>, 5> signs{
            {{"<=", Comparison::less_equal},
             {">=", Comparison::greater_equal},
             {"==", Comparison::equal},
             {"<", Comparison::less},
             {">", Comparison::greater}}};
        for (const auto& [sign, comparison] : signs) {
            if (take(sign)) return comparison;
        }
        fail(at("=") ? "write == to compare" : "expected <, <=, >, >= or ==");
    }

    WrittenWord bound() {
        skip_spaces();
        std::size_t end = text_.find_last_not_of(" \t");
        end = end == std::string_view::npos ? 0 : end + 1;
        if (position_ >= end) fail("expected a bound such as 99% or 80ms");
        return {std::string{text_.substr(position_, end - position_)}, position_};
    }

    /// Letters, digits, '_', '-' and '.', but neither "->" nor "..".
    WrittenWord word(std::string_view wanted) {
        skip_spaces();
        const std::size_t begin = position_;
        while (position_ < text_.size() && is_word_character(text_[position_])) {
            if (at("->") || at("..")) break;
            ++position_;
        }
        if (position_ == begin) fail("expected " + std::string{wanted});
        return {std::string{text_.substr(begin, position_ - begin)}, begin};
    }

    bool at(std::string_view token) const { return text_.substr(position_).starts_with(token); }

    bool take(std::string_view token) {
        skip_spaces();
        if (!at(token)) return false;
        position_ += token.size();
        return true;
    }

    void expect(std::string_view token, std::string_view wanted) {
        if (!take(token)) fail("expected " + std::string{wanted});
    }

    void skip_spaces() {
        while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\t')) {
            ++position_;
        }
    }

    [[noreturn]] void fail(std::string message) const {
        throw ExpressionError{position_, std::move(message)};
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace

tl::expected<WrittenExpectation, ExpressionError> parse_expectation(std::string_view text) {
    try {
        return Parser{text}.parse();
    } catch (ExpressionError& error) {
        return tl::unexpected<ExpressionError>{std::move(error)};
    }
}

}  // namespace weft::scenarios
