// The least busy of all hosts; one of them at random if several tie. Weights do not count. Busy is
// what this proxy has in flight, which is the length of the queue where nobody else sends; it is
// also the measure of each host. Source: Winston, "Optimality of the Shortest Line Discipline",
// 1977.
#include "mesh/balance/load_balancer.hpp"

#include <algorithm>

namespace weft::mesh::policies {
namespace {

class JoinShortestQueue final : public LoadBalancer {
public:
    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        const auto& queues = hosts.in_flight;
        const std::uint32_t shortest = *std::ranges::min_element(queues);
        const auto alike = static_cast<std::uint64_t>(std::ranges::count(queues, shortest));
        std::uint64_t skipped = alike == 1 ? 0 : context.draws.below(alike);
        std::size_t host = 0;
        while (queues[host] != shortest || skipped-- > 0) {
            ++host;
        }
        context.consider_all(hosts, [&](std::size_t each) { return queues[each]; });
        return host;
    }
};

}  // namespace

BalancerKind join_shortest_queue() {
    return {
        .name = "join_shortest_queue",
        .summary = "the least busy of all hosts, ties at random",
        .by_weight = false,
        .compares_hosts = true,
        .make = [](Settings& /*settings*/, std::uint64_t /*seed*/)
            -> std::unique_ptr<LoadBalancer> { return std::make_unique<JoinShortestQueue>(); },
    };
}

}  // namespace weft::mesh::policies
