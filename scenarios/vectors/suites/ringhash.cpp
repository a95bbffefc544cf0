// The places of hosts on a ring, and the host that a hash finds there.
#include "mesh/balance/hash_ring.hpp"
#include "mesh/balance/host_weights.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

mesh::HashRingSettings settings_of_ringhash(const Json& vector) {
    mesh::HashRingSettings settings{.min_size = count(vector, "min_ring", 1024),
                                    .max_size = count(vector, "max_ring", mesh::largest_hash_ring)};
    if (settings.min_size > settings.max_size || settings.max_size > mesh::largest_hash_ring) {
        throw std::invalid_argument("min_ring and max_ring: there is no such ring");
    }
    const std::string hash = vector.value("hash", "XX_HASH");
    if (hash != "XX_HASH" && hash != "MURMUR_HASH_2") {
        throw std::invalid_argument("hash: there is no hash '" + hash + "'");
    }
    if (hash == "MURMUR_HASH_2") settings.hash = mesh::RingHash::murmur2;
    return settings;
}

Json places_of(const mesh::HashRing& ring) {
    Json places = Json::array();
    for (std::size_t place = 0; place < ring.hashes().size(); ++place) {
        places.push_back({std::to_string(ring.hashes()[place]), ring.hosts()[place]});
    }
    return places;
}

Json picks_of_ringhash(const mesh::HashRing& ring, Json picks) {
    for (Json& pick : picks) {
        const std::uint64_t hash = whole_number(pick.at("h"));
        const std::uint32_t attempt = count(pick, "attempt", 0);
        pick["host"] = ring.empty() ? Json() : Json(ring.host(hash, attempt));
    }
    return picks;
}

std::optional<VectorMismatch> check_ringhash(const Json& /*file*/, const Json& vector) {
    const auto keys = vector.at("host_keys").get<std::vector<std::string>>();
    std::vector<std::uint32_t> weights = counts(vector, "weights", keys.size(), 1);
    std::ranges::transform(weights, weights.begin(), mesh::host_weight);
    const mesh::HashRingSettings settings = settings_of_ringhash(vector);
    const std::vector<std::string_view> views{keys.begin(), keys.end()};
    const mesh::HashRing ring{views, weights, settings};

    std::vector<std::size_t> places(keys.size(), 0);
    for (const std::uint32_t host : ring.hosts())
        ++places[host];
    const double size =
        keys.empty() ? 0 : std::ceil(ring_scale(mesh::normalised_weights(weights), settings));
    return compare_fields(
        vector, {{"expect_size", static_cast<std::uint64_t>(size)},
                 {"expect_min_per_host", keys.empty() ? 0 : std::ranges::min(places)},
                 {"expect_max_per_host", keys.empty() ? 0 : std::ranges::max(places)},
                 {"expect_ring", vector.contains("expect_ring") ? places_of(ring) : Json::array()},
                 {"picks", picks_of_ringhash(ring, vector.value("picks", Json::array()))}});
}

}  // namespace

VectorSuite ringhash() {
    return {.name = "ringhash", .check = check_ringhash};
}

}  // namespace weft::scenarios::suites
