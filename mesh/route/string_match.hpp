#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace weft::mesh {

/// Whether two texts differ at most in the case of ASCII letters, as header and host names may.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// The text with its ASCII letters in lower case.
std::string to_lower_case(std::string_view text);

/// What a string must be.
struct StringMatch {
    enum class Kind {
        exact,
        prefix,
        path_prefix,  ///< The text, or the text and a '/' and anything: whole parts of a path.
        regex,
        range,  ///< A whole number in [first, end).
        present
    };

    Kind kind = Kind::exact;
    std::string text{};
    bool ignore_case = false;  ///< Of exact and the prefixes; a pattern says (?i) itself.
    std::shared_ptr<const re2::RE2> regex{};  ///< Of the whole string; set by compile_regex().
    std::int64_t first = 0;                   ///< Of a range.
    std::int64_t end = 0;                     ///< Of a range: the first number above it.

    bool matches(std::string_view value) const;
};

/// The pattern as a match of the whole string, or nothing if RE2 refuses it.
std::optional<StringMatch> compile_regex(std::string_view pattern);

/// Why the match cannot be used: a path prefix that ends in '/' or holds '?' or '#', a range
/// without a number, a pattern that was not compiled. Nothing if it can.
std::optional<std::string> mistake_in(const StringMatch& match);

}  // namespace weft::mesh
