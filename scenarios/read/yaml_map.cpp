#include "scenarios/read/yaml_map.hpp"

#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <iterator>
#include <limits>
#include <sstream>
#include <utility>

namespace weft::scenarios {
namespace {

/// The value of a key, or an undefined node. Never changes the tree, as yaml-cpp's [] would.
YAML::Node value_of(const YAML::Node& map, std::string_view key) {
    if (map.IsMap()) {
        for (const auto& entry : map) {
            if (entry.first.IsScalar() && entry.first.Scalar() == key) return entry.second;
        }
    }
    return YAML::Node{YAML::NodeType::Undefined};
}

std::string shown(double number) {
    std::ostringstream text;
    text << number;
    return text.str();
}

std::string shown(std::uint32_t number) {
    return std::to_string(number);
}
std::string shown(mesh::Duration duration) {
    return mesh::to_text(duration);
}
std::string shown(mesh::Ratio ratio) {
    return mesh::to_text(ratio);
}

template <class T>
bool is_largest(T value) {
    return value == std::numeric_limits<T>::max();
}
bool is_largest(mesh::Duration value) {
    return value == mesh::Duration::max();
}
bool is_largest(mesh::Ratio) {
    return false;
}

/// "between 1 and 100", or "at least 1" where there is no upper bound to speak of.
template <class T>
std::string range_of(const mesh::Rule<T>& rule) {
    if (is_largest(rule.max)) return "at least " + shown(rule.min);
    if (rule.min == rule.max) return shown(rule.min);
    return "between " + shown(rule.min) + " and " + shown(rule.max);
}

std::string listed_values(std::span<const std::string_view> words) {
    std::string list;
    for (const std::string_view word : words) {
        if (!list.empty()) list += ", ";
        list += word;
    }
    return list;
}

/// Reads the value of `key` by `parse`, or reports what was wanted and takes the fallback.
template <class T, class Parse>
T read(YamlMap& map,
       std::string_view key,
       const mesh::Rule<T>& rule,
       Parse parse,
       std::string_view form) {
    const YAML::Node value = map.node(key);
    if (!value.IsDefined()) return rule.fallback;
    std::optional<T> parsed;
    if (value.IsScalar()) parsed = parse(value.Scalar());
    if (!parsed) {
        map.error(key, std::string{key} + " must be " + std::string{form});
        return rule.fallback;
    }
    if (*parsed < rule.min || *parsed > rule.max) {
        map.error(key, std::string{key} + " must be " + range_of(rule));
        return rule.fallback;
    }
    return *parsed;
}

}  // namespace

YamlMap::YamlMap(YAML::Node node, std::string file, Diagnostics& diagnostics)
    : node_(std::move(node)),
      file_(std::move(file)),
      diagnostics_(&diagnostics),
      known_keys_(std::make_shared<std::set<std::string, std::less<>>>()) {
    if (node_.IsDefined() && node_.IsMap()) return;
    diagnostics_->error(place(), "must be a mapping of keys to values");
}

std::uint32_t YamlMap::count(std::string_view key, mesh::Rule<std::uint32_t> rule) {
    return read(*this, key, rule, mesh::parse_count, "a whole number");
}

double YamlMap::number(std::string_view key, mesh::Rule<double> rule) {
    return read(*this, key, rule, mesh::parse_number, "a number");
}

mesh::Duration YamlMap::duration(std::string_view key, mesh::Rule<mesh::Duration> rule) {
    return read(*this, key, rule, mesh::parse_duration,
                "a duration with its unit, such as 25ms or 2s");
}

mesh::Ratio YamlMap::ratio(std::string_view key, mesh::Rule<mesh::Ratio> rule) {
    return read(*this, key, rule, mesh::parse_ratio, "a share in percent, such as 5% or 0.1%");
}

double YamlMap::rate(std::string_view key, mesh::Rule<double> rule) {
    return read(*this, key, rule, mesh::parse_rate, "a rate with its unit, such as 400/s or 30/m");
}

std::uint64_t YamlMap::size(std::string_view key, std::uint64_t fallback) {
    const mesh::Rule<std::uint64_t> rule{
        .fallback = fallback, .min = 0, .max = std::numeric_limits<std::uint64_t>::max()};
    const YAML::Node value = node(key);
    if (!value.IsDefined()) return rule.fallback;
    if (value.IsScalar()) {
        if (const auto parsed = mesh::parse_size(value.Scalar())) return *parsed;
    }
    error(key, std::string{key} + " must be a size with its unit, such as 512B or 1KB");
    return rule.fallback;
}

std::string YamlMap::choice(std::string_view key,
                            std::string_view fallback,
                            std::span<const std::string_view> words) {
    const YAML::Node value = node(key);
    if (!value.IsDefined()) return std::string{fallback};
    const std::string written = value.IsScalar() ? value.Scalar() : "";
    for (const std::string_view word : words) {
        if (written == word) return written;
    }
    error(key, std::string{key} + " must be one of " + listed_values(words) +
                   did_you_mean(written, {words.begin(), words.end()}));
    return std::string{fallback};
}

bool YamlMap::has(std::string_view key) const {
    return value_of(node_, key).IsDefined();
}

std::string YamlMap::text(std::string_view key, std::string_view fallback) {
    const YAML::Node value = node(key);
    if (!value.IsDefined()) return std::string{fallback};
    if (value.IsScalar()) return value.Scalar();
    error(key, std::string{key} + (value.IsNull() ? " has no value" : " must be plain text"));
    return std::string{fallback};
}

std::string YamlMap::required_text(std::string_view key) {
    if (!has(key)) {
        node(key);
        error(key, std::string{key} + " is missing");
        return "";
    }
    std::string value = text(key);
    const YAML::Node written = node(key);
    if (value.empty() && written.IsScalar()) error(key, std::string{key} + " is empty");
    return value;
}

bool YamlMap::flag(std::string_view key, bool fallback) {
    const YAML::Node value = node(key);
    if (!value.IsDefined()) return fallback;
    const std::string written = value.IsScalar() ? value.Scalar() : "";
    if (written == "true") return true;
    if (written == "false") return false;
    error(key, std::string{key} + " must be true or false");
    return fallback;
}

std::optional<YamlMap> YamlMap::map(std::string_view key) {
    const YAML::Node value = node(key);
    if (!value.IsDefined() || value.IsNull()) return std::nullopt;
    if (!value.IsMap()) {
        error(key, std::string{key} + " must be a mapping of keys to values");
        return std::nullopt;
    }
    return YamlMap{value, file_, *diagnostics_};
}

void YamlMap::each(std::string_view key, const std::function<void(const YAML::Node&)>& each) {
    const YAML::Node value = node(key);
    if (!value.IsDefined() || value.IsNull()) return;
    if (!value.IsSequence()) {
        error(key, std::string{key} + " must be a list");
        return;
    }
    for (const YAML::Node& element : value)
        each(element);
}

std::vector<std::string> YamlMap::texts(std::string_view key) {
    std::vector<std::string> texts;
    each(key, [&](const YAML::Node& element) {
        if (element.IsScalar()) {
            texts.push_back(element.Scalar());
        } else {
            diagnostics_->error(place_of(element, file_),
                                "every element of " + std::string{key} + " must be plain text");
        }
    });
    return texts;
}

std::map<std::string, std::string, std::less<>> YamlMap::texts_by_key(std::string_view key,
                                                                      std::string_view what) {
    std::map<std::string, std::string, std::less<>> texts;
    auto below = map(key);
    if (!below) return texts;
    below->entries([&](const std::string& name, const Place& place, const YAML::Node& value) {
        if (value.IsScalar()) {
            texts.insert_or_assign(name, value.Scalar());
        } else {
            diagnostics_->error(place, "the value of " + std::string{what} + " must be plain text");
        }
    });
    return texts;
}

void YamlMap::entries(
    const std::function<void(const std::string&, const Place&, const YAML::Node&)>& each) {
    if (!node_.IsDefined() || !node_.IsMap()) return;
    for (const auto& entry : node_) {
        if (!entry.first.IsScalar()) continue;  // load_yaml() refused such a key.
        known_keys_->insert(entry.first.Scalar());
        each(entry.first.Scalar(), place_of(entry.first, file_), entry.second);
    }
}

YAML::Node YamlMap::node(std::string_view key) {
    known_keys_->emplace(key);
    return value_of(node_, key);
}

void YamlMap::require(bool holds, std::string_view key, std::string_view rule) {
    if (!holds) error(key, std::string{key} + " " + std::string{rule});
}

void YamlMap::reject_unknown_keys() {
    if (!node_.IsDefined() || !node_.IsMap()) return;
    const std::vector<std::string> known{known_keys_->begin(), known_keys_->end()};
    for (const auto& entry : node_) {
        const std::string& key = entry.first.Scalar();
        if (known_keys_->contains(key)) continue;
        diagnostics_->error(place_of(entry.first, file_),
                            "unknown key '" + key + "'" + did_you_mean(key, known));
    }
}

void YamlMap::warn_of_unknown_keys(std::string_view what) {
    if (!node_.IsDefined() || !node_.IsMap()) return;
    // Of short names many are near each other: tcp and http, ingress and egress.
    constexpr std::size_t least_to_guess = 8;
    const std::string prefix = what.empty() ? "" : std::string{what} + ".";
    const auto guess = [&](const std::string& key) -> std::string {
        if (key.size() < least_to_guess) return "";
        std::vector<std::string> absent;
        std::ranges::copy_if(*known_keys_, std::back_inserter(absent),
                             [&](const std::string& known) { return !has(known); });
        return did_you_mean(key, absent);
    };
    for (const auto& entry : node_) {
        const std::string& key = entry.first.Scalar();
        if (known_keys_->contains(key)) continue;
        diagnostics_->warning(place_of(entry.first, file_),
                              fmt::format("{}{} is not honoured{}", prefix, key, guess(key)));
    }
}

void YamlMap::error(std::string_view key, std::string message) {
    diagnostics_->error(place(key), std::move(message));
}

Place YamlMap::place() const {
    return place_of(node_, file_);
}

Place YamlMap::place(std::string_view key) const {
    const YAML::Node value = value_of(node_, key);
    return value.IsDefined() ? place_of(value, file_) : place();
}

}  // namespace weft::scenarios
