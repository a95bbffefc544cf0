#include "mesh/resilience/retry.hpp"

#include "mesh/base/text.hpp"
#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>

namespace weft::mesh {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::uint32_t bit(RetryOn condition) {
    return static_cast<std::uint32_t>(condition);
}

struct Word {
    std::string_view text;
    RetryOn condition;
};

constexpr std::array words{
    Word{"5xx", RetryOn::server_error},
    Word{"gateway-error", RetryOn::gateway_error},
    Word{"reset", RetryOn::reset},
    Word{"reset-before-request", RetryOn::reset_before_request},
    Word{"connect-failure", RetryOn::connect_failure},
    Word{"refused-stream", RetryOn::refused_stream},
    Word{"retriable-4xx", RetryOn::retriable_4xx},
    Word{"retriable-status-codes", RetryOn::retriable_status_codes},
    Word{"cancelled", RetryOn::cancelled},
    Word{"deadline-exceeded", RetryOn::deadline_exceeded},
    Word{"resource-exhausted", RetryOn::resource_exhausted},
    Word{"unavailable", RetryOn::unavailable},
    Word{"internal", RetryOn::internal},
    Word{"envoy-ratelimited", RetryOn::rate_limited},
};

std::optional<std::uint16_t> parse_status_code(std::string_view word) {
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    if (word.size() != 3 || !std::all_of(word.begin(), word.end(), is_digit)) return std::nullopt;
    int code = 0;
    for (const char digit : word) {
        code = code * 10 + (digit - '0');
    }
    if (code < 100 || code > 599) return std::nullopt;
    return static_cast<std::uint16_t>(code);
}

/// The conditions that an end without an answer meets. One that a limit of ours caused meets none:
/// a retry would only add to what the limit holds back.
std::uint32_t conditions_of_reset(ResetReason reason, bool upstream_started) {
    if (reason == ResetReason::overflow) return 0;

    std::uint32_t met =
        bit(RetryOn::server_error) | bit(RetryOn::gateway_error) | bit(RetryOn::reset);
    if (!upstream_started) met |= bit(RetryOn::reset_before_request);
    if (reason == ResetReason::remote_refused_stream) met |= bit(RetryOn::refused_stream);
    if (reason == ResetReason::connection_failure || reason == ResetReason::connection_timeout) {
        met |= bit(RetryOn::connect_failure);
    }
    return met;
}

/// The numbers are those of the gRPC specification.
std::uint32_t conditions_of_grpc(std::uint8_t status) {
    switch (status) {
        case 1:
            return bit(RetryOn::cancelled);
        case 4:
            return bit(RetryOn::deadline_exceeded);
        case 8:
            return bit(RetryOn::resource_exhausted);
        case 13:
            return bit(RetryOn::internal);
        case 14:
            return bit(RetryOn::unavailable);
        default:
            return 0;
    }
}

std::uint32_t conditions_of_answer(const RetryPolicy& policy, const AttemptOutcome& outcome) {
    if (outcome.rate_limited) return bit(RetryOn::rate_limited);
    const std::uint16_t status = outcome.status;
    std::uint32_t met = conditions_of_grpc(outcome.grpc_status);
    if (status >= 500 && status <= 599) met |= bit(RetryOn::server_error);
    if (is_gateway_error(status)) met |= bit(RetryOn::gateway_error);
    if (status == 409) met |= bit(RetryOn::retriable_4xx);
    const auto& codes = policy.status_codes;
    if (std::find(codes.begin(), codes.end(), status) != codes.end()) {
        met |= bit(RetryOn::retriable_status_codes);
    }
    return met;
}

std::uint64_t at_least_a_millisecond(Duration duration) {
    return static_cast<std::uint64_t>(
        std::max<milliseconds::rep>(1, duration_cast<milliseconds>(duration).count()));
}

}  // namespace

std::uint32_t parse_retry_on(std::string_view list,
                             std::vector<std::uint16_t>& codes,
                             std::vector<std::string_view>& unknown) {
    std::uint32_t conditions = 0;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        const std::string_view word = trimmed(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
        if (word.empty()) continue;

        const auto known = std::find_if(words.begin(), words.end(),
                                        [&](const Word& each) { return each.text == word; });
        if (known != words.end()) {
            conditions |= bit(known->condition);
        } else if (const auto code = parse_status_code(word)) {
            conditions |= bit(RetryOn::retriable_status_codes);
            codes.push_back(*code);
        } else {
            unknown.push_back(word);
        }
    }
    return conditions;
}

std::string retry_on_text(const RetryPolicy& policy) {
    std::string text;
    const auto append = [&text](std::string_view word) {
        if (!text.empty()) text += ',';
        text += word;
    };
    for (const Word& word : words) {
        const bool codes_say_it =
            word.condition == RetryOn::retriable_status_codes && !policy.status_codes.empty();
        if ((policy.on & bit(word.condition)) != 0 && !codes_say_it) append(word.text);
    }
    for (const std::uint16_t code : policy.status_codes)
        append(std::to_string(code));
    return text;
}

bool wants_retry(const RetryPolicy& policy, const AttemptOutcome& outcome) {
    const std::uint32_t met = outcome.status == 0
                                  ? conditions_of_reset(outcome.reset, outcome.upstream_started)
                                  : conditions_of_answer(policy, outcome);
    return (policy.on & met) != 0;
}

Duration backoff_delay(const BackoffPolicy& policy, std::uint32_t retry, std::uint64_t draw) {
    assert(retry > 0);
    const std::uint64_t max = at_least_a_millisecond(policy.max);
    std::uint64_t ceiling = at_least_a_millisecond(policy.base);
    assert(ceiling <= max);
    for (std::uint32_t passed = 1; passed < retry && ceiling < max; ++passed) {
        ceiling = ceiling < max / 2 ? ceiling * 2 : max;
    }
    return milliseconds{draw % ceiling};
}

std::optional<std::string> mistake_in(const RetryPolicy& policy) {
    if (policy.retries == 0) return std::nullopt;
    if (policy.backoff.base < milliseconds{1}) return "the back-off must be at least 1ms";
    if (policy.backoff.max < policy.backoff.base) return "the largest back-off is below the base";
    return std::nullopt;
}

}  // namespace weft::mesh
