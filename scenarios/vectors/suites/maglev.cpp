// The slots of a Maglev table.
#include "mesh/balance/host_weights.hpp"
#include "mesh/balance/maglev_table.hpp"
#include "mesh/base/hash.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <algorithm>
#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

constexpr std::size_t first_entries = 16;

/// The host of each slot as four bytes, the low one first.
std::string bytes_of(std::span<const std::uint32_t> slots) {
    std::string bytes;
    bytes.reserve(4 * slots.size());
    for (const std::uint32_t host : slots) {
        for (const unsigned shift : {0U, 8U, 16U, 24U})
            bytes += static_cast<char>((host >> shift) & 0xffU);
    }
    return bytes;
}

std::optional<VectorMismatch> check_maglev(const Json& /*file*/, const Json& vector) {
    const auto keys = vector.at("host_keys").get<std::vector<std::string>>();
    std::vector<std::uint32_t> weights = counts(vector, "weights", keys.size(), 1);
    std::ranges::transform(weights, weights.begin(), mesh::host_weight);
    const std::uint32_t size = count(vector, "table_size", 65'537);
    if (size > mesh::largest_maglev_table || !mesh::is_prime(size)) {
        throw std::invalid_argument("table_size must be a prime up to 5000011");
    }
    const std::vector<std::string_view> views{keys.begin(), keys.end()};
    const mesh::MaglevTable table{views, weights, size};

    const std::span<const std::uint32_t> slots = table.slots();
    std::vector<std::size_t> of_host(keys.size(), 0);
    for (const std::uint32_t host : slots)
        ++of_host[host];
    const auto first = slots.first(std::min(slots.size(), first_entries));
    const auto list = [](std::span<const std::uint32_t> hosts) {
        return Json(std::vector<std::uint32_t>{hosts.begin(), hosts.end()});
    };
    return compare_fields(
        vector, {{"expect_counts", of_host},
                 {"expect_table", vector.contains("expect_table") ? list(slots) : Json::array()},
                 {"expect_first_entries", list(first)},
                 {"expect_table_xxh64", std::to_string(mesh::xx_hash64(bytes_of(slots)))}});
}

}  // namespace

VectorSuite maglev() {
    return {.name = "maglev", .check = check_maglev};
}

}  // namespace weft::scenarios::suites
