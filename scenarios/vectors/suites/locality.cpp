// Locality-weighted balancing: weights after health, and whose turn it is.
#include "mesh/balance/locality_rotation.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

constexpr double tolerance_locality = 1e-9;
constexpr std::size_t counted_picks = 100;

std::vector<mesh::LocalityHealth> localities_of(const Json& vector) {
    const std::vector<std::uint32_t> weights = counts(vector.at("locality_weights"));
    const std::size_t size = weights.size();
    const std::vector<std::uint32_t> hosts = counts(vector, "hosts", size, 1);
    const std::vector<std::uint32_t> excluded = counts(vector, "excluded", size, 0);
    std::vector<mesh::LocalityHealth> localities;
    for (std::size_t i = 0; i < size; ++i) {
        if (excluded[i] > hosts[i]) {
            throw std::invalid_argument("excluded: more than there are hosts");
        }
        localities.push_back({.weight = weights[i],
                              .eligible = count(vector.at("eligible").at(i)),
                              .hosts = hosts[i],
                              .excluded = excluded[i]});
    }
    return localities;
}

Json picks_of_locality(mesh::LocalityRotation& rotation, std::size_t wanted) {
    Json picks = Json::array();
    while (!rotation.empty() && picks.size() < wanted)
        picks.push_back(rotation.pick());
    return picks;
}

std::optional<VectorMismatch> check_locality(const Json& /*file*/, const Json& vector) {
    const std::vector<mesh::LocalityHealth> localities = localities_of(vector);
    const std::uint32_t overprovisioning = count(vector, "overprovisioning_factor", 140);
    Json got;
    if (vector.contains("effective")) {
        const Json& expected = vector.at("effective");
        got["effective"] = Json::array();
        for (std::size_t i = 0; i < localities.size(); ++i) {
            const double weight = mesh::effective_weight(localities[i], overprovisioning);
            got["effective"].push_back(nearly(expected.at(i), weight, tolerance_locality));
        }
    }
    if (vector.contains("expect_sequence")) {
        mesh::LocalityRotation rotation{localities, overprovisioning, 0};
        got["expect_sequence"] = picks_of_locality(rotation, vector.at("expect_sequence").size());
    }
    if (vector.contains("expect_counts_of_100")) {
        mesh::LocalityRotation rotation{localities, overprovisioning, 0};
        std::vector<std::size_t> turns(localities.size(), 0);
        for (const Json& locality : picks_of_locality(rotation, counted_picks))
            ++turns[locality.get<std::size_t>()];
        got["expect_counts_of_100"] = turns;
    }
    return compare_fields(vector, got);
}

}  // namespace

VectorSuite locality() {
    return {.name = "locality", .check = check_locality};
}

}  // namespace weft::scenarios::suites
