// Weighted rotation.
#include "mesh/balance/edf.hpp"

#include "scenarios/vectors/vector_values.hpp"

#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

std::optional<VectorMismatch> check_edf(const Json& /*file*/, const Json& vector) {
    const auto weights = vector.at("weights").get<std::vector<double>>();
    for (const double weight : weights) {
        if (!(weight > 0)) throw std::invalid_argument("weights must be above zero");
    }
    const Json& expected = vector.at("expect_picks");
    const Json seed = vector.value("seed", Json(0U));
    mesh::EdfScheduler scheduler{weights, whole_number(seed)};
    Json picks = Json::array();
    while (!weights.empty() && picks.size() < expected.size()) {
        picks.push_back(scheduler.pick([&](std::size_t item) { return weights[item]; }));
    }
    return compare_fields(vector, {{"expect_picks", picks}});
}

}  // namespace

VectorSuite edf() {
    return {.name = "edf", .check = check_edf};
}

}  // namespace weft::scenarios::suites
