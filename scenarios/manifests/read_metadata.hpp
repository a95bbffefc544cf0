#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace weft::scenarios {

/// The document's `metadata`: a name is required, the namespace is "default" if none is given.
/// Labels and annotations for the mesh are warned of, but for those `honoured`, which the caller
/// reads.
mesh::control::Metadata read_metadata(YamlMap& document,
                                      std::initializer_list<std::string_view> honoured = {});

/// A mapping of plain texts below `key`; empty if there is none.
mesh::control::Labels read_labels(YamlMap& map, std::string_view key);

/// Labels and annotations are free text for anyone, but some would change how the mesh treats the
/// object: warns of these by name.
void warn_of_mesh_settings(const YamlMap& meta,
                           const mesh::control::Labels& labels,
                           const mesh::control::Labels& annotations);

/// The document's `spec`; its absence is an error.
std::optional<YamlMap> required_spec(YamlMap& document);

/// A port number, 1 to 65535; nothing if the key is absent, and an error if it is required.
std::optional<std::uint16_t> read_port(YamlMap& map, std::string_view key);
std::uint16_t required_port(YamlMap& map, std::string_view key);

/// Marks keys that cannot change what a run shows, so that nobody is warned of them.
void pass_over(YamlMap& map, std::initializer_list<std::string_view> keys);

/// Warns of the parts of the document that nobody asked for; `status` and the like are passed over.
void finish_document(YamlMap& document);

/// Warns where `key` is anything but `honoured`, the one value that a run knows.
void warn_unless(YamlMap& map,
                 std::string_view key,
                 std::string_view honoured,
                 std::string_view path);

}  // namespace weft::scenarios
