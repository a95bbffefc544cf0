#pragma once

#include "mesh/route/route_match.hpp"
#include "mesh/security/token.hpp"
#include "mesh/security/token_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// What becomes of a request for its tokens.
struct TokenVerdict {
    std::uint16_t status = 0;      ///< That it is refused with: 401 or 403; 0: it goes on.
    std::string_view reason{};     ///< Of a refusal, as the reference proxy says it.
    std::optional<Token> token{};  ///< Of whom the request is; nothing if nobody says so.
    const TokenLocation* removed = nullptr;  ///< Where a token is that the app does not get to see.
};

/// For which rules the issuer's keys are there. Until they are, its tokens are refused.
class KeySets {
public:
    explicit KeySets(const std::vector<TokenRule>& rules);

    bool has(std::size_t rule) const { return has_[rule]; }

    /// A fetch that fails changes nothing: keys that were there stay, those that were not do not.
    void fetched(std::size_t rule) { has_[rule] = true; }

private:
    std::vector<bool> has_;
};

/// Which tokens a workload takes: immutable, and shared by its proxies. A request without a token
/// goes on, unless a rule is strict: who may do without is a matter of Authorization.
/// Source: Istio's RequestAuthentication and the reference proxy's JWT filter.
class TokenAuthentication {
public:
    /// `clock_skew`: how long a token is taken before and after its time.
    TokenAuthentication(std::vector<TokenRule> rules, Duration clock_skew);

    const std::vector<TokenRule>& rules() const { return rules_; }

    /// Allocates nothing. The verdict holds as long as this and the request's head.
    TokenVerdict authenticate(const RequestView& request, const KeySets& keys, Instant now) const;

private:
    struct Mistake {
        std::uint16_t status = 0;  ///< 0: there is none.
        std::string_view reason{};
    };

    Mistake authenticate_by(std::size_t rule,
                            const RequestView& request,
                            const KeySets& keys,
                            Instant now,
                            TokenVerdict& verdict) const;
    Mistake mistake_in(const Token& token,
                       std::size_t rule,
                       const KeySets& keys,
                       Instant now) const;
    bool is_of_another(const Token& token, const TokenLocation& location) const;

    std::vector<TokenRule> rules_;  ///< Each with its locations.
    Duration clock_skew_;
};

}  // namespace weft::mesh
