#include "mesh/route/string_match.hpp"

#include <algorithm>
#include <cassert>
#include <re2/re2.h>

namespace weft::mesh {
namespace {

char lower_case(char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower_case(x) == lower_case(y); });
}

std::string to_lower_case(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), lower_case);
    return lower;
}

bool StringMatch::matches(std::string_view value) const {
    const auto equals = [this](std::string_view part) {
        return ignore_case ? equal_ignoring_case(part, text) : part == text;
    };
    switch (kind) {
        case Kind::exact:
            return equals(value);
        case Kind::prefix:
            return equals(value.substr(0, text.size()));
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

}  // namespace weft::mesh
