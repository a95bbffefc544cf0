#pragma once

#include "scenarios/read/yaml_map.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace weft::scenarios {

/// Settings of a mapping that also remembers what was written, as text: for kinds that are checked
/// when the scenario is read, and made anew from the same parameters when the world is.
class WrittenSettings final : public mesh::Settings {
public:
    explicit WrittenSettings(const YamlMap& map) : map_(map) {}

    const mesh::TextSettings::Values& values() const { return values_; }

    std::uint32_t count(std::string_view key, mesh::Rule<std::uint32_t> rule) override {
        keep(key);
        return map_.count(key, rule);
    }
    double number(std::string_view key, mesh::Rule<double> rule) override {
        keep(key);
        return map_.number(key, rule);
    }
    mesh::Duration duration(std::string_view key, mesh::Rule<mesh::Duration> rule) override {
        keep(key);
        return map_.duration(key, rule);
    }
    mesh::Ratio ratio(std::string_view key, mesh::Rule<mesh::Ratio> rule) override {
        keep(key);
        return map_.ratio(key, rule);
    }
    std::uint64_t size(std::string_view key, std::uint64_t fallback) override {
        keep(key);
        return map_.size(key, fallback);
    }
    std::string text(std::string_view key, std::string_view fallback) override {
        keep(key);
        return map_.text(key, fallback);
    }
    std::string choice(std::string_view key,
                       std::string_view fallback,
                       std::span<const std::string_view> words) override {
        keep(key);
        return map_.choice(key, fallback, words);
    }
    void require(bool holds, std::string_view key, std::string_view rule) override {
        map_.require(holds, key, rule);
    }

private:
    void keep(std::string_view key) {
        const YAML::Node value = map_.node(key);
        if (value.IsDefined() && value.IsScalar()) {
            values_.insert_or_assign(std::string{key}, value.Scalar());
        }
    }

    YamlMap map_;
    mesh::TextSettings::Values values_;
};

}  // namespace weft::scenarios
