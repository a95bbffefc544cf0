#pragma once

#include "scenarios/expression/expression.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace weft::scenarios {

/// What a value is made of. Only equal kinds are compared or added.
enum class Quantity : std::uint8_t {
    truth,
    number,
    share,  ///< 0 to 1
    time,   ///< Nanoseconds
    rate,   ///< Per second
    size,   ///< Bytes
    text,   ///< The number of one; equal if they are.
};

/// "a share"
const char* name_of(Quantity quantity);

/// What an expression makes of measured values. Evaluating it always ends, and takes as many steps
/// as it has nodes.
///
/// A value may be undefined: nothing was measured, or something is divided by zero. Then so is all
/// that is made of it, but `false and` it is false, and `true or` it is true.
class Formula {
public:
    struct Node {
        enum class Kind : std::uint8_t { constant, measure, operation };

        Kind kind = Kind::constant;
        Quantity quantity = Quantity::number;
        Operator what = Operator::negate;
        double constant = 0;
        std::uint32_t left = 0;   ///< Of an operation: a node; of a measure: its number.
        std::uint32_t right = 0;  ///< Of an operation with two sides: a node.
    };

    Formula() = default;
    explicit Formula(std::vector<Node> nodes, std::vector<std::string> texts = {})
        : nodes_(std::move(nodes)), texts_(std::move(texts)) {}

    /// Parts before what is made of them; the last is the whole.
    const std::vector<Node>& nodes() const { return nodes_; }

    /// By number. Whoever measures texts gives others other numbers.
    const std::vector<std::string>& texts() const { return texts_; }

    /// The value of every node, 0 or 1 for truths; `measured` by the measures' numbers, where a
    /// number past the end is undefined.
    std::vector<std::optional<double>> values(
        std::span<const std::optional<double>> measured) const;

    /// Whether the whole is true; what is undefined is not.
    bool holds(std::span<const std::optional<double>> measured) const;

private:
    std::vector<Node> nodes_;
    std::vector<std::string> texts_;
};

/// The number of a measure and what it is made of: a truth for one that asks for a state.
struct ResolvedCall {
    std::uint32_t number = 0;
    Quantity quantity = Quantity::number;
};

/// Gives meaning to a call; nothing if it has none, and then whoever is asked has said why.
using ResolveCall = std::function<std::optional<ResolvedCall>(const WrittenCall&)>;

/// Checks what each part is made of. Nothing if there is a mistake: `complain` is told of each.
std::optional<Formula> compile(const WrittenExpression& written,
                               const ResolveCall& resolve,
                               const std::function<void(const ExpressionError&)>& complain);

}  // namespace weft::scenarios
