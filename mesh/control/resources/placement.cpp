#include "mesh/control/resources/placement.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace weft::mesh::control {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (trouble != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// How a label's number compares with the rule's; a text that is no number compares with none.
bool compares(const LabelRule& rule, const std::string& value) {
    if (rule.values.empty()) return false;
    const auto bound = whole_number(rule.values.front());
    const auto number = whole_number(value);
    if (!bound || !number) return false;
    return rule.is == LabelRule::Operator::greater ? *number > *bound : *number < *bound;
}

bool holds(const LabelRule& rule, const Labels& labels) {
    const auto label = labels.find(rule.key);
    const bool exists = label != labels.end();
    const auto is_listed = [&] {
        return exists && std::find(rule.values.begin(), rule.values.end(), label->second) !=
                             rule.values.end();
    };
    switch (rule.is) {
        case LabelRule::Operator::in:
            return is_listed();
        case LabelRule::Operator::not_in:
            return !is_listed();
        case LabelRule::Operator::exists:
            return exists;
        case LabelRule::Operator::does_not_exist:
            return !exists;
        case LabelRule::Operator::greater:
        case LabelRule::Operator::less:
            return exists && compares(rule, label->second);
    }
    return false;
}

}  // namespace

bool matches(const std::vector<LabelRule>& rules, const Labels& labels) {
    return std::all_of(rules.begin(), rules.end(),
                       [&](const LabelRule& rule) { return holds(rule, labels); });
}

bool NamespaceScope::holds(std::string_view own, std::string_view other) const {
    if (is_all) return true;
    if (names.empty()) return own == other;
    return std::find(names.begin(), names.end(), other) != names.end();
}

}  // namespace weft::mesh::control
