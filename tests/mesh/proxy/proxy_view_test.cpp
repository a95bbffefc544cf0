#include "mesh/proxy/proxy_view.hpp"

#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace proxy_view_test {

using namespace weft;
using namespace std::chrono_literals;
using tests::SingleSidecar;
using Kind = mesh::Action::Kind;
using State = mesh::FailureAccrual::State;

namespace {

/// Without panic: a host that may not be chosen gets nothing.
mesh::ClusterConfig plain_cluster() {
    mesh::ClusterConfig config;
    config.selection.priority.panic_percent = 0;
    return config;
}

mesh::ClusterView only_cluster(const SingleSidecar& sidecar) {
    const mesh::ProxyView view = sidecar.sidecar().view(sidecar.now);
    REQUIRE(view.clusters.size() == 1);
    return view.clusters.front();
}

}  // namespace

TEST_SUITE("view of a proxy") {
    TEST_CASE("a cluster is shown once something was sent there, and counted until then") {
        SingleSidecar sidecar{plain_cluster(), 2};
        const mesh::ProxyView before = sidecar.sidecar().view(sidecar.now);
        CHECK(before.name == "client");
        CHECK(before.version == 1);
        CHECK(before.clusters.empty());
        CHECK(before.unused_clusters == 1);
        CHECK_FALSE(before.inbound);
        sidecar.ask();
        CHECK(sidecar.sidecar().view(sidecar.now).unused_clusters == 0);
        const mesh::ClusterView cluster = only_cluster(sidecar);
        CHECK(cluster.name == "outbound|80||reviews");
        CHECK(cluster.balancer == "round_robin");
        CHECK(cluster.measure.empty());
        REQUIRE(cluster.hosts.size() == 2);
        CHECK(cluster.hosts[0].in_flight + cluster.hosts[1].in_flight == 1);
        CHECK(cluster.pools.empty());
    }

    TEST_CASE("limits are shown with what is used of them") {
        mesh::ClusterConfig config = plain_cluster();
        config.limits = {.connections = 9, .pending = 8, .requests = 3, .retries = 6};
        SingleSidecar sidecar{config};
        sidecar.ask();
        sidecar.ask();
        const mesh::ResourceUse use = only_cluster(sidecar).use;
        CHECK(use.requests == 2);
        CHECK(use.limits.requests == 3);
        CHECK(use.limits.retries == 6);
        sidecar.answer(0, 200);
        CHECK(only_cluster(sidecar).use.requests == 1);
    }

    TEST_CASE("a retry budget is shown as the retries that it allows now") {
        mesh::ClusterConfig config = plain_cluster();
        config.retry_budget = mesh::RetryBudget{.percent = 50, .min_concurrency = 1};
        SingleSidecar sidecar{config};
        for (int request = 0; request < 8; ++request)
            sidecar.ask();
        CHECK(only_cluster(sidecar).use.limits.retries == 4);
    }

    TEST_CASE("an ejected host says until when, at the earliest, and how often it was") {
        mesh::ClusterConfig config = plain_cluster();
        config.outlier = mesh::OutlierSettings{.consecutive_5xx = 2,
                                               .interval = 10s,
                                               .base_ejection_time = 30s,
                                               .max_ejection_time = 300s,
                                               .max_ejection_percent = 100};
        SingleSidecar sidecar{config};
        sidecar.now += 5s;
        sidecar.exchange(500);
        mesh::HostView host = only_cluster(sidecar).hosts.front();
        REQUIRE(host.outlier);
        CHECK(host.outlier->in_a_row_5xx == 1);
        CHECK_FALSE(host.outlier->ejected_until);
        CHECK(host.health == mesh::HostHealth::healthy);
        sidecar.exchange(500);
        host = only_cluster(sidecar).hosts.front();
        CHECK(host.outlier->ejected_until == mesh::Instant{35s});
        CHECK(host.outlier->ejections == 1);
        CHECK(host.health == mesh::HostHealth::unhealthy);
        CHECK_FALSE(host.circuit);
    }

    TEST_CASE("an open circuit says until when") {
        mesh::ClusterConfig config = plain_cluster();
        config.failure_accrual = mesh::FailureAccrualSettings{
            .failures_to_open = 2, .min_penalty = 1s, .max_penalty = 60s};
        SingleSidecar sidecar{config};
        sidecar.exchange(500);
        auto circuit = only_cluster(sidecar).hosts.front().circuit;
        REQUIRE(circuit);
        CHECK(circuit->state == State::closed);
        CHECK(circuit->failures_in_a_row == 1);
        CHECK_FALSE(circuit->open_until);
        sidecar.exchange(500);
        circuit = only_cluster(sidecar).hosts.front().circuit;
        CHECK(circuit->state == State::open);
        CHECK(circuit->open_until == mesh::Instant{1s});
        sidecar.now += 1s;
        CHECK(only_cluster(sidecar).hosts.front().circuit->state == State::half_open);
    }

    TEST_CASE("connections are shown by host: open, busy, and who waits for one") {
        mesh::ClusterConfig config = plain_cluster();
        config.connects = true;
        config.pool.version = mesh::HttpVersion::http1;
        SingleSidecar sidecar{config};
        sidecar.ask();
        REQUIRE(only_cluster(sidecar).pools.size() == 1);
        mesh::PoolView pool = only_cluster(sidecar).pools.front();
        CHECK(pool.host == mesh::HostId{0});
        CHECK(pool.open == 1);
        CHECK(pool.busy == 0);
        CHECK(pool.waiting == 1);
        sidecar.up(1);
        pool = only_cluster(sidecar).pools.front();
        CHECK(pool.busy == 1);
        CHECK(pool.active == 1);
        CHECK(pool.waiting == 0);
    }

    TEST_CASE("a balancer's own knowledge of a host goes with it, whatever the host's place") {
        mesh::ClusterConfig config = plain_cluster();
        config.balancer.name = "ring_hash";
        SingleSidecar sidecar{config};
        sidecar.set_endpoints(
            {{.id = mesh::EndpointId{1}, .address = "10.0.0.1:80", .ready = false},
             {.id = mesh::EndpointId{2}, .address = "10.0.0.2:80"},
             {.id = mesh::EndpointId{3}, .address = "10.0.0.3:80"}});
        sidecar.push();
        sidecar.ask();
        const mesh::ClusterView cluster = only_cluster(sidecar);
        REQUIRE(cluster.hosts.size() == 3);
        CHECK_FALSE(cluster.hosts[0].standing.share);  // Nobody is sent there.
        REQUIRE(cluster.hosts[1].standing.share);
        REQUIRE(cluster.hosts[2].standing.share);
        CHECK(*cluster.hosts[1].standing.share + *cluster.hosts[2].standing.share ==
              doctest::Approx(1));
    }

    TEST_CASE("what protects the app is shown, too") {
        SingleSidecar sidecar{plain_cluster()};
        mesh::InboundPolicy policy;
        policy.rate_limit =
            mesh::TokenBucketSettings{.max_tokens = 5, .tokens_per_fill = 1, .fill_interval = 1s};
        sidecar.inbound = std::make_shared<mesh::InboundPolicy>(policy);
        sidecar.push();
        const auto inbound = sidecar.sidecar().view(sidecar.now).inbound;
        REQUIRE(inbound);
        CHECK(inbound->tokens == 5);
        CHECK(inbound->max_tokens == 5);
        CHECK_FALSE(inbound->concurrency_limit);
    }
}

}  // namespace proxy_view_test
