// How long each retry of a request waits.
#include "mesh/resilience/retry.hpp"
#include "scenarios/vectors/vector_values.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

constexpr std::uint64_t base_of_reference_ms = 25;

std::optional<VectorMismatch> check(const Json& /*file*/, const Json& vector) {
    const std::uint64_t base = whole_number(vector, "base_ms", base_of_reference_ms);
    const std::uint64_t max = whole_number(vector, "max_ms", 10 * base);
    if (max < base) throw std::invalid_argument("max_ms must not be less than base_ms");
    using std::chrono::milliseconds;
    const mesh::BackoffPolicy policy{.base = milliseconds{base}, .max = milliseconds{max}};
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
    return {.name = "backoff", .check = check};
}

}  // namespace weft::scenarios::suites
