#include "scenarios/manifests/read_retries.hpp"

#include "mesh/resilience/retry.hpp"
#include "scenarios/manifests/istio_values.hpp"

#include <chrono>
#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

namespace weft::scenarios {

using mesh::control::HttpRetry;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string>& retry_conditions() {
    static const std::vector<std::string> words{"5xx",
                                                "gateway-error",
                                                "reset",
                                                "reset-before-request",
                                                "connect-failure",
                                                "refused-stream",
                                                "retriable-4xx",
                                                "retriable-status-codes",
                                                "cancelled",
                                                "deadline-exceeded",
                                                "internal",
                                                "resource-exhausted",
                                                "unavailable"};
    return words;
}

void check_retry_conditions(YamlMap& map, const std::string& list) {
    std::vector<std::uint16_t> codes;
    std::vector<std::string_view> unknown;
    mesh::parse_retry_on(list, codes, unknown);
    for (const std::string_view word : unknown) {
        if (word == "retriable-headers" || word == "http3-post-connect-failure") {
            map.diagnostics().warning(map.place("retryOn"),
                                      fmt::format("retryOn: {} is not honoured", word));
            continue;
        }
        map.error("retryOn", "unknown retry condition '" + std::string{word} + "'" +
                                 did_you_mean(word, retry_conditions()));
    }
}

}  // namespace

std::optional<HttpRetry> read_retries(YamlMap& map, std::string_view key, std::string_view path) {
    auto retries = map.map(key);
    if (!retries) return std::nullopt;
    HttpRetry retry;
    retry.attempts = read_count(*retries, "attempts");
    retry.per_try_timeout = read_duration(*retries, "perTryTimeout");
    if (retry.per_try_timeout == 0ns) retry.per_try_timeout.reset();  // Says: none.
    retry.backoff = read_duration(*retries, "backoff", 1ms);
    // An empty text says nothing, as in the reference mesh.
    if (std::string conditions = retries->text("retryOn"); !conditions.empty()) {
        check_retry_conditions(*retries, conditions);
        retry.retry_on = std::move(conditions);
    }
    retries->warn_of_unknown_keys(path);
    return retry;
}

}  // namespace weft::scenarios
