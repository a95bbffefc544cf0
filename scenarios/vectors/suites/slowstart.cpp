// The part of its weight that a young host has.
#include "mesh/balance/slow_start.hpp"
#include "scenarios/vectors/vector_values.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

constexpr double tolerance_slowstart = 1e-9;

}  // namespace

VectorSuite slowstart() {
    return {
        .name = "slowstart",
        .check =
            [](const Json& /*file*/, const Json& vector) {
                const mesh::SlowStartSettings settings{
                    .window = from_milliseconds(vector.value("window_ms", Json(0))),
                    .aggression = vector.value("aggression", 1.0),
                    .min_weight_percent = vector.value("min_weight_percent", 10.0)};
                const double factor =
                    mesh::slow_start_factor(from_milliseconds(vector.at("t_ms")), settings);
                const Json got{{"expect_factor",
                                nearly(vector.at("expect_factor"), factor, tolerance_slowstart)}};
                return compare_fields(vector, got);
            },
    };
}

}  // namespace weft::scenarios::suites
