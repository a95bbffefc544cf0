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

constexpr bool is_upper_case(char letter) {
    return 'A' <= letter && letter <= 'Z';
}

constexpr char to_lower_case_letter(char letter) {
    return is_upper_case(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
}

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

    bool matches(std::string_view value) const {
        return !is_ruled_out(value) && matches_in_full(value);
    }

private:
    /// Whether length and last letter of a text in its own case already say no. Nearly every rule
    /// that does not take a request is passed by here, without a call.
    bool is_ruled_out(std::string_view value) const {
        const bool is_text = kind <= Kind::path_prefix && !ignore_case && !text.empty();
        return is_text && (value.size() < text.size() || value[text.size() - 1] != text.back());
    }

    bool matches_in_full(std::string_view value) const;
};

/// The pattern as a match of the whole string, or nothing if RE2 refuses it.
std::optional<StringMatch> compile_regex(std::string_view pattern);

/// Why the match cannot be used: a path prefix that ends in '/' or holds '?' or '#', a range
/// without a number, a pattern that was not compiled. Nothing if it can.
std::optional<std::string> mistake_in(const StringMatch& match);

}  // namespace weft::mesh
