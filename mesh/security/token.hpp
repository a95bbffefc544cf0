#pragma once

#include "mesh/base/time.hpp"

#include <optional>
#include <string_view>

namespace weft::mesh {

/// What a token says. Nothing is signed in a simulation, so a token is written in the open: fields
/// with ';' between them, or '|' where a ';' cannot be, as in a cookie.
///
///     iss=https://idp.example.com;sub=ann;aud=shop,web;nbf=0s;exp=120s;key=good;realm.role=admin
///
/// `iss` and `key` (good or bad: whether the issuer's keys verify it) are required; `nbf` and `exp`
/// count from the beginning of the run, and without `exp` it never expires. Every field is a claim;
/// a claim of several values has commas between them, one within another the names of both.
/// A view: holds as long as the text.
struct Token {
    std::string_view text;
    std::string_view issuer;
    std::string_view subject{};
    Instant not_before = Instant::min();
    Instant expires = never;
    bool is_signed = false;  ///< By the issuer.

    /// Its value as written; nothing if there is no such claim.
    std::optional<std::string_view> claim(std::string_view name) const;
};

/// Nothing if the text is not of the form.
std::optional<Token> parse_token(std::string_view text);

/// Calls `matches` with each value of "shop,web" until one does.
template <class Matches>
bool any_value_of(std::string_view list, Matches matches) {
    while (true) {
        const std::size_t comma = list.find(',');
        if (matches(list.substr(0, comma))) return true;
        if (comma == std::string_view::npos) return false;
        list.remove_prefix(comma + 1);
    }
}

}  // namespace weft::mesh
