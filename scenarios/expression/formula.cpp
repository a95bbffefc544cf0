#include "scenarios/expression/formula.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace weft::scenarios {
namespace {

using FormulaKind = Formula::Node::Kind;
using MaybeNumber = std::optional<double>;

MaybeNumber truth_of(bool holds) {
    return holds ? 1.0 : 0.0;
}

bool is_false(MaybeNumber value) {
    return value && *value == 0;
}

bool is_true(MaybeNumber value) {
    return value && *value != 0;
}

MaybeNumber joined(Operator what, MaybeNumber left, MaybeNumber right) {
    const bool wants_both = what == Operator::logical_and;
    if (wants_both && (is_false(left) || is_false(right))) return truth_of(false);
    if (!wants_both && (is_true(left) || is_true(right))) return truth_of(true);
    if (!left || !right) return std::nullopt;
    return truth_of(wants_both);
}

MaybeNumber calculated(Operator what, double left, double right) {
    switch (what) {
        case Operator::negate:
            return -left;
        case Operator::logical_not:
            return truth_of(left == 0);
        case Operator::add:
            return left + right;
        case Operator::subtract:
            return left - right;
        case Operator::multiply:
            return left * right;
        case Operator::divide:
            return left / right;
        case Operator::less:
            return truth_of(left < right);
        case Operator::less_equal:
            return truth_of(left <= right);
        case Operator::greater:
            return truth_of(left > right);
        case Operator::greater_equal:
            return truth_of(left >= right);
        case Operator::equal:
            return truth_of(left == right);
        case Operator::not_equal:
            return truth_of(left != right);
        default:
            return std::nullopt;
    }
}

/// The quantity and the value of "99.9%", "80ms", "90/s", "1.2", "2MiB".
std::optional<std::pair<Quantity, double>> quantity_of(const std::string& text) {
    if (const auto number = mesh::parse_number(text)) return std::pair{Quantity::number, *number};
    if (const auto ratio = mesh::parse_ratio(text)) {
        return std::pair{Quantity::share, static_cast<double>(ratio->parts) / mesh::Ratio::whole};
    }
    if (const auto time = mesh::parse_duration(text)) {
        return std::pair{Quantity::time, static_cast<double>(time->count())};
    }
    if (const auto rate = mesh::parse_rate(text)) return std::pair{Quantity::rate, *rate};
    if (const auto size = mesh::parse_size(text)) {
        return std::pair{Quantity::size, static_cast<double>(*size)};
    }
    return std::nullopt;
}

/// What a measure is compared with, for people.
const char* bound_of(Quantity quantity) {
    switch (quantity) {
        case Quantity::share:
            return "a share in percent, such as 99.9%";
        case Quantity::time:
            return "a duration with its unit, such as 80ms";
        case Quantity::rate:
            return "a rate with its unit, such as 90/s";
        case Quantity::size:
            return "a size with its unit, such as 2MiB";
        case Quantity::text:
            return "a text in quotes, such as \"cart\"";
        default:
            return "a number such as 12";
    }
}

/// Of a product; nothing if it has no meaning.
std::optional<Quantity> quantity_of_product(Quantity left, Quantity right) {
    if (left == Quantity::number) return right;
    if (right == Quantity::number) return left;
    if (left == Quantity::share) return right;
    if (right == Quantity::share) return left;
    const bool counts = (left == Quantity::rate && right == Quantity::time) ||
                        (left == Quantity::time && right == Quantity::rate);
    if (counts) return Quantity::number;
    return std::nullopt;
}

std::optional<Quantity> quantity_of_quotient(Quantity left, Quantity right) {
    if (left == right) return Quantity::number;
    if (right == Quantity::number || right == Quantity::share) return left;
    if (left == Quantity::number && right == Quantity::time) return Quantity::rate;
    if (left == Quantity::number && right == Quantity::rate) return Quantity::time;
    return std::nullopt;
}

/// Nanoseconds are counted, but rates are per second: what a value of these two has to be
/// multiplied by.
double scale_of(Operator what, Quantity left, Quantity right) {
    constexpr double nanoseconds = 1e9;
    if (what == Operator::divide && left == Quantity::number) {
        return right == Quantity::time || right == Quantity::rate ? nanoseconds : 1;
    }
    const bool counts = what == Operator::multiply && left != right &&
                        (left == Quantity::rate || left == Quantity::time) &&
                        (right == Quantity::rate || right == Quantity::time);
    return counts ? 1 / nanoseconds : 1;
}

class FormulaCompiler {
public:
    FormulaCompiler(const WrittenExpression& written,
                    const ResolveCall& resolve,
                    const std::function<void(const ExpressionError&)>& complain)
        : written_(written), resolve_(resolve), complain_(complain) {}

    std::optional<Formula> compile() {
        for (const WrittenExpression::Node& node : written_.nodes)
            add(node);
        if (!is_sound_) return std::nullopt;
        if (nodes_.back().quantity != Quantity::truth) {
            const bool is_of_run = written_.words == ExpressionWords::measures;
            error(written_.nodes.back().position,
                  fmt::format("{} alone says nothing: compare it, as in {}",
                              name_of(nodes_.back().quantity),
                              is_of_run ? "success(web) > 99%" : "latency > 200ms"));
            return std::nullopt;
        }
        Formula formula{std::move(nodes_), std::move(texts_)};
        find_zero(formula);
        if (!is_sound_) return std::nullopt;
        return formula;
    }

private:
    void add(const WrittenExpression::Node& node) {
        switch (node.kind) {
            case WrittenExpression::Node::Kind::literal:
                return add_literal(node);
            case WrittenExpression::Node::Kind::call:
                return add_call(written_.calls[node.left]);
            case WrittenExpression::Node::Kind::operation:
                return add_operation(node);
        }
    }

    void add_text(const std::string& literal) {
        const std::string text = literal.substr(1, literal.size() - 2);
        const auto known = std::ranges::find(texts_, text);
        nodes_.push_back(
            {.quantity = Quantity::text, .constant = static_cast<double>(known - texts_.begin())});
        if (known == texts_.end()) texts_.push_back(text);
        is_known_.push_back(true);
    }

    void add_literal(const WrittenExpression::Node& node) {
        if (node.literal.starts_with('"')) return add_text(node.literal);
        const auto read = quantity_of(node.literal);
        if (!read) {
            error(node.position, fmt::format("'{}' is no quantity; write it with its unit, as in "
                                             "80ms, 99.9%, 90/s or 2MiB",
                                             node.literal));
        }
        const auto [quantity, value] = read.value_or(std::pair{Quantity::number, 0.0});
        nodes_.push_back({.quantity = quantity, .constant = value});
        is_known_.push_back(read.has_value());
    }

    void add_call(const WrittenCall& call) {
        const auto resolved = resolve_(call);
        if (!resolved) is_sound_ = false;
        const auto [number, quantity] = resolved.value_or(ResolvedCall{});
        nodes_.push_back({.kind = FormulaKind::measure, .quantity = quantity, .left = number});
        is_known_.push_back(resolved.has_value());
    }

    /// What is made of a mistake is not looked at: one message is enough.
    void add_operation(const WrittenExpression::Node& node) {
        const bool is_known =
            is_known_[node.left] && (is_unary(node.what) || is_known_[node.right]);
        std::optional<Quantity> quantity;
        if (is_known) quantity = is_unary(node.what) ? of_one(node) : of_two(node);
        const Quantity made = quantity.value_or(Quantity::truth);
        const Quantity left = nodes_[node.left].quantity;
        const Quantity right = nodes_[node.right].quantity;
        nodes_.push_back({.kind = FormulaKind::operation,
                          .quantity = made,
                          .what = node.what,
                          .constant = scale_of(node.what, left, right),
                          .left = node.left,
                          .right = node.right});
        is_known_.push_back(quantity.has_value());
    }

    std::optional<Quantity> of_one(const WrittenExpression::Node& node) {
        const Quantity side = nodes_[node.left].quantity;
        const bool wants_truth = node.what == Operator::logical_not;
        if (side == Quantity::text) {
            error(node.position, "a text can be compared by == and != alone");
            return std::nullopt;
        }
        if (wants_truth == (side == Quantity::truth)) return side;
        error(node.position, wants_truth ? fmt::format("not stands before a comparison, and {} is "
                                                       "none",
                                                       name_of(side))
                                         : "- stands before a value, not before a comparison");
        return std::nullopt;
    }

    std::optional<Quantity> of_two(const WrittenExpression::Node& node) {
        const Quantity left = nodes_[node.left].quantity;
        const Quantity right = nodes_[node.right].quantity;
        const bool joins = node.what == Operator::logical_and || node.what == Operator::logical_or;
        const bool has_truth = left == Quantity::truth || right == Quantity::truth;
        if (joins) {
            if (left == Quantity::truth && right == Quantity::truth) return left;
            error(node.position,
                  fmt::format("{} joins comparisons, and {} is none", sign_of(node.what),
                              name_of(left == Quantity::truth ? right : left)));
            return std::nullopt;
        }
        if (left == Quantity::text || right == Quantity::text) return of_texts(node, left, right);
        std::optional<Quantity> made;
        if (!has_truth && node.what == Operator::multiply) made = quantity_of_product(left, right);
        if (!has_truth && node.what == Operator::divide) made = quantity_of_quotient(left, right);
        if (node.what == Operator::add || node.what == Operator::subtract) {
            if (left == right && !has_truth) made = left;
        }
        if (is_comparison(node.what) && left == right && !has_truth) made = Quantity::truth;
        if (!made) mismatch(node, left, right);
        return made;
    }

    std::optional<Quantity> of_texts(const WrittenExpression::Node& node,
                                     Quantity left,
                                     Quantity right) {
        const bool asks_for_equal =
            node.what == Operator::equal || node.what == Operator::not_equal;
        if (left == right && asks_for_equal) return Quantity::truth;
        if (left == right) {
            error(node.position, "a text can be compared by == and != alone");
        } else {
            mismatch(node, left, right);
        }
        return std::nullopt;
    }

    /// A bound that does not fit its measure is the mistake that is made most.
    void mismatch(const WrittenExpression::Node& node, Quantity left, Quantity right) {
        const auto& measure = written_.nodes[node.left];
        const auto& bound = written_.nodes[node.right];
        if (is_comparison(node.what) && left != Quantity::truth &&
            measure.kind == WrittenExpression::Node::Kind::call &&
            bound.kind == WrittenExpression::Node::Kind::literal) {
            return error(bound.position,
                         fmt::format("{} is compared with {}",
                                     written_.calls[measure.left].measure.text, bound_of(left)));
        }
        error(node.position, fmt::format("{} {} {} has no meaning", name_of(left),
                                         sign_of(node.what), name_of(right)));
    }

    /// What divides by zero whatever is measured is a mistake.
    void find_zero(const Formula& formula) {
        const auto values = formula.values({});
        for (const WrittenExpression::Node& node : written_.nodes) {
            if (node.kind != WrittenExpression::Node::Kind::operation) continue;
            if (node.what != Operator::divide) continue;
            if (is_false(values[node.right])) error(node.position, "division by zero");
        }
    }

    void error(std::size_t position, std::string message) {
        is_sound_ = false;
        complain_({position, std::move(message)});
    }

    const WrittenExpression& written_;
    const ResolveCall& resolve_;
    const std::function<void(const ExpressionError&)>& complain_;
    std::vector<Formula::Node> nodes_;
    std::vector<std::string> texts_;
    std::vector<bool> is_known_;  ///< By node: it and its parts are without a mistake.
    bool is_sound_ = true;
};

}  // namespace

const char* name_of(Quantity quantity) {
    constexpr std::array names{"a comparison", "a number", "a share", "a time",
                               "a rate",       "a size",   "a text"};
    return names[static_cast<std::size_t>(quantity)];
}

std::vector<std::optional<double>> Formula::values(
    std::span<const std::optional<double>> measured) const {
    std::vector<std::optional<double>> values;
    values.reserve(nodes_.size());
    const auto value_of = [&](const Node& node) -> MaybeNumber {
        if (node.kind == Node::Kind::constant) return node.constant;
        if (node.kind == Node::Kind::measure) {
            const MaybeNumber value =
                node.left < measured.size() ? measured[node.left] : MaybeNumber{};
            if (!value || node.quantity != Quantity::truth) return value;
            return truth_of(*value >= 1);
        }
        const MaybeNumber left = values[node.left];
        if (node.what == Operator::logical_and || node.what == Operator::logical_or) {
            return joined(node.what, left, values[node.right]);
        }
        const MaybeNumber right = is_unary(node.what) ? 0.0 : values[node.right];
        if (!left || !right) return std::nullopt;
        const MaybeNumber value = calculated(node.what, *left, *right);
        if (!value || node.quantity == Quantity::truth) return value;
        const double scaled = *value * node.constant;
        return std::isfinite(scaled) ? MaybeNumber{scaled} : std::nullopt;
    };
    for (const Node& node : nodes_)
        values.push_back(value_of(node));
    return values;
}

bool Formula::holds(std::span<const std::optional<double>> measured) const {
    const auto all = values(measured);
    return !all.empty() && is_true(all.back());
}

std::optional<Formula> compile(const WrittenExpression& written,
                               const ResolveCall& resolve,
                               const std::function<void(const ExpressionError&)>& complain) {
    return FormulaCompiler{written, resolve, complain}.compile();
}

}  // namespace weft::scenarios
