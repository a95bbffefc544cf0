#include "scenarios/manifests/unset_fields.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {
namespace {

/// What is below them has names that users choose.
constexpr std::array<std::string_view, 9> maps_of_free_names{
    "annotations", "headers",  "labels",       "matchLabels",   "nodeSelector",
    "queryParams", "selector", "sourceLabels", "withoutHeaders"};

/// Fields of such maps where they are no maps of names: a Deployment's selector, a route's headers.
constexpr std::array<std::string_view, 4> fields_beside_free_names{
    "matchExpressions", "matchLabels", "request", "response"};

bool is_among(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

void drop_unset_below(YAML::Node node, bool names_are_free) {
    if (node.IsSequence()) {
        for (const YAML::Node& element : node)
            drop_unset_below(element, false);
    }
    if (!node.IsMap()) return;
    std::vector<std::string> unset;
    for (const auto& entry : node) {
        const std::string name = entry.first.Scalar();
        if (!entry.second.IsNull()) {
            drop_unset_below(entry.second, is_among(maps_of_free_names, name));
        } else if (!names_are_free || is_among(fields_beside_free_names, name)) {
            unset.push_back(name);
        }
    }
    for (const std::string& name : unset)
        node.remove(name);
}

}  // namespace

void drop_unset_fields(YAML::Node manifest) {
    drop_unset_below(manifest, false);
}

}  // namespace weft::scenarios
