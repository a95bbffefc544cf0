// Zone-aware balancing: what stays in the own zone, and where the rest goes.
#include "mesh/balance/zone_routing.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;
using mesh::ZoneHosts;
using mesh::ZoneRouting;
using mesh::ZoneRoutingRules;

/// What the vector says of both clusters. Names are those of the vector, which must outlive this.
struct Zones {
    std::vector<ZoneHosts> local;
    std::vector<ZoneHosts> upstream;
    bool has_local;

    explicit Zones(const Json& vector) : has_local(vector.value("has_local_locality", false)) {
        for (const auto& [name, hosts] : vector.at("local").items())
            local.push_back(zone(name, hosts));
        for (const Json& written : vector.at("upstream")) {
            upstream.push_back(zone(written.at(0).get_ref<const std::string&>(), written.at(1)));
        }
    }

    /// One number counts for both, so that either basis may be chosen.
    static ZoneHosts zone(std::string_view name, const Json& hosts) {
        const std::uint64_t number = whole_number(hosts);
        return {.zone = name, .hosts = number, .weight = number};
    }

    mesh::ZoneView view() const {
        return {.local = local, .upstream = upstream, .upstream_has_own_zone = has_local};
    }
};

ZoneRoutingRules rules_of(const Json& vector) {
    const std::string basis = vector.value("basis", "hosts");
    if (basis != "hosts" && basis != "weight") {
        throw std::invalid_argument("basis: there is no basis '" + basis + "'");
    }
    ZoneRoutingRules rules;
    rules.min_cluster_size = count(vector, "min_cluster_size", 6);
    if (basis == "weight") rules.basis = ZoneRoutingRules::Basis::weight;
    return rules;
}

std::string_view name_of(ZoneRouting::State state) {
    switch (state) {
        case ZoneRouting::State::off:
            return "off";
        case ZoneRouting::State::direct:
            return "direct";
        case ZoneRouting::State::residual:
            return "residual";
    }
    return {};
}

std::string_view name_of(ZoneRouting::Choice::Mode mode) {
    using Mode = ZoneRouting::Choice::Mode;
    switch (mode) {
        case Mode::direct:
            return "direct";
        case Mode::sampled:
            return "sampled";
        case Mode::cross:
            return "cross";
        case Mode::no_capacity_left:
            return "no_capacity_left";
    }
    return {};
}

Json picks_of_zoneaware(const ZoneRouting& routing, Json picks) {
    constexpr std::size_t most_draws = 3;  // The priority's and two for the zone.
    for (Json& pick : picks) {
        mesh::DrawList list{whole_numbers(pick.at("draws"))};
        const std::size_t given = list.numbers.size();
        list.numbers.resize(std::max(given, most_draws), 0);
        mesh::Draws draws{list};
        draws.next();
        if (routing.state() == ZoneRouting::State::off) {
            pick["mode"] = "off";
            continue;
        }
        const ZoneRouting::Choice choice = routing.pick(draws);
        if (list.used > given) throw std::invalid_argument("draws: more are needed");
        pick["locality"] = choice.locality;
        pick["mode"] = name_of(choice.mode);
    }
    return picks;
}

Json forced_states(const Zones& zones, ZoneRoutingRules rules, Json forced) {
    for (Json& one : forced) {
        rules.force_local_min_size = count(one, "min_size", 1);
        one["expect_state"] = name_of(ZoneRouting{zones.view(), rules}.state());
    }
    return forced;
}

std::optional<VectorMismatch> check_zoneaware(const Json& /*file*/, const Json& vector) {
    const Zones zones{vector};
    const ZoneRoutingRules rules = rules_of(vector);
    const ZoneRouting routing{zones.view(), rules};
    Json percentages = Json::array();
    for (const ZoneRouting::Percentages& of : routing.percentages()) {
        percentages.push_back({{"local", of.local}, {"upstream", of.upstream}});
    }
    const auto list = [&vector](const char* key) { return vector.value(key, Json::array()); };
    return compare_fields(
        vector,
        {{"expect_percentages", percentages},
         {"expect_state", name_of(routing.state())},
         {"expect_local_percent_to_route", routing.local_percent()},
         {"expect_residual",
          std::vector<std::uint64_t>{routing.residual().begin(), routing.residual().end()}},
         {"picks", picks_of_zoneaware(routing, list("picks"))},
         {"with_force_local_zone", forced_states(zones, rules, list("with_force_local_zone"))}});
}

}  // namespace

VectorSuite zoneaware() {
    return {.name = "zoneaware", .check = check_zoneaware};
}

}  // namespace weft::scenarios::suites
