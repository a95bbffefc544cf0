#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace weft::scenarios {

/// A place in a text; both count from 1.
struct TextPosition {
    std::size_t line = 1;
    std::size_t column = 1;
};

/// Where a YAML text first nests deeper than `limit`, by brackets or by indentation, without
/// parsing it. Text in quotes, comments and block scalars does not count. One pass; an odd text may
/// be taken for shallower than it is, so a parser's own guard remains needed, but never for deeper.
std::optional<TextPosition> first_too_deep(std::string_view yaml, std::size_t limit);

/// Where a text has its first byte that no YAML text may have: a control character, or bytes that
/// are not UTF-8.
std::optional<TextPosition> first_binary_byte(std::string_view text);

}  // namespace weft::scenarios
