#include "scenarios/manifests/read_pod_resources.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/manifests/kubernetes_quantity.hpp"
#include "scenarios/manifests/read_metadata.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace weft::scenarios {
namespace {

constexpr double most_cores = 1'000'000;

/// Also as a scenario writes a size.
std::optional<std::uint64_t> parse_memory(std::string_view text) {
    constexpr double most_bytes = 1e18;
    const auto milli_bytes = parse_quantity(text);
    if (!milli_bytes) return mesh::parse_size(text);
    const double bytes = std::ceil(*milli_bytes / 1000);
    if (bytes > most_bytes) return std::nullopt;
    return static_cast<std::uint64_t>(bytes);
}

/// A limit for all containers so far and this one.
template <class Amount>
Amount limit_of_all(Amount others, Amount own, bool is_first) {
    if (own == 0 || (others == 0 && !is_first)) return 0;
    return others + own;
}

/// The API server refuses a container that asks for more than it may have.
template <class Amount>
void check_request(YamlMap& requests, std::string_view key, Amount request, Amount limit) {
    requests.require(limit == 0 || request <= limit, key, "cannot be more than the limit");
}

}  // namespace

std::uint32_t read_cpu(YamlMap& map, std::string_view key, std::uint32_t fallback) {
    if (!map.has(key)) return fallback;
    const auto milli_cores = parse_quantity(map.text(key));
    if (milli_cores && *milli_cores <= most_cores * 1000) {
        return static_cast<std::uint32_t>(std::ceil(*milli_cores));
    }
    map.error(key, std::string{key} + " must be a number of cores, such as 0.5 or 500m");
    return fallback;
}

std::uint64_t read_memory(YamlMap& map, std::string_view key, std::uint64_t fallback) {
    if (!map.has(key)) return fallback;
    if (const auto bytes = parse_memory(map.text(key))) return *bytes;
    map.error(key, std::string{key} + " must be a number of bytes, such as 128Mi");
    return fallback;
}

mesh::control::PodResources read_container_resources(YamlMap& container, std::string_view path) {
    const std::string here = std::string{path} + ".resources";
    mesh::control::PodResources own;
    auto resources = container.map("resources");
    if (!resources) return own;
    if (auto limits = resources->map("limits")) {
        own.cpu_limit = read_cpu(*limits, "cpu", 0);
        own.memory_limit = read_memory(*limits, "memory", 0);
        limits->warn_of_unknown_keys(here + ".limits");
    }
    own.cpu_request = own.cpu_limit;
    own.memory_request = own.memory_limit;
    if (auto requests = resources->map("requests")) {
        own.cpu_request = read_cpu(*requests, "cpu", own.cpu_limit);
        own.memory_request = read_memory(*requests, "memory", own.memory_limit);
        requests->warn_of_unknown_keys(here + ".requests");
        check_request(*requests, "cpu", own.cpu_request, own.cpu_limit);
        check_request(*requests, "memory", own.memory_request, own.memory_limit);
    }
    resources->warn_of_unknown_keys(here);
    return own;
}

void add_container_resources(mesh::control::PodResources& pod,
                             const mesh::control::PodResources& own,
                             bool is_first_container) {
    pod.cpu_limit = limit_of_all(pod.cpu_limit, own.cpu_limit, is_first_container);
    pod.memory_limit = limit_of_all(pod.memory_limit, own.memory_limit, is_first_container);
    pod.cpu_request += own.cpu_request;
    pod.memory_request += own.memory_request;
}

}  // namespace weft::scenarios
