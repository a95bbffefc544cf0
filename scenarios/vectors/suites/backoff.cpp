// How long each retry of a request waits.
#include "mesh/resilience/retry.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

using std::chrono::milliseconds;

/// What the reference takes where a case says nothing; it raises both to a millisecond.
mesh::BackoffPolicy policy_of_backoff(const Json& vector) {
    constexpr int growth = 10;
    const auto time = [&vector](const char* field, mesh::Duration fallback) {
        const mesh::Duration given =
            vector.contains(field) ? from_milliseconds(vector.at(field)) : fallback;
        return std::max<mesh::Duration>(given, milliseconds{1});
    };
    const mesh::Duration base = time("base_ms", milliseconds{25});
    const mesh::Duration grown = std::min(base, mesh::Duration::max() / growth) * growth;
    const mesh::BackoffPolicy policy{.base = base, .max = time("max_ms", grown)};
    if (policy.max >= policy.base) return policy;
    throw std::invalid_argument("max_ms must not be less than base_ms");
}

std::optional<VectorMismatch> check_backoff(const Json& /*file*/, const Json& vector) {
    const mesh::BackoffPolicy policy = policy_of_backoff(vector);
    Json waits = Json::array();
    std::uint32_t retry = 0;
    for (const Json& draw : vector.at("draws")) {
        const auto wait = mesh::backoff_delay(policy, ++retry, whole_number(draw));
        waits.push_back(wait / milliseconds{1});
    }
    return compare(vector.at("expect_ms"), waits);
}

}  // namespace

VectorSuite backoff() {
    return {.name = "backoff", .check = check_backoff};
}

}  // namespace weft::scenarios::suites
