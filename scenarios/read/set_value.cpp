#include "scenarios/read/set_value.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

/// The first dot from `begin` on that is in no quotes; npos if there is none.
std::size_t next_dot(const std::string& path, std::size_t begin) {
    bool is_quoted = false;
    for (std::size_t at = begin; at < path.size(); ++at) {
        if (path[at] == '"') is_quoted = !is_quoted;
        if (path[at] == '.' && !is_quoted) return at;
    }
    return std::string::npos;
}

std::string without_quotes(std::string part) {
    std::erase(part, '"');
    return part;
}

std::vector<std::string> parts_of_path(const std::string& path) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t dot = next_dot(path, 0); dot != std::string::npos;
         dot = next_dot(path, begin)) {
        parts.push_back(without_quotes(path.substr(begin, dot - begin)));
        begin = dot + 1;
    }
    parts.push_back(without_quotes(path.substr(begin)));
    return parts;
}

/// The same value with `origin` as the place of all its parts: their own would point into the
/// command line as if it were the file.
YAML::Node from_origin(const YAML::Node& node, const std::string& origin) {
    YAML::Node copy{YAML::NodeType::Null};
    if (node.IsScalar()) copy = YAML::Node{node.Scalar()};
    if (node.IsMap()) {
        copy = YAML::Node{YAML::NodeType::Map};
        for (const auto& entry : node)
            copy[from_origin(entry.first, origin)] = from_origin(entry.second, origin);
    }
    if (node.IsSequence()) {
        copy = YAML::Node{YAML::NodeType::Sequence};
        for (const YAML::Node& element : node)
            copy.push_back(from_origin(element, origin));
    }
    mark_origin(copy, origin);
    return copy;
}

/// Walks down a path and writes at its end.
class ValueSetter {
public:
    ValueSetter(const std::string& path, std::string origin, Diagnostics& diagnostics)
        : parts_(parts_of_path(path)), origin_(std::move(origin)), diagnostics_(diagnostics) {}

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
        if (is_last) return put(parent, name, value);
        if (!has_value(parent, name)) {
            put(parent, name, from_origin(YAML::Node{YAML::NodeType::Map}, origin_));
        }
        set(parent[name], part + 1, value);
    }

private:
    /// A key that was not there is the command line's, too.
    void put(YAML::Node& map, const std::string& name, const YAML::Node& value) const {
        if (has_key(map, name)) {
            map[name] = value;
        } else {
            map[from_origin(YAML::Node{name}, origin_)] = value;
        }
    }

    /// Asked of a constant node, since [] of another makes the key that it does not find.
    static bool has_key(const YAML::Node& map, const std::string& name) {
        return map[name].IsDefined();
    }

    static bool has_value(const YAML::Node& map, const std::string& name) {
        return has_key(map, name) && !map[name].IsNull();
    }

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

    void error(const std::string& message) { diagnostics_.error({origin_}, message); }

    std::vector<std::string> parts_;
    std::string origin_;
    Diagnostics& diagnostics_;
};

}  // namespace

std::pair<std::string, std::string> split_path(const std::string& path) {
    const std::size_t dot = next_dot(path, 0);
    if (dot == std::string::npos) return {without_quotes(path), ""};
    return {without_quotes(path.substr(0, dot)), path.substr(dot + 1)};
}

std::optional<std::string> mistake_in_path(const std::string& path) {
    if (std::ranges::count(path, '"') % 2 == 0) return std::nullopt;
    return "a quote in the path is never closed";
}

void set_value(YAML::Node& scenario,
               const std::string& path,
               const std::string& value,
               Diagnostics& diagnostics) {
    const std::string origin = "--set " + path + "=" + value;
    Diagnostics found;
    const std::vector<YAML::Node> documents = parse_yaml(value, origin, found);
    for (const Diagnostic& diagnostic : found.all())
        diagnostics.error({origin}, diagnostic.message);
    if (!documents.empty()) set_value(scenario, path, documents.front(), origin, diagnostics);
}

void set_value(YAML::Node& document,
               const std::string& path,
               const YAML::Node& value,
               const std::string& origin,
               Diagnostics& diagnostics) {
    if (const auto mistake = mistake_in_path(path)) return diagnostics.error({origin}, *mistake);
    ValueSetter{path, origin, diagnostics}.set(document, 0, from_origin(value, origin));
}

}  // namespace weft::scenarios
