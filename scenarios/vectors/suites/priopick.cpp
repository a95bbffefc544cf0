// The priority that a drawn number, or a hash, chooses.
#include "mesh/balance/priority_load.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <fmt/format.h>
#include <numeric>
#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

std::optional<VectorMismatch> check_priopick(const Json& /*file*/, const Json& vector) {
    const std::vector<std::uint32_t> healthy = counts(vector.at("healthy_load"));
    const std::vector<std::uint32_t> degraded = counts(vector, "degraded_load", healthy.size(), 0);
    const auto sum = [](const std::vector<std::uint32_t>& loads) {
        return std::accumulate(loads.begin(), loads.end(), std::uint64_t{0});
    };
    if (sum(healthy) + sum(degraded) != 100) throw std::invalid_argument("loads must sum to 100");
    const auto choice = mesh::choose_priority(whole_number(vector.at("hash")), healthy, degraded);
    const char* const health = choice.degraded ? "degraded" : "healthy";
    return compare(vector.at("expect"), fmt::format("P{} {}", choice.priority, health));
}

}  // namespace

VectorSuite priopick() {
    return {.name = "priopick", .check = check_priopick};
}

}  // namespace weft::scenarios::suites
