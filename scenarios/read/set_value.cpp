#include "scenarios/read/set_value.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
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

/// The same with slots of its own for what is in it. All that an anchor and its aliases stand for
/// is one node: who writes into it for one of them writes for all.
YAML::Node with_own_slots(const YAML::Node& node) {
    YAML::Node copy{node.Type()};
    if (node.IsMap()) {
        for (const auto& entry : node)
            copy[entry.first] = entry.second;
    }
    if (node.IsSequence()) {
        for (std::size_t at = 0; at < node.size(); ++at) {
            copy.push_back(YAML::Node{YAML::NodeType::Null});
            copy[at] = node[at];
        }
    }
    mark_as(copy, node);
    return copy;
}

/// Walks down a path and writes at its end.
class ValueSetter {
public:
    enum class Writes : std::uint8_t { value, one_more };

    ValueSetter(const std::string& path,
                Writes writes,
                std::string origin,
                Diagnostics& diagnostics)
        : parts_(parts_of_path(path)),
          writes_(writes),
          origin_(std::move(origin)),
          diagnostics_(diagnostics) {}

    /// The node with the value at the end of the path, which goes on with this part. The node
    /// itself stays as it is.
    YAML::Node with(const YAML::Node& node, std::size_t part, const YAML::Node& value) {
        if (part == parts_.size()) return writes_ == Writes::value ? value : longer(node, value);
        const std::string& name = parts_[part];
        if (name.empty())
            return refused(node, "a path has names with dots between, such as load.web.rate");
        if (node.IsSequence()) {
            const auto position = find(node, name);
            if (!position) {
                return refused(node, fmt::format("there is no '{}' in this list{}", name,
                                                 did_you_mean(name, names_in(node))));
            }
            YAML::Node list = with_own_slots(node);
            list[*position] = with(node[*position], part + 1, value);
            return list;
        }
        if (!node.IsMap() && !node.IsNull())
            return refused(node, "'" + name + "' is below a plain value");
        YAML::Node map = with_own_slots(node);
        put(map, name, with(below(node, name), part + 1, value));
        return map;
    }

private:
    /// The list with the value behind the others; what is no list has none.
    YAML::Node longer(const YAML::Node& list, const YAML::Node& value) const {
        YAML::Node copy = list.IsSequence()
                              ? with_own_slots(list)
                              : from_origin(YAML::Node{YAML::NodeType::Sequence}, origin_);
        copy.push_back(value);
        return copy;
    }

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

    /// What a key has, or an empty mapping of the command line.
    YAML::Node below(const YAML::Node& map, const std::string& name) const {
        if (has_key(map, name) && !map[name].IsNull()) return map[name];
        return from_origin(YAML::Node{YAML::NodeType::Map}, origin_);
    }

    /// Whether an element says this of itself under a key.
    static bool says(const YAML::Node& element, const char* key, const std::string& name) {
        if (!element.IsMap()) return false;
        const YAML::Node said = element[key];
        return said.IsDefined() && said.IsScalar() && said.Scalar() == name;
    }

    /// What find() would find its elements by, but for ports and positions.
    static std::vector<std::string> names_in(const YAML::Node& list) {
        std::vector<std::string> names;
        for (const YAML::Node& element : list) {
            if (!element.IsMap()) continue;
            for (const char* const key : {"id", "name"}) {
                const YAML::Node said = element[key];
                if (said.IsDefined() && said.IsScalar()) names.push_back(said.Scalar());
            }
        }
        return names;
    }

    static bool is_for_port(const YAML::Node& element, const std::string& number) {
        if (!element.IsMap()) return false;
        const YAML::Node port = element["port"];
        return port.IsDefined() && says(port, "number", number);
    }

    static std::optional<std::size_t> find(const YAML::Node& list, const std::string& name) {
        const auto find_if = [&](auto is_it) {
            std::size_t at = 0;
            while (at < list.size() && !is_it(list[at]))
                ++at;
            return at < list.size() ? std::optional{at} : std::nullopt;
        };
        for (const char* const key : {"id", "name"})
            if (const auto at = find_if([&](const YAML::Node& it) { return says(it, key, name); }))
                return at;
        if (const auto at = find_if([&](const YAML::Node& it) { return is_for_port(it, name); }))
            return at;
        const auto position = mesh::parse_count(name);
        if (position && *position < list.size()) return *position;
        return std::nullopt;
    }

    YAML::Node refused(const YAML::Node& node, const std::string& message) {
        diagnostics_.error({origin_}, message);
        return node;
    }

    std::vector<std::string> parts_;
    Writes writes_;
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
    ValueSetter setter{path, ValueSetter::Writes::value, origin, diagnostics};
    document.reset(setter.with(document, 0, from_origin(value, origin)));
}

void add_value(YAML::Node& document,
               const std::string& path,
               const YAML::Node& value,
               const std::string& origin,
               Diagnostics& diagnostics) {
    ValueSetter setter{path, ValueSetter::Writes::one_more, origin, diagnostics};
    document.reset(setter.with(document, 0, value));
}

}  // namespace weft::scenarios
