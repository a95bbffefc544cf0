#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Which tokens a workload takes, as rules say it: plain structs, nothing resolved.
namespace weft::mesh {

/// Where in a request a token may be.
struct TokenLocation {
    enum class Kind : std::uint8_t { header, query, cookie };

    Kind kind = Kind::header;
    std::string name{};    ///< Of a header in lower case.
    std::string prefix{};  ///< Of a header's value, before the token: "Bearer ".

    friend bool operator==(const TokenLocation&, const TokenLocation&) = default;
};

/// What becomes of a request whose token is missing or bad.
enum class TokenFailure : std::uint8_t {
    permissive,  ///< Without a token it goes on, with a bad one it is refused.
    ignore,      ///< It goes on.
    strict,      ///< It is refused.
};

/// How tokens of one issuer are known and checked.
struct TokenRule {
    std::string issuer{};                    ///< Empty: any.
    std::vector<std::string> audiences{};    ///< Of which a token must name one; empty: need not.
    std::string keys_uri{};                  ///< Where the issuer's keys are fetched from.
    bool has_keys = false;                   ///< The rule itself holds them.
    std::vector<TokenLocation> locations{};  ///< Empty: where tokens are by default.
    bool forwards_token = false;             ///< The app sees the token, too.
    TokenFailure on_failure = TokenFailure::permissive;
    std::optional<Duration> fetch_timeout{};  ///< Absent: the mesh's.

    /// Where the keys are published, if the rule does not hold them; without a word of it the
    /// issuer says where.
    const std::string& keys_address() const { return keys_uri.empty() ? issuer : keys_uri; }

    friend bool operator==(const TokenRule&, const TokenRule&) = default;
};

}  // namespace weft::mesh
