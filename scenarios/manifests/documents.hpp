#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace weft::scenarios {

/// One object of a manifest: what was written, where, and what was made of it. Resources know no
/// files; whoever has something to say of a field finds its place here.
struct Document {
    std::string group;               ///< Of its apiVersion: "networking.istio.io"
    mesh::control::ResourceKey key;  ///< As written, of any kind.
    YAML::Node node;
    std::string file;
    std::optional<mesh::control::Resource> resource{};  ///< Nothing: not honoured, or too little.
};

/// In the order of reading. A later version of an object stands where the first one was.
using Documents = std::vector<Document>;

/// Of what was written; its name is empty if it has none.
Document document_of(const YAML::Node& node,
                     const std::string& file,
                     const std::optional<mesh::control::Resource>& resource);

/// The way to a field: keys, and positions in lists, as in {"spec", "http", 0, "route"}.
using Step = std::variant<std::string_view, std::size_t>;
using Path = std::vector<Step>;

/// What is written there; nothing if the document has no such field.
std::optional<YAML::Node> find_in(const Document& document, const Path& path);

/// Where it is written, or else what there is of the way.
Place place_in(const Document& document, const Path& path);

/// Its text, "" if it has none.
std::string text_in(const Document& document, const Path& path);

/// A mapping of plain texts; empty if there is none.
mesh::control::Labels labels_in(const Document& document, const Path& path);

}  // namespace weft::scenarios
