#include "mesh/security/path_template.hpp"

#include <cassert>
#include <cstddef>

namespace weft::mesh {
namespace {

constexpr std::string_view one_part = "{*}";
constexpr std::string_view any_parts = "{**}";

/// Takes "/part" off the front and returns the part. Requires a slash there.
std::string_view take_part(std::string_view& path) {
    path.remove_prefix(1);
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(part.size());
    return part;
}

}  // namespace

bool is_path_template(std::string_view path) {
    return path.find(one_part) != std::string_view::npos ||
           path.find(any_parts) != std::string_view::npos;
}

std::optional<std::string> mistake_in_path_template(std::string_view path) {
    if (!path.starts_with('/')) return "a path template must begin with '/'";
    bool ended = false;
    while (!path.empty()) {
        const std::string_view part = take_part(path);
        const bool is_operator = part == one_part || part == any_parts;
        if (is_operator && ended) return "{**} must be the last of a path template's operators";
        ended = ended || part == any_parts;
        if (is_operator || part.find_first_of("{}*") == std::string_view::npos) continue;
        return "a part of a path template must be {*}, {**} or plain text";
    }
    return std::nullopt;
}

PathTemplate::PathTemplate(std::string_view path) {
    assert(!mistake_in_path_template(path));
    while (!path.empty()) {
        const std::string_view part = take_part(path);
        if (part == any_parts) {
            parts_.push_back({Kind::any, std::string{path}});
            return;
        }
        const bool is_one = part == one_part;
        parts_.push_back({is_one ? Kind::one : Kind::literal, std::string{part}});
    }
}

bool PathTemplate::matches(std::string_view path) const {
    for (const Part& part : parts_) {
        if (!path.starts_with('/')) return false;
        if (part.kind == Kind::any) return path.substr(1).ends_with(part.text);
        const std::string_view own = take_part(path);
        if (part.kind == Kind::one ? own.empty() : own != part.text) return false;
    }
    return path.empty();
}

}  // namespace weft::mesh
