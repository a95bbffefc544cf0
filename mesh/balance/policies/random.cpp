// Any host, all alike: weights do not count. The number drawn for the priority serves for the host,
// too, as in the reference proxy.
#include "mesh/balance/load_balancer.hpp"

namespace weft::mesh::policies {
namespace {

class Random final : public LoadBalancer {
public:
    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        return context.first_draw % hosts.size();
    }
};

}  // namespace

BalancerKind random() {
    return {
        .name = "random",
        .summary = "any host, all alike whatever their weights",
        .by_weight = false,
        .make = [](Settings& /*settings*/, std::uint64_t /*seed*/)
            -> std::unique_ptr<LoadBalancer> { return std::make_unique<Random>(); },
    };
}

}  // namespace weft::mesh::policies
