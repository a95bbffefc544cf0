#pragma once

#include "mesh/base/quantity.hpp"
#include "mesh/base/settings.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {

/// Answers each question with its fallback, and remembers what was asked.
class AskedSettings final : public mesh::Settings {
public:
    struct Asked {
        std::string name;
        std::string fallback;            ///< As a scenario writes it.
        std::vector<std::string> words;  ///< That may be said, if it is one of some.
    };

    std::uint32_t count(std::string_view key, mesh::Rule<std::uint32_t> rule) override {
        return note(key, std::to_string(rule.fallback)), rule.fallback;
    }
    double number(std::string_view key, mesh::Rule<double> rule) override {
        return note(key, fmt::format("{}", rule.fallback)), rule.fallback;
    }
    mesh::Duration duration(std::string_view key, mesh::Rule<mesh::Duration> rule) override {
        return note(key, mesh::to_text(rule.fallback)), rule.fallback;
    }
    mesh::Ratio ratio(std::string_view key, mesh::Rule<mesh::Ratio> rule) override {
        return note(key, mesh::to_text(rule.fallback)), rule.fallback;
    }
    std::uint64_t size(std::string_view key, std::uint64_t fallback) override {
        return note(key, fmt::format("{}B", fallback)), fallback;
    }
    std::string text(std::string_view key, std::string_view fallback) override {
        return note(key, std::string{fallback}), std::string{fallback};
    }
    std::string choice(std::string_view key,
                       std::string_view fallback,
                       std::span<const std::string_view> words) override {
        note(key, std::string{fallback}, {words.begin(), words.end()});
        return std::string{fallback};
    }
    void require(bool /*holds*/, std::string_view /*key*/, std::string_view /*rule*/) override {}

    std::vector<Asked> asked() && { return std::move(asked_); }

private:
    void note(std::string_view key, std::string fallback, std::vector<std::string> words = {}) {
        if (std::ranges::find(asked_, key, &Asked::name) != asked_.end()) return;
        asked_.push_back({std::string{key}, std::move(fallback), std::move(words)});
    }

    std::vector<Asked> asked_;
};

}  // namespace weft::scenarios
