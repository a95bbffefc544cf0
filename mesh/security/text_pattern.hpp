#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weft::mesh {

/// What a text must be, as policies write it: "abc", "abc*", "*abc", or "*" for any but the empty
/// one. In namespaces stars may stand anywhere.
struct TextPattern {
    enum class Kind : std::uint8_t { exact, prefix, suffix, not_empty, stars };

    Kind kind = Kind::exact;
    std::string text{};
    bool ignore_case = false;  ///< Of exact, prefix and suffix.

    bool matches(std::string_view value) const;
};

TextPattern parse_text_pattern(std::string_view written);

}  // namespace weft::mesh
