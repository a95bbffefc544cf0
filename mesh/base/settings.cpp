#include "mesh/base/settings.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>
#include <stdexcept>

namespace weft::mesh {
namespace {

[[noreturn]] void refuse(std::string_view key, const std::string& text, std::string_view why) {
    std::string message{key};
    message.append(": '").append(text).append("' ").append(why);
    throw std::invalid_argument(message);
}

/// The parsed value, if there is one and the rule accepts it.
template <class T>
T checked(std::string_view key,
          const std::string& text,
          const std::optional<T>& parsed,
          const Rule<T>& rule,
          std::string_view what) {
    if (!parsed) refuse(key, text, std::string{"is not "}.append(what));
    if (*parsed < rule.min || rule.max < *parsed) refuse(key, text, "is out of range");
    return *parsed;
}

}  // namespace

std::uint32_t TextSettings::count(std::string_view key, Rule<std::uint32_t> rule) {
    const std::string* const text = find(key);
    if (text == nullptr) return rule.fallback;
    return checked(key, *text, parse_count(*text), rule, "a whole number");
}

double TextSettings::number(std::string_view key, Rule<double> rule) {
    const std::string* const text = find(key);
    if (text == nullptr) return rule.fallback;
    return checked(key, *text, parse_number(*text), rule, "a number");
}

Duration TextSettings::duration(std::string_view key, Rule<Duration> rule) {
    const std::string* const text = find(key);
    if (text == nullptr) return rule.fallback;
    return checked(key, *text, parse_duration(*text), rule, "a duration such as 25ms");
}

Ratio TextSettings::ratio(std::string_view key, Rule<Ratio> rule) {
    const std::string* const text = find(key);
    if (text == nullptr) return rule.fallback;
    return checked(key, *text, parse_ratio(*text), rule, "a share such as 5%");
}

std::uint64_t TextSettings::size(std::string_view key, std::uint64_t fallback) {
    const std::string* const written = find(key);
    if (written == nullptr) return fallback;
    const auto parsed = parse_size(*written);
    if (!parsed) refuse(key, *written, "is not a size such as 2KB");
    return *parsed;
}

std::string TextSettings::text(std::string_view key, std::string_view fallback) {
    const std::string* const written = find(key);
    return written == nullptr ? std::string{fallback} : *written;
}

std::string TextSettings::choice(std::string_view key,
                                 std::string_view fallback,
                                 std::span<const std::string_view> words) {
    const std::string* const text = find(key);
    if (text == nullptr) return std::string{fallback};
    if (std::find(words.begin(), words.end(), *text) != words.end()) return *text;
    std::string why = "is none of ";
    for (std::size_t number = 0; number < words.size(); ++number)
        why.append(number == 0 ? "" : ", ").append(words[number]);
    refuse(key, *text, why);
}

void TextSettings::require(bool holds, std::string_view key, std::string_view rule) {
    if (holds) return;
    const std::string* const text = find(key);
    refuse(key, text == nullptr ? std::string{} : *text, rule);
}

void TextSettings::reject_unknown_keys() const {
    for (const auto& [key, text] : values_) {
        if (!known_keys_.contains(key)) {
            std::string message = "unknown key '";
            message.append(key).append("' (value '").append(text).append("')");
            throw std::invalid_argument(message);
        }
    }
}

const std::string* TextSettings::find(std::string_view key) {
    known_keys_.emplace(key);
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
}

}  // namespace weft::mesh
