// The host next to the request's hash on a ring: requests alike go to one host, and few move when
// the list changes. A request without a hash goes anywhere, by the number drawn for its priority.
#include "mesh/balance/bounded_loads.hpp"
#include "mesh/balance/hash_ring.hpp"
#include "mesh/balance/load_balancer.hpp"

#include <array>
#include <utility>

namespace weft::mesh::policies {
namespace {

class RingHashBalancer final : public LoadBalancer {
public:
    RingHashBalancer(const HashRingSettings& settings, BoundedLoads bound)
        : settings_(settings), bound_(std::move(bound)) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        const std::uint64_t hash = context.request_hash.value_or(context.first_draw);
        return bound_.pick(hosts, ring_.host(hash, context.attempt), hash);
    }

    void on_hosts(const HostColumns& hosts, Instant /*now*/) override {
        ring_ = HashRing{hosts.hash_key, hosts.weight, settings_};
        bound_.on_hosts(hosts);
    }

    std::vector<HostStanding> standings(const HostColumns& hosts, Instant /*now*/) const override {
        std::vector<HostStanding> standings;
        for (const double share : ring_.shares(hosts.size()))
            standings.push_back({.share = share});
        return standings;
    }

private:
    HashRingSettings settings_;
    HashRing ring_;
    BoundedLoads bound_;
};

HashRingSettings read_ring_settings(Settings& settings) {
    constexpr std::array<std::string_view, 2> hashes{"xx", "murmur2"};
    HashRingSettings chosen{};
    chosen.min_size =
        settings.count("minimum_ring_size", {.fallback = 1024, .min = 1, .max = largest_hash_ring});
    chosen.max_size = settings.count(
        "maximum_ring_size",
        {.fallback = largest_hash_ring, .min = chosen.min_size, .max = largest_hash_ring});
    if (settings.choice("hash", hashes[0], hashes) == hashes[1]) chosen.hash = RingHash::murmur2;
    return chosen;
}

}  // namespace

BalancerKind ring_hash() {
    return {
        .name = "ring_hash",
        .summary = "the host next to the request's hash on a ring",
        .priority_by = BalancerKind::PriorityBy::hash,
        .make = [](Settings& settings, std::uint64_t /*seed*/) -> std::unique_ptr<LoadBalancer> {
            const HashRingSettings ring = read_ring_settings(settings);
            return std::make_unique<RingHashBalancer>(ring, BoundedLoads::read(settings));
        },
    };
}

}  // namespace weft::mesh::policies
