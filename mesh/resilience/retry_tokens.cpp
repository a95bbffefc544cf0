#include "mesh/resilience/retry_tokens.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {
namespace {

constexpr std::int64_t token = 1'000'000;

std::int64_t millionths(double tokens) {
    return static_cast<std::int64_t>(tokens * static_cast<double>(token) + 0.5);
}

}  // namespace

std::optional<std::string> mistake_in(const RetryTokenSettings& settings) {
    if (!(settings.size > 1 && settings.size <= 1'000'000)) {
        return "the size must be above 1 and at most 1000000";
    }
    if (!(settings.per_request >= 0 && settings.per_request <= 1000)) {
        return "the tokens per request must be from 0 to 1000";
    }
    return std::nullopt;
}

RetryTokens::RetryTokens(const RetryTokenSettings& settings)
    : size_(millionths(settings.size)),
      per_request_(millionths(settings.per_request)),
      tokens_(size_) {
    assert(!mistake_in(settings));
}

void RetryTokens::request() {
    tokens_ = std::min(size_, tokens_ + per_request_);
}

bool RetryTokens::withdraw() {
    if (tokens_ <= token) return false;
    tokens_ -= token;
    return true;
}

}  // namespace weft::mesh
