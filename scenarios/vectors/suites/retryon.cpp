// What an attempt may end with, and whether it is tried again.
#include "mesh/resilience/retry.hpp"
#include "scenarios/vectors/vector_suite.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

using mesh::ResetReason;

constexpr std::array<std::pair<std::string_view, ResetReason>, 5> resets{
    {{"remote", ResetReason::remote_reset},
     {"remote-refused-stream", ResetReason::remote_refused_stream},
     {"local-connection-failure", ResetReason::connection_failure},
     {"connection-timeout", ResetReason::connection_timeout},
     {"overflow", ResetReason::overflow}}};

ResetReason reset_of(const std::string& name) {
    for (const auto& [known, reason] : resets) {
        if (known == name) return reason;
    }
    throw std::invalid_argument("reset: there is no `" + name + "`");
}

mesh::RetryPolicy policy_of_retryon(const Json& vector) {
    mesh::RetryPolicy policy;
    std::vector<std::string_view> unknown;
    const auto conditions = vector.at("retry_on").get<std::string>();
    policy.on = mesh::parse_retry_on(conditions, policy.status_codes, unknown);
    if (!unknown.empty()) {
        throw std::invalid_argument("retry_on: there is no `" + std::string{unknown[0]} + "`");
    }
    for (const Json& code : vector.value("codes", Json::array())) {
        policy.status_codes.push_back(code.get<std::uint16_t>());
    }
    return policy;
}

mesh::AttemptOutcome outcome_of(const Json& event) {
    mesh::AttemptOutcome outcome;
    outcome.upstream_started = event.value("upstream_started", false);
    if (event.contains("reset")) {
        outcome.reset = reset_of(event.at("reset").get<std::string>());
        return outcome;
    }
    constexpr std::uint16_t status_of_grpc = 200;
    const bool is_grpc = event.contains("grpc");
    outcome.status =
        is_grpc ? event.value("status", status_of_grpc) : event.at("status").get<std::uint16_t>();
    if (is_grpc) outcome.grpc_status = event.at("grpc").get<std::uint8_t>();
    outcome.rate_limited = event.contains("x-envoy-ratelimited");
    return outcome;
}

std::optional<VectorMismatch> check_retryon(const Json& /*file*/, const Json& vector) {
    return compare(vector.at("expect"),
                   mesh::wants_retry(policy_of_retryon(vector), outcome_of(vector.at("event"))));
}

}  // namespace

VectorSuite retryon() {
    return {.name = "retryon", .check = check_retryon};
}

}  // namespace weft::scenarios::suites
