#include "mesh/security/token_authentication.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh {
namespace {

constexpr std::uint16_t unauthorized = 401;
constexpr std::uint16_t forbidden = 403;

std::optional<std::string_view> header_token(const RequestHead& head,
                                             const TokenLocation& location) {
    for (const Header& header : head.headers) {
        const std::string_view value = header.value;
        if (!value.starts_with(location.prefix)) continue;
        if (!equal_ignoring_case(header.name, location.name)) continue;
        return value.substr(location.prefix.size());
    }
    return std::nullopt;
}

std::optional<std::string_view> token_at(const RequestView& request,
                                         const TokenLocation& location) {
    switch (location.kind) {
        case TokenLocation::Kind::header:
            return header_token(request.head, location);
        case TokenLocation::Kind::query:
            return query_value(request.head.path, location.name);
        case TokenLocation::Kind::cookie:
            break;
    }
    const std::string_view value = cookie_value(request.head, location.name);
    if (value.empty()) return std::nullopt;
    return value;
}

/// RFC 6750: where a token is of which no rule says it.
std::vector<TokenLocation> default_locations() {
    return {{TokenLocation::Kind::header, "authorization", "Bearer "},
            {TokenLocation::Kind::query, "access_token", ""}};
}

bool names_one_of(const Token& token, const std::vector<std::string>& audiences) {
    if (audiences.empty()) return true;
    const auto named = token.claim("aud");
    return named && any_value_of(*named, [&](std::string_view audience) {
               return std::find(audiences.begin(), audiences.end(), audience) != audiences.end();
           });
}

bool looks_at(const TokenRule& rule, const TokenLocation& location) {
    return std::find(rule.locations.begin(), rule.locations.end(), location) !=
           rule.locations.end();
}

}  // namespace

KeySets::KeySets(const std::vector<TokenRule>& rules) {
    for (const TokenRule& rule : rules)
        has_.push_back(rule.has_keys);
}

TokenAuthentication::TokenAuthentication(std::vector<TokenRule> rules, Duration clock_skew)
    : rules_(std::move(rules)), clock_skew_(clock_skew) {
    for (TokenRule& rule : rules_) {
        if (rule.locations.empty()) rule.locations = default_locations();
    }
}

TokenVerdict TokenAuthentication::authenticate(const RequestView& request,
                                               const KeySets& keys,
                                               Instant now) const {
    TokenVerdict verdict;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        const Mistake mistake = authenticate_by(rule, request, keys, now, verdict);
        if (mistake.status == 0 || rules_[rule].on_failure == TokenFailure::ignore) continue;
        return {.status = mistake.status, .reason = mistake.reason};
    }
    return verdict;
}

TokenAuthentication::Mistake TokenAuthentication::authenticate_by(std::size_t rule,
                                                                  const RequestView& request,
                                                                  const KeySets& keys,
                                                                  Instant now,
                                                                  TokenVerdict& verdict) const {
    bool is_missing = true;
    for (const TokenLocation& location : rules_[rule].locations) {
        const auto text = token_at(request, location);
        if (!text) continue;
        const auto token = parse_token(*text);
        if (!token) return {unauthorized, "Jwt is not in the form of a token"};
        const std::string& issuer = rules_[rule].issuer;
        const bool is_foreign = !issuer.empty() && issuer != token->issuer;
        if (is_foreign && is_of_another(*token, location)) continue;
        if (is_foreign) return {unauthorized, "Jwt issuer is not configured"};
        const Mistake mistake = mistake_in(*token, rule, keys, now);
        if (mistake.status != 0) return mistake;
        is_missing = false;
        if (verdict.token) continue;
        verdict.token = token;
        if (!rules_[rule].forwards_token) verdict.removed = &location;
    }
    const bool is_needed = rules_[rule].on_failure == TokenFailure::strict;
    return is_missing && is_needed ? Mistake{unauthorized, "Jwt is missing"} : Mistake{};
}

TokenAuthentication::Mistake TokenAuthentication::mistake_in(const Token& token,
                                                             std::size_t rule,
                                                             const KeySets& keys,
                                                             Instant now) const {
    // Compared by differences, since a token may be good for ever.
    if (now < token.not_before && token.not_before - now > clock_skew_) {
        return {unauthorized, "Jwt not yet valid"};
    }
    if (now > token.expires && now - token.expires > clock_skew_) {
        return {unauthorized, "Jwt is expired"};
    }
    if (!names_one_of(token, rules_[rule].audiences)) {
        return {forbidden, "Audiences in Jwt are not allowed"};
    }
    if (!keys.has(rule)) return {unauthorized, "Jwks remote fetch is failed"};
    if (!token.is_signed) return {unauthorized, "Jwt verification fails"};
    return {};
}

/// Whether some rule that looks here takes the token's issuer.
bool TokenAuthentication::is_of_another(const Token& token, const TokenLocation& location) const {
    return std::any_of(rules_.begin(), rules_.end(), [&](const TokenRule& rule) {
        return (rule.issuer.empty() || rule.issuer == token.issuer) && looks_at(rule, location);
    });
}

}  // namespace weft::mesh
