#include "scenarios/manifests/read_metadata.hpp"

#include "scenarios/read/yaml_file.hpp"

#include <array>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace weft::scenarios {
namespace {

/// A label that Istio reads, and the one value that says what a run does anyway.
struct MeshLabel {
    std::string_view name;
    std::string_view honoured;
};

constexpr std::array<MeshLabel, 7> mesh_labels{{
    {"istio-injection", "enabled"},
    {"sidecar.istio.io/inject", "true"},
    {"istio.io/dataplane-mode", "none"},
    {"istio.io/use-waypoint", "none"},
    {"istio.io/global", "false"},
    {"networking.istio.io/tunnel", ""},
    {"topology.istio.io/network", ""},
}};

}  // namespace

mesh::control::Metadata read_metadata(YamlMap& document,
                                      std::initializer_list<std::string_view> honoured) {
    mesh::control::Metadata meta;
    auto map = document.map("metadata");
    if (!map) {
        document.error("metadata", "metadata is missing");
        return meta;
    }
    meta.name = map->required_text("name");
    meta.ns = map->text("namespace", meta.ns);
    map->require(is_printable(meta.name), "name", "must hold no control character");
    map->require(is_printable(meta.ns), "namespace", "must hold no control character");
    meta.labels = read_labels(*map, "labels");
    meta.annotations = read_labels(*map, "annotations");
    mesh::control::Labels labels = meta.labels;
    mesh::control::Labels annotations = meta.annotations;
    for (const std::string_view name : honoured) {
        for (auto* const others : {&labels, &annotations}) {
            if (const auto known = others->find(name); known != others->end()) others->erase(known);
        }
    }
    warn_of_mesh_settings(*map, labels, annotations);
    pass_over(*map, {"uid", "resourceVersion", "generation", "creationTimestamp", "selfLink",
                     "managedFields", "ownerReferences", "finalizers"});
    map->warn_of_unknown_keys("metadata");
    return meta;
}

mesh::control::Labels read_labels(YamlMap& map, std::string_view key) {
    mesh::control::Labels labels;
    auto below = map.map(key);
    if (!below) return labels;
    below->entries([&](const std::string& name, const Place& place, const YAML::Node& value) {
        const auto error = [&](const char* rule) {
            map.diagnostics().error(place, fmt::format("the value of '{}' must {}", name, rule));
        };
        if (!value.IsScalar() && !value.IsNull()) return error("be plain text");
        std::string& label = labels[name];
        if (value.IsScalar()) label = value.Scalar();
        if (key != "annotations" && !is_printable(label)) error("hold no control character");
    });
    return labels;
}

void warn_of_mesh_settings(const YamlMap& meta,
                           const mesh::control::Labels& labels,
                           const mesh::control::Labels& annotations) {
    for (const auto& [name, value] : annotations) {
        const bool is_for_the_mesh = name.find("istio.io/") != std::string::npos;
        if (!is_for_the_mesh) continue;
        meta.diagnostics().warning(meta.place("annotations"),
                                   "annotation '" + name + "' is not honoured");
    }
    for (const MeshLabel& known : mesh_labels) {
        const auto label = labels.find(known.name);
        if (label == labels.end() || label->second == known.honoured) continue;
        std::string message = "label '" + label->first;
        message.append(": ").append(label->second).append("' is not honoured");
        meta.diagnostics().warning(meta.place("labels"), message);
    }
}

std::optional<YamlMap> required_spec(YamlMap& document) {
    auto spec = document.map("spec");
    const YAML::Node written = document.node("spec");
    if (!written.IsDefined() || written.IsNull()) document.error("spec", "spec is missing");
    return spec;
}

std::optional<std::uint16_t> read_port(YamlMap& map, std::string_view key) {
    if (!map.has(key)) return std::nullopt;
    const std::uint32_t port = map.count(key, {.fallback = 1, .min = 1, .max = 65535});
    return static_cast<std::uint16_t>(port);
}

std::uint16_t required_port(YamlMap& map, std::string_view key) {
    map.require(map.has(key), key, "is missing");
    return read_port(map, key).value_or(std::uint16_t{0});
}

void pass_over(YamlMap& map, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys)
        map.node(key);
}

void finish_document(YamlMap& document) {
    pass_over(document, {"apiVersion", "kind", "status"});
    document.warn_of_unknown_keys("");
}

void warn_unless(YamlMap& map,
                 std::string_view key,
                 std::string_view honoured,
                 std::string_view path) {
    const std::string written = map.text(key, honoured);
    if (written == honoured) return;
    map.diagnostics().warning(map.place(key), std::string{path} + "." + std::string{key} + ": " +
                                                  written + " is not honoured");
}

}  // namespace weft::scenarios
