#include "mesh/security/text_pattern.hpp"

#include "mesh/route/string_match.hpp"

#include <cstddef>

namespace weft::mesh {
namespace {

/// Whether the value is the pattern with something, or nothing, for each star.
bool matches_stars(std::string_view pattern, std::string_view value) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == value;
    if (!value.starts_with(pattern.substr(0, star))) return false;
    value.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    for (std::size_t next = pattern.find('*'); next != std::string_view::npos;
         next = pattern.find('*')) {
        const std::size_t at = value.find(pattern.substr(0, next));
        if (at == std::string_view::npos) return false;
        value.remove_prefix(at + next);
        pattern.remove_prefix(next + 1);
    }
    return value.ends_with(pattern);
}

}  // namespace

bool TextPattern::matches(std::string_view value) const {
    const auto equals = [this](std::string_view part) {
        return ignore_case ? equal_ignoring_case(part, text) : part == text;
    };
    switch (kind) {
        case Kind::exact:
            return equals(value);
        case Kind::prefix:
            return equals(value.substr(0, text.size()));
        case Kind::suffix:
            return value.size() >= text.size() && equals(value.substr(value.size() - text.size()));
        case Kind::not_empty:
            return !value.empty();
        case Kind::stars:
            return matches_stars(text, value);
    }
    return false;
}

TextPattern parse_text_pattern(std::string_view written) {
    using Kind = TextPattern::Kind;
    if (written == "*") return {.kind = Kind::not_empty};
    if (written.starts_with('*')) {
        return {.kind = Kind::suffix, .text = std::string{written.substr(1)}};
    }
    if (written.ends_with('*')) {
        return {.kind = Kind::prefix, .text = std::string{written.substr(0, written.size() - 1)}};
    }
    return {.kind = Kind::exact, .text = std::string{written}};
}

}  // namespace weft::mesh
