#include "mesh/resilience/retry.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace retry_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

RetryPolicy policy_on(std::string_view list) {
    RetryPolicy policy;
    std::vector<std::string_view> unknown;
    policy.on = parse_retry_on(list, policy.status_codes, unknown);
    CHECK(unknown.empty());
    return policy;
}

bool retries_status(std::string_view list, std::uint16_t status) {
    return wants_retry(policy_on(list), {.status = status});
}

bool retries_reset(std::string_view list, ResetReason reason, bool upstream_started = true) {
    return wants_retry(policy_on(list), {.reset = reason, .upstream_started = upstream_started});
}

bool retries_grpc(std::string_view list, std::uint8_t status) {
    return wants_retry(policy_on(list), {.status = 200, .grpc_status = status});
}

constexpr std::uint32_t bit(RetryOn condition) {
    return static_cast<std::uint32_t>(condition);
}

constexpr ResetReason all_reasons[] = {ResetReason::connection_failure,
                                       ResetReason::connection_timeout,
                                       ResetReason::connection_termination,
                                       ResetReason::remote_reset,
                                       ResetReason::remote_refused_stream,
                                       ResetReason::local_reset,
                                       ResetReason::overflow};

}  // namespace

TEST_SUITE("retry conditions") {
    TEST_CASE("a list is read word by word, status codes beside") {
        std::vector<std::uint16_t> codes;
        std::vector<std::string_view> unknown;
        const std::uint32_t on =
            parse_retry_on(" connect-failure,refused-stream ,503,,reset", codes, unknown);
        CHECK(on == (bit(RetryOn::connect_failure) | bit(RetryOn::refused_stream) |
                     bit(RetryOn::retriable_status_codes) | bit(RetryOn::reset)));
        CHECK(codes == std::vector<std::uint16_t>{503});
        CHECK(unknown.empty());
    }

    TEST_CASE("what is no condition is handed back as it was written") {
        std::vector<std::uint16_t> codes;
        std::vector<std::string_view> unknown;
        CHECK(parse_retry_on("resets,099,600,5xx, 50", codes, unknown) ==
              bit(RetryOn::server_error));
        CHECK(codes.empty());
        CHECK(unknown == std::vector<std::string_view>{"resets", "099", "600", "50"});
    }

    TEST_CASE("an empty list never retries") {
        CHECK_FALSE(retries_status("", 503));
        CHECK_FALSE(retries_reset("", ResetReason::connection_failure, false));
    }

    TEST_CASE("5xx retries 500 to 599") {
        CHECK_FALSE(retries_status("5xx", 499));
        CHECK(retries_status("5xx", 500));
        CHECK(retries_status("5xx", 599));
        CHECK_FALSE(retries_status("5xx", 600));
    }

    TEST_CASE("gateway-error retries 502, 503 and 504") {
        CHECK_FALSE(retries_status("gateway-error", 501));
        CHECK(retries_status("gateway-error", 502));
        CHECK(retries_status("gateway-error", 503));
        CHECK(retries_status("gateway-error", 504));
        CHECK_FALSE(retries_status("gateway-error", 505));
    }

    TEST_CASE("5xx, gateway-error and reset retry every reset but one by a limit of ours") {
        for (const auto* const list : {"5xx", "gateway-error", "reset"}) {
            CAPTURE(list);
            for (const ResetReason reason : all_reasons) {
                CHECK(retries_reset(list, reason) == (reason != ResetReason::overflow));
            }
        }
        CHECK_FALSE(retries_status("reset", 503));
    }

    TEST_CASE("no condition at all retries a limit of ours") {
        CHECK_FALSE(retries_reset(
            "5xx,gateway-error,reset,reset-before-request,connect-failure,refused-stream,"
            "retriable-4xx,503",
            ResetReason::overflow, false));
    }

    TEST_CASE("reset-before-request retries only what the upstream saw nothing of") {
        CHECK(retries_reset("reset-before-request", ResetReason::remote_reset, false));
        CHECK_FALSE(retries_reset("reset-before-request", ResetReason::remote_reset, true));
        CHECK_FALSE(retries_status("reset-before-request", 503));
    }

    TEST_CASE("connect-failure retries connections that never came about") {
        for (const ResetReason reason : all_reasons) {
            const bool never_connected = reason == ResetReason::connection_failure ||
                                         reason == ResetReason::connection_timeout;
            CHECK(retries_reset("connect-failure", reason) == never_connected);
        }
        CHECK_FALSE(retries_status("connect-failure", 503));
    }

    TEST_CASE("refused-stream retries just that") {
        for (const ResetReason reason : all_reasons) {
            CHECK(retries_reset("refused-stream", reason) ==
                  (reason == ResetReason::remote_refused_stream));
        }
    }

    TEST_CASE("retriable-4xx retries 409 alone") {
        CHECK(retries_status("retriable-4xx", 409));
        CHECK_FALSE(retries_status("retriable-4xx", 408));
        CHECK_FALSE(retries_status("retriable-4xx", 429));
        CHECK_FALSE(retries_reset("retriable-4xx", ResetReason::remote_reset));
    }

    TEST_CASE("status codes retry when they are listed") {
        CHECK(retries_status("429,503", 503));
        CHECK(retries_status("429,503", 429));
        CHECK_FALSE(retries_status("429,503", 500));
        CHECK_FALSE(retries_status("retriable-status-codes", 503));
        RetryPolicy codes_without_the_condition = policy_on("429");
        codes_without_the_condition.on = bit(RetryOn::reset);
        CHECK_FALSE(wants_retry(codes_without_the_condition, {.status = 429}));
    }

    TEST_CASE("an answer that was rate limited is retried on that condition alone") {
        const AttemptOutcome limited{.status = 503, .rate_limited = true};
        CHECK_FALSE(wants_retry(policy_on("5xx,gateway-error,503"), limited));
        CHECK(wants_retry(policy_on("5xx,envoy-ratelimited"), limited));
        CHECK_FALSE(retries_status("envoy-ratelimited", 429));
    }

    TEST_CASE("gRPC conditions retry their own status") {
        constexpr std::pair<const char*, std::uint8_t> conditions[] = {{"cancelled", 1},
                                                                       {"deadline-exceeded", 4},
                                                                       {"resource-exhausted", 8},
                                                                       {"internal", 13},
                                                                       {"unavailable", 14}};
        for (const auto& [list, own] : conditions) {
            CAPTURE(list);
            for (std::uint8_t status = 0; status <= 16; ++status) {
                CHECK(retries_grpc(list, status) == (status == own));
            }
        }
    }
}

TEST_SUITE("retry back-off") {
    TEST_CASE("the ceiling doubles from base to max") {
        const BackoffPolicy policy{.base = 25ms, .max = 250ms};
        const Duration ceilings[] = {25ms, 50ms, 100ms, 200ms, 250ms, 250ms};
        std::uint32_t retry = 0;
        for (const Duration ceiling : ceilings) {
            ++retry;
            CAPTURE(retry);
            const auto milliseconds = static_cast<std::uint64_t>(ceiling / 1ms);
            CHECK(backoff_delay(policy, retry, milliseconds - 1) == ceiling - 1ms);
            CHECK(backoff_delay(policy, retry, milliseconds) == 0ms);
        }
    }

    TEST_CASE("it goes to max at once when the next doubling would reach it") {
        CHECK(backoff_delay({.base = 25ms, .max = 50ms}, 2, 49) == 49ms);
        CHECK(backoff_delay({.base = 25ms, .max = 51ms}, 2, 50) == 50ms);  // 51 / 2 is 25.
        CHECK(backoff_delay({.base = 25ms, .max = 52ms}, 2, 50) == 0ms);
        CHECK(backoff_delay({.base = 25ms, .max = 25ms}, 4, 24) == 24ms);
    }

    TEST_CASE("times below a millisecond count as one") {
        CHECK(backoff_delay({.base = 10us, .max = 900us}, 1, 12'345) == 0ms);
        CHECK(backoff_delay({.base = 10us, .max = 3ms}, 3, 5) == 2ms);
    }

    TEST_CASE("the number of retries may be anything") {
        CHECK(backoff_delay({.base = 1ms, .max = 10h}, 4'000'000'000U, 35'999'999) == 35'999'999ms);
    }
}

}  // namespace retry_test
