// The host with the fewest requests in flight for its weight; those that tie take turns by smooth
// weighted round robin. The instance's seed says which of them comes first.
// Source: nginx's least_conn, without its passive health checks, which outlier detection stands
// for. HAProxy's rule is `leastconn`. The measure is the requests in flight for each unit of
// weight.
#include "mesh/balance/host_memory.hpp"
#include "mesh/balance/load_balancer.hpp"

namespace weft::mesh::policies {
namespace {

/// How far a host's turn in the rotation is due.
using Credit = std::int64_t;

class LeastConnections final : public LoadBalancer {
public:
    explicit LeastConnections(std::uint64_t seed) : seed_(seed) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        context.consider_all(hosts, [&](std::size_t host) { return load(hosts, host); });
        std::size_t least = start_;
        bool tie = false;
        for (std::size_t host = next(start_); host != start_; host = next(host)) {
            const std::uint64_t load = load_beside(hosts, host, least);
            const std::uint64_t least_load = load_beside(hosts, least, host);
            tie = load < least_load ? false : tie || load == least_load;
            least = load < least_load ? host : least;
        }
        return tie ? next_of_those_alike(hosts, least) : least;
    }

    void on_hosts(const HostColumns& hosts, Instant /*now*/) override {
        credits_.follow(hosts.id, 0);
        start_ = hosts.size() == 0 ? 0 : seed_ % hosts.size();
    }

    std::vector<HostStanding> standings(const HostColumns& hosts, Instant /*now*/) const override {
        std::vector<HostStanding> standings;
        for (std::size_t host = 0; host < hosts.size(); ++host)
            standings.push_back({.measure = load(hosts, host)});
        return standings;
    }

private:
    static double load(const HostColumns& hosts, std::size_t host) {
        return static_cast<double>(hosts.in_flight[host]) / hosts.weight[host];
    }

    std::size_t next(std::size_t host) const { return host + 1 == credits_.size() ? 0 : host + 1; }

    /// in_flight / weight of `host`, times the weights of both, so that no division rounds.
    static std::uint64_t load_beside(const HostColumns& hosts,
                                     std::size_t host,
                                     std::size_t other) {
        return std::uint64_t{hosts.in_flight[host]} * hosts.weight[other];
    }

    std::size_t next_of_those_alike(const HostColumns& hosts, std::size_t least) {
        const std::size_t first = least;
        std::size_t due = first;
        Credit total = 0;
        std::size_t host = first;
        do {
            if (load_beside(hosts, host, first) == load_beside(hosts, first, host)) {
                credits_[host] += hosts.weight[host];
                total += hosts.weight[host];
                if (credits_[host] > credits_[due]) due = host;
            }
            host = next(host);
        } while (host != first);
        credits_[due] -= total;
        return due;
    }

    std::uint64_t seed_;
    std::size_t start_ = 0;  ///< Where a look around the hosts begins.
    HostMemory<Credit> credits_;
};

}  // namespace

BalancerKind least_connections() {
    return {
        .name = "least_connections",
        .summary = "the fewest requests in flight for its weight, ties in turn (nginx)",
        .compares_hosts = true,
        .measure = "in flight / weight",
        .make = [](Settings& /*settings*/, std::uint64_t seed) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<LeastConnections>(seed);
        },
    };
}

}  // namespace weft::mesh::policies
