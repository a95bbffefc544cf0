#include "scenarios/manifests/documents.hpp"

#include "scenarios/read/yaml_file.hpp"

namespace weft::scenarios {
namespace {

std::optional<YAML::Node> below(const YAML::Node& node, const Step& step) {
    if (const auto* const key = std::get_if<std::string_view>(&step)) {
        if (!node.IsMap()) return std::nullopt;
        const YAML::Node value = node[std::string{*key}];
        return value.IsDefined() ? std::optional{value} : std::nullopt;
    }
    const std::size_t position = std::get<std::size_t>(step);
    if (!node.IsSequence() || position >= node.size()) return std::nullopt;
    return node[position];
}

}  // namespace

Document document_of(const YAML::Node& node,
                     const std::string& file,
                     const std::optional<mesh::control::Resource>& resource) {
    Document document{.group = {}, .key = {}, .node = node, .file = file, .resource = resource};
    const std::string api_version = text_in(document, {"apiVersion"});
    const std::size_t slash = api_version.find('/');
    if (slash != std::string::npos) document.group = api_version.substr(0, slash);
    document.key = {text_in(document, {"kind"}), text_in(document, {"metadata", "namespace"}),
                    text_in(document, {"metadata", "name"})};
    if (document.key.ns.empty()) document.key.ns = mesh::control::Metadata{}.ns;
    return document;
}

std::optional<YAML::Node> find_in(const Document& document, const Path& path) {
    std::optional<YAML::Node> node{document.node};
    for (const Step& step : path) {
        const auto next = below(*node, step);
        if (!next) return std::nullopt;
        node.emplace(*next);
    }
    return node;
}

Place place_in(const Document& document, const Path& path) {
    YAML::Node node{document.node};
    for (const Step& step : path) {
        const auto next = below(node, step);
        if (!next) break;
        node.reset(*next);
    }
    return place_of(node, document.file);
}

std::string text_in(const Document& document, const Path& path) {
    const auto node = find_in(document, path);
    return node && node->IsScalar() ? node->Scalar() : "";
}

mesh::control::Labels labels_in(const Document& document, const Path& path) {
    mesh::control::Labels labels;
    const auto node = find_in(document, path);
    if (!node || !node->IsMap()) return labels;
    for (const auto& entry : *node) {
        if (entry.second.IsScalar()) labels[entry.first.Scalar()] = entry.second.Scalar();
    }
    return labels;
}

}  // namespace weft::scenarios
