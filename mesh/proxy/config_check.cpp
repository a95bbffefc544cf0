#include "mesh/proxy/config_check.hpp"

#include "mesh/balance/hash_ring.hpp"
#include "mesh/balance/maglev_table.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace weft::mesh {
namespace {

constexpr std::uint64_t most_weight = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t whole_percent = 100;

/// Nothing if nobody says; a number that does not fit is the largest.
std::optional<std::uint64_t> size_in(const BalancerChoice& choice, std::string_view key) {
    const auto found = choice.parameters.find(key);
    if (found == choice.parameters.end()) return std::nullopt;
    const std::string& text = found->second;
    std::uint64_t size = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), size);
    return read.ec == std::errc{} ? size : std::numeric_limits<std::uint64_t>::max();
}

std::optional<std::string> mistake_in_balancer(const BalancerChoice& choice) {
    if (choice.name == "maglev") {
        const auto size = size_in(choice, "table_size");
        if (!size) return std::nullopt;
        if (*size > largest_maglev_table) return "its Maglev table has more than 5000011 slots";
        if (!is_prime(static_cast<std::uint32_t>(*size)))
            return "the size of its Maglev table is no prime";
    }
    if (choice.name == "ring_hash") {
        const auto least = size_in(choice, "minimum_ring_size");
        const auto most = size_in(choice, "maximum_ring_size").value_or(largest_hash_ring);
        if (least && *least > largest_hash_ring)
            return "its hash ring has more than 8388608 points";
        if (least && *least > most) return "the least size of its hash ring is above the most";
    }
    return std::nullopt;
}

/// Whether all weights together are few enough for any sum of some of them.
bool are_light(const Endpoints& endpoints) {
    std::uint64_t sum = 0;
    for (const Endpoint& endpoint : endpoints)
        sum += std::uint64_t{endpoint.weight} + endpoint.locality_weight;
    return sum <= most_weight;
}

/// Weights are added up within a locality, and those of localities within a priority.
std::optional<std::string> mistake_in_weights(const Endpoints& endpoints) {
    if (are_light(endpoints)) return std::nullopt;
    std::map<std::pair<std::uint32_t, std::string_view>, std::uint64_t> of_locality;
    std::map<std::uint32_t, std::uint64_t> of_priority;
    for (const Endpoint& endpoint : endpoints) {
        const auto [sum, is_new] = of_locality.try_emplace({endpoint.priority, endpoint.zone}, 0);
        sum->second += endpoint.weight;
        if (is_new) of_priority[endpoint.priority] += endpoint.locality_weight;
        if (sum->second > most_weight) return "the weights in a locality are above 4294967295";
        if (of_priority[endpoint.priority] > most_weight)
            return "the weights of its localities are above 4294967295";
    }
    return std::nullopt;
}

std::optional<std::string> mistake_in_cluster(const ClusterEntry& entry) {
    const ClusterConfig& config = *entry.config;
    if (auto mistake = mistake_in_balancer(config.balancer)) return mistake;
    if (config.outlier && config.outlier->max_ejection_percent > whole_percent)
        return "it may eject more than 100 % of its hosts";
    if (config.selection.priority.panic_percent > whole_percent)
        return "its panic threshold is above 100 %";
    return mistake_in_weights(*entry.endpoints);
}

}  // namespace

std::optional<std::string> mistake_in(const ProxyConfig& config) {
    for (const auto& [id, entry] : config.clusters) {
        if (const auto mistake = mistake_in_cluster(entry))
            return "cluster " + entry.config->name + ": " + *mistake;
    }
    return std::nullopt;
}

}  // namespace weft::mesh
