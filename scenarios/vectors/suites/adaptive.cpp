// How a concurrency limit follows the latency.
#include "mesh/resilience/adaptive_concurrency.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <cmath>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

constexpr double tolerance_adaptive = 1e-6;

mesh::Duration microseconds(const Json& value) {
    return mesh::Duration{std::llround(value.get<double>() * 1e3)};
}

std::optional<VectorMismatch> check_adaptive(const Json& /*file*/, const Json& vector) {
    mesh::AdaptiveSettings settings;
    settings.buffer = vector.value("buffer", settings.buffer);
    settings.min_concurrency = count(vector, "min_concurrency", settings.min_concurrency);
    settings.max_limit = count(vector, "max_limit", settings.max_limit);
    const double gradient = mesh::concurrency_gradient(
        settings, microseconds(vector.at("min_rtt_us")), microseconds(vector.at("sample_rtt_us")));

    const std::uint32_t limit = count(vector.at("limit"));
    const Json expected = vector.value("expect_gradient", Json(gradient));
    return compare_fields(
        vector, {{"expect_gradient", nearly(expected, gradient, tolerance_adaptive)},
                 {"expect_new_limit", mesh::next_concurrency_limit(settings, limit, gradient)}});
}

}  // namespace

VectorSuite adaptive() {
    return {.name = "adaptive", .check = check_adaptive};
}

}  // namespace weft::scenarios::suites
