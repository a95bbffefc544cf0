// Each host in its turn; with weights as often as its share says. The instance's seed says where
// the rotation starts, so that proxies which start together spread over the hosts.
#include "mesh/balance/edf.hpp"
#include "mesh/balance/host_weights.hpp"
#include "mesh/balance/load_balancer.hpp"

namespace weft::mesh::policies {
namespace {

class RoundRobin final : public LoadBalancer {
public:
    explicit RoundRobin(std::uint64_t seed) : seed_(seed), next_(seed) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& /*context*/) override {
        if (!weighted_) return next_++ % hosts.size();
        return weighted_->pick(
            [&](std::size_t host) { return static_cast<double>(hosts.weight[host]); });
    }

    void on_hosts(const HostColumns& hosts, Instant /*now*/) override {
        weighted_.reset();
        if (equal_weights(hosts.weight)) return;
        const std::vector<double> weights(hosts.weight.begin(), hosts.weight.end());
        weighted_.emplace(weights, seed_);
    }

private:
    std::uint64_t seed_;
    std::uint64_t next_;  ///< Kept when the list changes.
    std::optional<EdfScheduler> weighted_;
};

}  // namespace

BalancerKind round_robin() {
    return {
        .name = "round_robin",
        .summary = "each host in its turn, as often as its weight says",
        .make = [](Settings& /*settings*/, std::uint64_t seed) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<RoundRobin>(seed);
        },
    };
}

}  // namespace weft::mesh::policies
