#include "mesh/route/string_match.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <re2/re2.h>

namespace weft::mesh {
namespace {

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

/// The number that the text is, blanks around it and a sign allowed.
std::optional<std::int64_t> whole_number(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return std::nullopt;
    text = text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [read_to, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || read_to != end) return std::nullopt;
    return number;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return to_lower_case_letter(x) == to_lower_case_letter(y);
    });
}

std::string to_lower_case(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), to_lower_case_letter);
    return lower;
}

bool StringMatch::matches_in_full(std::string_view value) const {
    const auto equals = [this](std::string_view part) {
        return ignore_case ? equal_ignoring_case(part, text) : part == text;
    };
    switch (kind) {
        case Kind::exact:
            return equals(value);
        case Kind::prefix:
            return equals(value.substr(0, text.size()));
        case Kind::path_prefix:
            return equals(value.substr(0, text.size())) &&
                   (value.size() == text.size() || value[text.size()] == '/');
        case Kind::range: {
            const auto number = whole_number(value);
            return number && first <= *number && *number < end;
        }
        case Kind::regex:
            assert(regex != nullptr);
            return re2::RE2::FullMatch(piece(value), *regex);
        case Kind::present:
            return true;
    }
    return false;
}

std::optional<StringMatch> compile_regex(std::string_view pattern) {
    const auto compiled = std::make_shared<const re2::RE2>(piece(pattern), re2::RE2::Quiet);
    if (!compiled->ok()) return std::nullopt;
    return StringMatch{
        .kind = StringMatch::Kind::regex, .text = std::string{pattern}, .regex = compiled};
}

std::optional<std::string> mistake_in(const StringMatch& match) {
    using Kind = StringMatch::Kind;
    if (match.kind == Kind::path_prefix) {
        if (match.text.ends_with('/')) return "a path prefix must not end in '/'";
        if (match.text.find_first_of("?#") != std::string::npos) {
            return "a path prefix must not hold '?' or '#'";
        }
    }
    if (match.kind == Kind::range && match.first >= match.end) {
        return "a range must hold a number";
    }
    if (match.kind == Kind::regex && match.regex == nullptr) return "the regex is not valid";
    return std::nullopt;
}

}  // namespace weft::mesh
