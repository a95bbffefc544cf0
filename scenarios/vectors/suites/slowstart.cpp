// The part of its weight that a young host has.
#include "mesh/balance/slow_start.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <cmath>
#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

constexpr double tolerance = 1e-9;

mesh::Duration milliseconds(const Json& written) {
    constexpr double nanoseconds = 1e6;
    constexpr double most = 1e12;
    const auto value = written.get<double>();
    if (!(value >= 0 && value <= most)) throw std::invalid_argument("a time is out of range");
    return mesh::Duration{std::llround(value * nanoseconds)};
}

}  // namespace

VectorSuite slowstart() {
    return {
        .name = "slowstart",
        .check =
            [](const Json& /*file*/, const Json& vector) {
                const mesh::SlowStartSettings settings{
                    .window = milliseconds(vector.value("window_ms", Json(0))),
                    .aggression = vector.value("aggression", 1.0),
                    .min_weight_percent = vector.value("min_weight_percent", 10.0)};
                const double factor =
                    mesh::slow_start_factor(milliseconds(vector.at("t_ms")), settings);
                const Json got{
                    {"expect_factor", nearly(vector.at("expect_factor"), factor, tolerance)}};
                return compare_fields(vector, got);
            },
    };
}

}  // namespace weft::scenarios::suites
