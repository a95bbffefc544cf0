// The host with the fewest requests in flight for its weight, counting the one that is to come
// unless the host has none: all that are free tie, whatever their weights. Of those that tie the
// one whose load changed longest ago. The instance's seed says which comes first of all.
// Source: HAProxy's `balance leastconn`, whose servers stand in a tree by this key and go to the
// end of their equals when a request begins or ends. Its rounding of keys to whole numbers is left
// out. The measure is the load of each host that is compared, for each unit of its weight.
#include "mesh/balance/host_memory.hpp"
#include "mesh/balance/load_balancer.hpp"

namespace weft::mesh::policies {
namespace {

class Leastconn final : public LoadBalancer {
public:
    explicit Leastconn(std::uint64_t seed) : seed_(seed) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        context.consider_all(hosts, [&](std::size_t host) { return load(hosts, host); });
        std::size_t best = 0;
        for (std::size_t host = 1; host < hosts.size(); ++host) {
            best = comes_before(hosts, host, best) ? host : best;
        }
        changed_[best] = ++changes_;
        return best;
    }

    void on_hosts(const HostColumns& hosts, Instant /*now*/) override {
        changed_.follow(hosts.id, 0);
        for (std::size_t turn = 0; turn < hosts.size(); ++turn) {
            const std::size_t host = (seed_ % hosts.size() + turn) % hosts.size();
            if (changed_[host] == 0) changed_[host] = ++changes_;
        }
    }

    void on_end(HostId host, const AttemptEnd& /*end*/, Instant /*now*/) override {
        if (std::uint64_t* const changed = changed_.find(host)) *changed = ++changes_;
    }

    std::vector<HostStanding> standings(const HostColumns& hosts, Instant /*now*/) const override {
        std::vector<HostStanding> standings;
        for (std::size_t host = 0; host < hosts.size(); ++host)
            standings.push_back({.measure = load(hosts, host)});
        return standings;
    }

private:
    static std::uint64_t load_with_one_more(std::uint32_t in_flight) {
        return in_flight == 0 ? 0 : std::uint64_t{in_flight} + 1;
    }

    static double load(const HostColumns& hosts, std::size_t host) {
        return static_cast<double>(load_with_one_more(hosts.in_flight[host])) / hosts.weight[host];
    }

    bool comes_before(const HostColumns& hosts, std::size_t host, std::size_t other) const {
        const std::uint64_t load = load_with_one_more(hosts.in_flight[host]) * hosts.weight[other];
        const std::uint64_t others =
            load_with_one_more(hosts.in_flight[other]) * hosts.weight[host];
        return load == others ? changed_[host] < changed_[other] : load < others;
    }

    std::uint64_t seed_;
    std::uint64_t changes_ = 0;
    HostMemory<std::uint64_t> changed_;  ///< Number of the host's last change; 0 is never.
};

}  // namespace

BalancerKind leastconn() {
    return {
        .name = "leastconn",
        .summary = "the fewest requests in flight for its weight, free hosts first (HAProxy)",
        .compares_hosts = true,
        .measure = "load / weight",
        .make = [](Settings& /*settings*/, std::uint64_t seed) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<Leastconn>(seed);
        },
    };
}

}  // namespace weft::mesh::policies
