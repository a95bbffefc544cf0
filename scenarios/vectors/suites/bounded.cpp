// Bounded loads: the slots of a host, and the order in which others are probed.
#include "mesh/balance/bounded_loads.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

constexpr std::uint32_t most_hosts_bounded = 10'000'000;

std::optional<VectorMismatch> check_bounded(const Json& /*file*/, const Json& vector) {
    if (vector.contains("n")) {
        const std::uint32_t hosts = count(vector.at("n"));
        if (hosts > most_hosts_bounded) throw std::invalid_argument("n is too large");
        const std::uint64_t hash = whole_number(vector.at("seed"));
        return compare_fields(vector, {{"expect_order", mesh::probe_order(hash, hosts)}});
    }
    const std::uint64_t total =
        mesh::total_slots(count(vector.at("cluster_active")), count(vector.at("factor")));
    const auto share = vector.at("weight").get<double>();
    if (!(share >= 0 && share <= 1)) throw std::invalid_argument("weight must be a share");
    return compare_fields(
        vector, {{"expect_total_slots", total}, {"expect_slots", mesh::host_slots(total, share)}});
}

}  // namespace

VectorSuite bounded() {
    return {.name = "bounded", .check = check_bounded};
}

}  // namespace weft::scenarios::suites
