// The host in the request's slot of a table that gives each host its share almost exactly: requests
// alike go to one host. A request without a hash goes anywhere, by the number drawn for its
// priority.
#include "mesh/balance/bounded_loads.hpp"
#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/maglev_table.hpp"

#include <utility>

namespace weft::mesh::policies {
namespace {

class Maglev final : public LoadBalancer {
public:
    Maglev(std::uint32_t table_size, BoundedLoads bound)
        : table_size_(table_size), bound_(std::move(bound)) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        const std::uint64_t hash = context.request_hash.value_or(context.first_draw);
        return bound_.pick(hosts, table_.host(hash, context.attempt), hash);
    }

    void on_hosts(const HostColumns& hosts, Instant /*now*/) override {
        table_ = MaglevTable{hosts.hash_key, hosts.weight, table_size_};
        bound_.on_hosts(hosts);
    }

    std::vector<HostStanding> standings(const HostColumns& hosts, Instant /*now*/) const override {
        std::vector<HostStanding> standings;
        for (const double share : table_.shares(hosts.size()))
            standings.push_back({.share = share});
        return standings;
    }

private:
    std::uint32_t table_size_;
    MaglevTable table_;
    BoundedLoads bound_;
};

/// A size that is no prime is asked for again with the next prime as the only right answer, so that
/// the mistake is reported where it was written.
std::uint32_t read_table_size(Settings& settings) {
    const std::uint32_t written =
        settings.count("table_size", {.fallback = 65'537, .min = 2, .max = largest_maglev_table});
    std::uint32_t prime = written;
    while (!is_prime(prime)) {
        ++prime;
    }
    if (prime == written) return written;
    return settings.count("table_size", {.fallback = prime, .min = prime, .max = prime});
}

}  // namespace

BalancerKind maglev() {
    return {
        .name = "maglev",
        .summary = "the host in the request's slot of an evenly filled table",
        .priority_by = BalancerKind::PriorityBy::hash,
        .make = [](Settings& settings, std::uint64_t /*seed*/) -> std::unique_ptr<LoadBalancer> {
            const std::uint32_t size = read_table_size(settings);
            return std::make_unique<Maglev>(size, BoundedLoads::read(settings));
        },
    };
}

}  // namespace weft::mesh::policies
