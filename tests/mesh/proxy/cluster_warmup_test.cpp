#include "mesh/proxy/cluster_state.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace cluster_warmup_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

using Shares = std::vector<std::size_t>;

/// Round robin with a warm-up of a minute, over endpoints 0, 1, … that are ready or not.
class WarmCluster {
public:
    explicit WarmCluster(const std::vector<bool>& ready)
        : state_({config_, endpoints(ready)}, balancers_, 0, Instant{}) {}

    void change(const std::vector<bool>& ready, Instant now) {
        state_.on_endpoints({config_, endpoints(ready)}, now);
    }

    Shares shares(Instant now, std::size_t picks) {
        Draws draws{1};
        Shares found(state_.ids().size(), 0);
        for (std::size_t i = 0; i < picks; ++i) {
            ++found[state_.pick({now, draws})->id.number()];
        }
        return found;
    }

private:
    static std::shared_ptr<const ClusterConfig> config() {
        ClusterConfig config;
        config.balancer = {"round_robin", {{"slow_start_window", "60s"}}};
        return std::make_shared<const ClusterConfig>(config);
    }

    static std::shared_ptr<const Endpoints> endpoints(const std::vector<bool>& ready) {
        Endpoints endpoints;
        for (std::uint32_t number = 0; number < ready.size(); ++number) {
            endpoints.push_back({.id = EndpointId{number},
                                 .address = "10.0.0." + std::to_string(number) + ":80",
                                 .ready = ready[number]});
        }
        return std::make_shared<const Endpoints>(endpoints);
    }

    std::shared_ptr<const ClusterConfig> config_ = config();
    BalancerRegistry balancers_ = built_in_balancers();
    ClusterState state_;
};

}  // namespace

TEST_SUITE("warm-up of a cluster") {
    TEST_CASE("a host that joins is spared until its window has passed") {
        WarmCluster cluster{{true, true}};
        cluster.change({true, true, true}, Instant{100s});
        CHECK(cluster.shares(Instant{100s}, 210) == Shares{100, 100, 10});
        cluster.shares(Instant{200s}, 30);  // Its next turn was set while it was young.
        CHECK(cluster.shares(Instant{200s}, 300) == Shares{100, 100, 100});
    }

    TEST_CASE("a host is young from when it became ready, not from when it was first seen") {
        WarmCluster cluster{{true, true, false}};
        cluster.change({true, true, false}, Instant{100s});
        cluster.change({true, true, true}, Instant{200s});
        CHECK(cluster.shares(Instant{200s}, 210) == Shares{100, 100, 10});
        cluster.change({true, true, true}, Instant{230s});  // It stays as old as it is.
        CHECK(cluster.shares(Instant{230s}, 500) == Shares{200, 200, 100});
    }
}

}  // namespace cluster_warmup_test
