#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

struct RetryTokenSettings {
    double size = 0;         ///< Tokens that the bucket holds; above 1 and at most 1000000.
    double per_request = 0;  ///< Tokens that each new request brings; 0 to 1000.

    friend bool operator==(const RetryTokenSettings&, const RetryTokenSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const RetryTokenSettings& settings);

/// A bucket of tokens that starts full: each new request brings a part of a token, each retry takes
/// a whole one, and needs more than one to be there. While most requests succeed the bucket is full
/// and retries are free; once most fail, retries are at most `per_request` of the requests. No time
/// passes here, so a bucket that ran empty fills by requests alone.
/// Source: M. Brooker, "Fixing retries with token buckets and circuit breakers", 2022: `adaptive`.
class RetryTokens {
public:
    /// Requires settings without a mistake.
    explicit RetryTokens(const RetryTokenSettings& settings);

    void request();

    /// Whether a retry may be sent; if so it is paid for.
    bool withdraw();

private:
    // Millionths of a token: sums of 0.1 are exact.
    std::int64_t size_;
    std::int64_t per_request_;
    std::int64_t tokens_;
};

}  // namespace weft::mesh
