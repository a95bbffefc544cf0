#pragma once

#include "mesh/base/quantity.hpp"
#include "mesh/base/settings.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// A mapping that is being read: each value with its range and fallback in one line. Remembers
/// which keys were asked for, so that the rest can be reported. Cheap to copy; copies share what is
/// known.
class YamlMap final : public mesh::Settings {
public:
    /// A node that is no mapping is reported, and reads as an empty one.
    YamlMap(YAML::Node node, std::string file, Diagnostics& diagnostics);

    std::uint32_t count(std::string_view key, mesh::Rule<std::uint32_t> rule) override;
    double number(std::string_view key, mesh::Rule<double> rule) override;
    mesh::Duration duration(std::string_view key, mesh::Rule<mesh::Duration> rule) override;
    mesh::Ratio ratio(std::string_view key, mesh::Rule<mesh::Ratio> rule) override;
    std::uint64_t size(std::string_view key, std::uint64_t fallback) override;
    std::string text(std::string_view key, std::string_view fallback = "") override;
    std::string choice(std::string_view key,
                       std::string_view fallback,
                       std::span<const std::string_view> words) override;

    bool has(std::string_view key) const;
    std::string required_text(std::string_view key);
    bool flag(std::string_view key, bool fallback);
    double rate(std::string_view key, mesh::Rule<double> rule);

    /// A mapping below; nothing if the key is absent.
    std::optional<YamlMap> map(std::string_view key);

    /// Calls `each` with every element of the sequence below, none if the key is absent; a scalar
    /// or a mapping there is reported.
    void each(std::string_view key, const std::function<void(const YAML::Node&)>& each);
    std::vector<std::string> texts(std::string_view key);

    /// The plain texts below, by their keys, none if the key is absent; `what` is one of them.
    std::map<std::string, std::string, std::less<>> texts_by_key(std::string_view key,
                                                                 std::string_view what);

    /// Calls `each` with the name, its place and the node of every entry; marks all as known.
    void entries(
        const std::function<void(const std::string&, const Place&, const YAML::Node&)>& each);

    /// The node below (undefined if absent); marks the key as known.
    YAML::Node node(std::string_view key);

    /// Reports that `key` breaks a rule unless `holds`.
    void require(bool holds, std::string_view key, std::string_view rule) override;

    /// Reports every key that nobody asked for, with what may have been meant.
    void reject_unknown_keys();

    /// Warns of every key that nobody asked for: `what` + " is not honoured" (manifests).
    void warn_of_unknown_keys(std::string_view what);

    void error(std::string_view key, std::string message);  ///< At the value of `key`, or the map.
    Place place() const;                                    ///< Of the map.
    Place place(std::string_view key) const;                ///< Of the value of `key`, or the map.
    const std::string& file() const { return file_; }
    Diagnostics& diagnostics() const { return *diagnostics_; }

private:
    YAML::Node node_;
    std::string file_;
    Diagnostics* diagnostics_;
    std::shared_ptr<std::set<std::string, std::less<>>> known_keys_;
};

}  // namespace weft::scenarios
