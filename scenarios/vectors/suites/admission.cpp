// How much of the traffic a failing upstream is spared.
#include "mesh/resilience/admission_control.hpp"
#include "scenarios/vectors/vector_values.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

constexpr double tolerance_admission = 1e-6;
constexpr std::uint64_t draws = 10'000;

std::optional<VectorMismatch> check_admission(const Json& /*file*/, const Json& vector) {
    mesh::AdmissionSettings settings;
    settings.success_threshold = vector.value("sr_threshold", settings.success_threshold);
    settings.aggression = vector.value("aggression", settings.aggression);
    settings.max_rejection = vector.value("max_rejection", settings.max_rejection);
    if (const auto mistake = mistake_in(settings)) throw std::invalid_argument(*mistake);
    const double probability = mesh::rejection_probability(
        settings, whole_number(vector, "requests", 0), whole_number(vector, "successes", 0));

    std::uint64_t rejected = 0;
    for (std::uint64_t draw = 0; draw < draws; ++draw) {
        rejected += mesh::is_rejected(probability, draw) ? 1 : 0;
    }
    const Json expected = vector.value("exact_probability", Json(probability));
    return compare_fields(
        vector, {{"exact_probability", nearly(expected, probability, tolerance_admission)},
                 {"rejections_for_draws_0_to_9999", rejected}});
}

}  // namespace

VectorSuite admission() {
    return {.name = "admission", .check = check_admission};
}

}  // namespace weft::scenarios::suites
