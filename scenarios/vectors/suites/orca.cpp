// Weights from what servers report of themselves.
#include "mesh/balance/reported_weights.hpp"
#include "scenarios/vectors/vector_values.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

std::optional<VectorMismatch> check_orca(const Json& /*file*/, const Json& vector) {
    if (vector.contains("valid_weights")) {
        const std::uint32_t weight = mesh::default_weight(counts(vector.at("valid_weights")));
        return compare_fields(vector, {{"expect_default", weight}});
    }
    const Json named = vector.value("named", Json::object());
    std::vector<mesh::NamedMetric> metrics;
    for (const auto& [name, value] : named.items())
        metrics.push_back({name, value.get<double>()});
    const mesh::LoadReport report{.utilization = vector.value("application_utilization", 0.0),
                                  .cpu_utilization = vector.value("cpu", 0.0),
                                  .requests_per_second = vector.value("qps", 0.0),
                                  .errors_per_second = vector.value("eps", 0.0),
                                  .named = metrics};
    const auto measures = vector.value("metric_names", std::vector<std::string>{});
    const auto weight = mesh::weight_of_report(report, measures, vector.value("penalty", 1.0));
    return compare_fields(vector,
                          {{"expect_weight", weight ? Json(*weight) : Json()},
                           {"expect_utilization", mesh::reported_utilization(report, measures)}});
}

}  // namespace

VectorSuite orca() {
    return {.name = "orca", .check = check_orca};
}

}  // namespace weft::scenarios::suites
