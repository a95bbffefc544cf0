// Least request among hosts alike.
#include "mesh/balance/balancer_registry.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <algorithm>
#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

/// Hosts alike but for their requests in flight, as columns.
struct Hosts {
    std::vector<mesh::HostId> id;
    std::vector<std::uint32_t> weight;
    std::vector<std::string_view> hash_key;
    std::vector<std::uint32_t> in_flight;

    explicit Hosts(std::vector<std::uint32_t> active)
        : weight(active.size(), 1), hash_key(active.size()), in_flight(std::move(active)) {
        for (std::uint32_t host = 0; host < in_flight.size(); ++host)
            id.emplace_back(host);
    }

    mesh::HostColumns columns() const {
        return {.id = id, .weight = weight, .in_flight = in_flight, .hash_key = hash_key};
    }
};

std::unique_ptr<mesh::LoadBalancer> balancer_of(const Json& vector) {
    const std::string selection = vector.value("selection", "N_CHOICES");
    if (selection != "N_CHOICES" && selection != "FULL_SCAN") {
        throw std::invalid_argument("selection: there is no method '" + selection + "'");
    }
    const mesh::TextSettings::Values values{
        {"choices", std::to_string(count(vector, "choice_count", 2))},
        {"selection", selection == "FULL_SCAN" ? "full_scan" : "n_choices"}};
    mesh::TextSettings settings{values};
    return mesh::built_in_balancers().find("least_request")->make(settings, 0);
}

std::optional<VectorMismatch> check_lr(const Json& /*file*/, const Json& vector) {
    const Hosts hosts{counts(vector.at("active"))};
    const auto balancer = balancer_of(vector);
    balancer->on_hosts(hosts.columns(), {});

    mesh::DrawList list{whole_numbers(vector.at("draws"))};
    const std::size_t given = list.numbers.size();
    list.numbers.resize(given + hosts.id.size() + 200, 0);  // A pick that draws too often is seen.
    mesh::Draws draws{list};
    const std::uint64_t first_draw = draws.next();
    Json host;
    if (!hosts.id.empty()) {
        host =
            balancer->pick(hosts.columns(), {.now = {}, .draws = draws, .first_draw = first_draw});
    }
    if (list.used > given && !vector.contains("expect_draws")) {
        throw std::invalid_argument("draws: more are needed");
    }
    return compare_fields(vector, {{"expect_host", host}, {"expect_draws", list.used}});
}

}  // namespace

VectorSuite lr() {
    return {.name = "lr", .check = check_lr};
}

}  // namespace weft::scenarios::suites
