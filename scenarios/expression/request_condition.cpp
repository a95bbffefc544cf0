#include "scenarios/expression/request_condition.hpp"

#include "scenarios/expression/parse_expression.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace weft::scenarios {
namespace {

using Attribute = RequestCondition::Attribute;
using MaybeValue = std::optional<double>;

/// Gives meaning to the words of a condition.
class AttributeReader {
public:
    std::vector<RequestCondition::Asked> asked;
    std::optional<ExpressionError> error;  ///< The first.

    std::optional<ResolvedCall> resolve(const WrittenCall& call) {
        const auto& rules = request_attributes();
        const std::string& name = call.measure.text;
        const auto rule = std::ranges::find(rules, name, &RequestAttributeRule::name);
        if (rule == rules.end()) return fail(call.measure, unknown(call));
        RequestCondition::Asked read{.attribute = rule->attribute};
        if (!call.is_attribute && !read_argument(call, *rule, read)) return std::nullopt;
        if (call.is_attribute && rule->needs_of)
            return fail(call.measure, fmt::format("{} needs {}", name, rule->of));
        asked.push_back(std::move(read));
        return ResolvedCall{static_cast<std::uint32_t>(asked.size() - 1), rule->quantity};
    }

    void complain(const ExpressionError& found) {
        if (!error) error = found;
    }

private:
    std::nullopt_t fail(const WrittenWord& word, std::string message) {
        complain({word.position, std::move(message)});
        return std::nullopt;
    }

    static std::string unknown(const WrittenCall& call) {
        std::vector<std::string> names;
        for (const RequestAttributeRule& rule : request_attributes())
            names.emplace_back(rule.name);
        const std::string meant = did_you_mean(call.measure.text, names);
        std::string message =
            fmt::format("unknown attribute of a request '{}'{}", call.measure.text, meant);
        if (meant.empty() && call.is_attribute) message += "; a text is written in quotes";
        return message;
    }

    bool read_argument(const WrittenCall& call,
                       const RequestAttributeRule& rule,
                       RequestCondition::Asked& read) {
        if (rule.of.empty() || call.state) {
            fail(call.state ? *call.state : call.measure,
                 fmt::format("{} is written alone", rule.name));
            return false;
        }
        const bool is_one = call.arguments.size() == 1 && !call.arguments[0].key &&
                            !call.arguments[0].callee && !call.arguments[0].window;
        if (!is_one) {
            fail(call.measure, fmt::format("{} takes {}", rule.name, rule.of));
            return false;
        }
        const WrittenWord& word = call.arguments[0].word;
        if (rule.attribute != Attribute::flag) {
            read.of = word.text;
            return true;
        }
        std::vector<std::string> names;
        for (std::size_t bit = 0; bit < mesh::flag_count; ++bit) {
            names.emplace_back(mesh::flag_name(bit));
            if (names.back() != word.text) continue;
            read.flag = static_cast<mesh::Flag>(1U << bit);
            return true;
        }
        fail(word, fmt::format("unknown flag '{}'{}", word.text, did_you_mean(word.text, names)));
        return false;
    }
};

/// Of one name, or of all.
MaybeValue counted(const std::optional<RequestAttributes::Counts>& counts, const std::string& of) {
    if (!counts) return std::nullopt;
    if (!of.empty()) {
        const auto known = counts->find(of);
        return known == counts->end() ? 0.0 : static_cast<double>(known->second);
    }
    double sum = 0;
    for (const auto& [name, count] : *counts)
        sum += static_cast<double>(count);
    return sum;
}

/// Numbers of texts: those of the formula, and then others as they come.
class TextNumbers {
public:
    explicit TextNumbers(const std::vector<std::string>& texts) : texts_(texts) {}

    double of(const std::string& text) {
        const auto known = std::ranges::find(texts_, text);
        const auto number = static_cast<double>(known - texts_.begin());
        if (known == texts_.end()) texts_.push_back(text);
        return number;
    }

private:
    std::vector<std::string> texts_;
};

MaybeValue value_of_attribute(const RequestCondition::Asked& asked,
                              const RequestAttributes& request,
                              TextNumbers& texts) {
    switch (asked.attribute) {
        case Attribute::latency:
            return static_cast<double>((request.ended - request.sent).count());
        case Attribute::sent:
            return static_cast<double>(request.sent.time_since_epoch().count());
        case Attribute::status:
            return request.status;
        case Attribute::number:
            return static_cast<double>(request.number);
        case Attribute::attempts:
            return counted(request.attempts, asked.of);
        case Attribute::calls:
            return counted(request.calls, asked.of);
        case Attribute::load:
            return texts.of(request.load);
        case Attribute::service:
            return request.service ? MaybeValue{texts.of(*request.service)} : std::nullopt;
        case Attribute::failed:
            return mesh::is_failure(request.status) ? 1.0 : 0.0;
        case Attribute::flag:
            return request.flags.has(asked.flag) ? 1.0 : 0.0;
    }
    return std::nullopt;
}

std::string missing(std::string_view kind,
                    const std::string& name,
                    const std::vector<std::string>& known) {
    if (std::ranges::find(known, name) != known.end()) return "";
    return fmt::format("there is no {} '{}'{}", kind, name, did_you_mean(name, known));
}

}  // namespace

const std::vector<RequestAttributeRule>& request_attributes() {
    static const std::vector<RequestAttributeRule> all{
        {"latency", Attribute::latency, Quantity::time, ""},
        {"sent", Attribute::sent, Quantity::time, ""},
        {"status", Attribute::status, Quantity::number, ""},
        {"number", Attribute::number, Quantity::number, ""},
        {"attempts", Attribute::attempts, Quantity::number, "a pod, as in attempts(cart-0)"},
        {"calls", Attribute::calls, Quantity::number, "a service, as in calls(cart)"},
        {"load", Attribute::load, Quantity::text, ""},
        {"service", Attribute::service, Quantity::text, ""},
        {"failed", Attribute::failed, Quantity::truth, ""},
        {"flag", Attribute::flag, Quantity::truth, "a flag, as in flag(UO)", true}};
    return all;
}

bool RequestCondition::matches(const RequestAttributes& request) const {
    TextNumbers texts{formula_.texts()};
    std::vector<MaybeValue> measured;
    measured.reserve(asked_.size());
    for (const Asked& asked : asked_)
        measured.push_back(value_of_attribute(asked, request, texts));
    return formula_.holds(measured);
}

std::string RequestCondition::unknown_name(const RequestNames& known) const {
    std::string found;
    for (const Asked& asked : asked_) {
        if (!found.empty() || asked.of.empty()) continue;
        found = asked.attribute == Attribute::calls ? missing("service", asked.of, known.services)
                                                    : missing("pod", asked.of, known.pods);
    }
    const std::vector<Formula::Node>& nodes = formula_.nodes();
    const auto compare = [&](const Formula::Node& one, const Formula::Node& other) {
        const bool names_text = one.kind == Formula::Node::Kind::measure &&
                                other.kind == Formula::Node::Kind::constant &&
                                other.quantity == Quantity::text;
        if (!names_text || !found.empty()) return;
        const std::string& text = formula_.texts().at(static_cast<std::size_t>(other.constant));
        const bool is_load = asked_.at(one.left).attribute == Attribute::load;
        found =
            is_load ? missing("load", text, known.loads) : missing("service", text, known.services);
    };
    for (const Formula::Node& node : nodes) {
        if (node.kind != Formula::Node::Kind::operation) continue;
        compare(nodes[node.left], nodes[node.right]);
        compare(nodes[node.right], nodes[node.left]);
    }
    return found;
}

tl::expected<RequestCondition, ExpressionError> read_request_condition(std::string_view text) {
    const auto written = parse_expression(text, ExpressionWords::attributes);
    if (!written) return tl::make_unexpected(written.error());
    AttributeReader reader;
    auto formula = compile(
        *written, [&](const WrittenCall& call) { return reader.resolve(call); },
        [&](const ExpressionError& error) { reader.complain(error); });
    if (reader.error) return tl::make_unexpected(std::move(*reader.error));
    return RequestCondition{std::move(*formula), std::move(reader.asked)};
}

}  // namespace weft::scenarios
