// Which of several weighted clusters a drawn number leads to.
#include "mesh/route/route.hpp"
#include "scenarios/vectors/vector_values.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

std::optional<VectorMismatch> check_weighted(const Json& /*file*/, const Json& vector) {
    std::vector<mesh::WeightedCluster> clusters;
    for (const Json& weight : vector.at("weights")) {
        clusters.push_back({.cluster = mesh::ClusterId{0}, .weight = count(weight)});
    }
    if (mesh::total_weight(clusters) == 0) throw std::invalid_argument("weights: they sum to 0");
    return compare(vector.at("expect_index"),
                   mesh::weighted_choice(clusters, whole_number(vector.at("random"))));
}

}  // namespace

VectorSuite weighted() {
    return {.name = "weighted", .check = check_weighted};
}

}  // namespace weft::scenarios::suites
