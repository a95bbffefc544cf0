// The least busy of d distinct hosts drawn at random; one of them at random if several tie. Weights
// do not count. Unlike `least_request`, which draws with replacement as the reference proxy does.
// The measure is the requests in flight of each host drawn.
// Source: Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001; Vvedenskaya,
// Dobrushin and Karpelevich, "Queueing system with selection of the shortest of two queues", 1996.
#include "mesh/balance/distinct_draws.hpp"
#include "mesh/balance/load_balancer.hpp"

#include <algorithm>

namespace weft::mesh::policies {
namespace {

class PowerOfD final : public LoadBalancer {
public:
    explicit PowerOfD(std::uint32_t d) : d_(d) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        const std::size_t choices = std::min<std::size_t>(d_, hosts.size());
        DistinctDraws drawn{hosts.size()};
        std::size_t best = drawn.next(context.draws);
        context.consider(hosts.id[best], hosts.in_flight[best]);
        for (std::size_t choice = 1; choice < choices; ++choice) {
            const std::size_t rival = drawn.next(context.draws);
            context.consider(hosts.id[rival], hosts.in_flight[rival]);
            best = hosts.in_flight[rival] < hosts.in_flight[best] ? rival : best;
        }
        return best;
    }

private:
    std::uint32_t d_;
};

}  // namespace

BalancerKind power_of_d() {
    return {
        .name = "power_of_d",
        .summary = "the least busy of `d` distinct hosts drawn at random, ties at random",
        .by_weight = false,
        .compares_hosts = true,
        .make = [](Settings& settings, std::uint64_t /*seed*/) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<PowerOfD>(
                settings.count("d", {.fallback = 2, .min = 1, .max = DistinctDraws::most}));
        },
    };
}

}  // namespace weft::mesh::policies
