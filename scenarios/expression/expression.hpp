#pragma once

#include "mesh/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::scenarios {

/// A word of an expression and where it begins, counted from 0.
struct WrittenWord {
    std::string text;
    std::size_t position = 0;
};

/// A moment of the run: "60s", "sick.start", "sick.end - 5s".
struct WrittenMoment {
    enum class Base : std::uint8_t { run, step_start, step_end };

    Base base = Base::run;
    WrittenWord step;         ///< Empty if the moment counts from the run's beginning.
    mesh::Duration offset{};  ///< May be negative.
};

/// "10s .. sick.end"; or "5s", the time before whatever moment it is asked at.
struct WrittenWindow {
    WrittenMoment from;
    WrittenMoment to;
    std::optional<mesh::Duration> last{};  ///< Then there is no from and no to.
    std::size_t position = 0;
};

/// What a measure is asked about: a window; or a word or an edge, by its place or by its name.
struct WrittenArgument {
    std::optional<WrittenWord> key;     ///< "service" of "service=cart".
    WrittenWord word;                   ///< "web", "UO", "503", or the caller of an edge,
    std::optional<WrittenWord> callee;  ///< Behind "->".
    std::optional<WrittenWindow> window;
};

/// "success(web, 10s .. 20s)", "limit(cart).reached"
struct WrittenCall {
    WrittenWord measure;
    std::vector<WrittenArgument> arguments;
    std::optional<WrittenWord> state;  ///< "reached"
    bool is_attribute = false;         ///< "latency": a word alone.
};

/// What the words of an expression name.
enum class ExpressionWords : std::uint8_t {
    measures,   ///< Of a run: "p99(web)".
    attributes  ///< Of a request: "latency", "calls(cart)"; they may be compared with texts.
};

enum class Operator : std::uint8_t {
    negate,
    add,
    subtract,
    multiply,
    divide,
    less,
    less_equal,
    greater,
    greater_equal,
    equal,
    not_equal,
    logical_not,
    logical_and,
    logical_or,
};

/// "+", "and" …
const char* sign_of(Operator what);

constexpr bool is_unary(Operator what) {
    return what == Operator::negate || what == Operator::logical_not;
}

constexpr bool is_comparison(Operator what) {
    return Operator::less <= what && what <= Operator::not_equal;
}

/// An expression as it was written; what its names stand for is not looked at. The parts of a whole
/// come before it, so that whoever goes through them in order needs no recursion; the last node is
/// the whole.
struct WrittenExpression {
    struct Node {
        enum class Kind : std::uint8_t { literal, call, operation };

        Kind kind = Kind::literal;
        Operator what = Operator::negate;
        std::size_t position = 0;  ///< Of an operation: of its sign.
        std::string literal{};     ///< "80ms"; a text with its quotes.
        std::uint32_t left = 0;    ///< Of an operation: a node; of a call: its place among them.
        std::uint32_t right = 0;   ///< Of an operation with two sides: a node.
    };

    std::vector<Node> nodes;
    std::vector<WrittenCall> calls;
    ExpressionWords words = ExpressionWords::measures;
};

/// As people write it, with as few parentheses as it takes; it reads back as the same.
std::string to_text(const WrittenCall& call);
std::string to_text(const WrittenExpression& expression);

/// What is wrong, and at which character.
struct ExpressionError {
    std::size_t position = 0;
    std::string message;
};

}  // namespace weft::scenarios
