#include "mesh/security/token.hpp"

#include "mesh/base/quantity.hpp"

#include <cstddef>

namespace weft::mesh {
namespace {

struct Claim {
    std::string_view name;
    std::string_view value;
};

/// Takes a field off the front; nothing if it has no name or no '='.
std::optional<Claim> take_claim(std::string_view& text) {
    const std::size_t end = text.find_first_of(";|");
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    return Claim{.name = field.substr(0, equals), .value = field.substr(equals + 1)};
}

/// Whether the claim may be read so.
bool note(Token& token, const Claim& claim) {
    if (claim.name == "iss") token.issuer = claim.value;
    if (claim.name == "sub") token.subject = claim.value;
    if (claim.name == "key") {
        token.is_signed = claim.value == "good";
        return token.is_signed || claim.value == "bad";
    }
    if (claim.name != "nbf" && claim.name != "exp") return true;
    const auto time = parse_duration(claim.value);
    if (!time) return false;
    (claim.name == "nbf" ? token.not_before : token.expires) = Instant{*time};
    return true;
}

}  // namespace

std::optional<std::string_view> Token::claim(std::string_view name) const {
    for (std::string_view rest = text; !rest.empty();) {
        const auto next = take_claim(rest);
        if (next && next->name == name) return next->value;
    }
    return std::nullopt;
}

std::optional<Token> parse_token(std::string_view text) {
    Token token{.text = text, .issuer = {}};
    for (std::string_view rest = text; !rest.empty();) {
        const auto next = take_claim(rest);
        if (!next || !note(token, *next)) return std::nullopt;
    }
    if (token.issuer.empty() || !token.claim("key")) return std::nullopt;
    return token;
}

}  // namespace weft::mesh
