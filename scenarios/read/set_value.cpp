#include "scenarios/read/set_value.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', begin)) {
        parts.push_back(path.substr(begin, dot - begin));
        begin = dot + 1;
    }
    parts.push_back(path.substr(begin));
    return parts;
}

/// The same value without its places: those would point into the command line as if it were the
/// file.
YAML::Node without_places(const YAML::Node& node) {
    if (node.IsMap()) {
        YAML::Node copy{YAML::NodeType::Map};
        for (const auto& entry : node)
            copy[entry.first.Scalar()] = without_places(entry.second);
        return copy;
    }
    if (node.IsSequence()) {
        YAML::Node copy{YAML::NodeType::Sequence};
        for (const YAML::Node& element : node)
            copy.push_back(without_places(element));
        return copy;
    }
    return node.IsScalar() ? YAML::Node{node.Scalar()} : YAML::Node{YAML::NodeType::Null};
}

/// Walks down a path and writes at its end.
class ValueSetter {
public:
    ValueSetter(std::string path, Diagnostics& diagnostics)
        : path_(std::move(path)), parts_(parts_of(path_)), diagnostics_(diagnostics) {}

    void set(YAML::Node parent, std::size_t part, const YAML::Node& value) {
        const std::string& name = parts_[part];
        if (name.empty()) return error("a path has names with dots between, such as load.web.rate");
        const bool is_last = part + 1 == parts_.size();
        if (parent.IsSequence()) {
            const auto position = find(parent, name);
            if (!position) return error("there is no '" + name + "' in this list");
            if (!is_last) return set(parent[*position], part + 1, value);
            parent[*position] = value;
            return;
        }
        if (!parent.IsMap() && !parent.IsNull())
            return error("'" + name + "' is below a plain value");
        if (is_last) {
            parent[name] = value;
            return;
        }
        if (!parent[name].IsDefined() || parent[name].IsNull()) {
            parent[name] = YAML::Node{YAML::NodeType::Map};
        }
        set(parent[name], part + 1, value);
    }

private:
    static std::optional<std::size_t> find(const YAML::Node& list, const std::string& name) {
        for (std::size_t at = 0; at < list.size(); ++at) {
            const YAML::Node element = list[at];
            if (!element.IsMap()) continue;
            const YAML::Node id = element["id"];
            if (id.IsDefined() && id.IsScalar() && id.Scalar() == name) return at;
        }
        const auto position = mesh::parse_count(name);
        if (position && *position < list.size()) return *position;
        return std::nullopt;
    }

    void error(const std::string& message) { diagnostics_.error({"--set " + path_}, message); }

    std::string path_;
    std::vector<std::string> parts_;
    Diagnostics& diagnostics_;
};

}  // namespace

void set_value(YAML::Node& scenario,
               const std::string& path,
               const std::string& value,
               Diagnostics& diagnostics) {
    const std::vector<YAML::Node> documents = parse_yaml(value, "--set " + path, diagnostics);
    if (documents.empty()) return;
    ValueSetter{path, diagnostics}.set(scenario, 0, without_places(documents.front()));
}

}  // namespace weft::scenarios
