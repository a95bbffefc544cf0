// Each host in its turn; with weights as often as its share says. The instance's seed says where
// the rotation starts, so that proxies which start together spread over the hosts.
#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/rotation.hpp"

namespace weft::mesh::policies {
namespace {

class RoundRobin final : public LoadBalancer {
public:
    RoundRobin(std::uint64_t seed, const SlowStartSettings& slow_start)
        : rotation_(seed, slow_start) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        return rotation_.pick(hosts, context.now);
    }

    void on_hosts(const HostColumns& hosts, Instant now) override {
        rotation_.on_hosts(hosts, now);
    }

    std::vector<HostStanding> standings(const HostColumns& hosts, Instant now) const override {
        return rotation_.standings(hosts, now);
    }

private:
    Rotation rotation_;
};

}  // namespace

BalancerKind round_robin() {
    return {
        .name = "round_robin",
        .summary = "each host in its turn, as often as its weight says",
        .make = [](Settings& settings, std::uint64_t seed) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<RoundRobin>(seed, read_slow_start(settings));
        },
    };
}

}  // namespace weft::mesh::policies
