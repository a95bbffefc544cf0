#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

namespace sidecar_hosts_test {

using namespace weft;
using namespace std::chrono_literals;
using Kind = mesh::Action::Kind;
using Fact = mesh::Fact::Kind;
using mesh::Flag;
using mesh::TimerKind;
using tests::SingleSidecar;

namespace {

/// Without panic: a host that may not be chosen gets nothing.
mesh::ClusterConfig cluster() {
    mesh::ClusterConfig config;
    config.selection.priority.panic_percent = 0;
    return config;
}

mesh::ClusterConfig with_circuits() {
    mesh::ClusterConfig config = cluster();
    config.failure_accrual =
        mesh::FailureAccrualSettings{.failures_to_open = 2, .min_penalty = 1s, .max_penalty = 60s};
    return config;
}

mesh::ClusterConfig with_checks() {
    mesh::ClusterConfig config = cluster();
    config.health_check = mesh::HealthCheckSettings{.timeout = 1s,
                                                    .interval = 5s,
                                                    .unhealthy_interval = 7s,
                                                    .unhealthy_edge_interval = 3s,
                                                    .healthy_edge_interval = 2s,
                                                    .no_traffic_healthy_interval = 60s,
                                                    .unhealthy_threshold = 2,
                                                    .healthy_threshold = 2};
    return config;
}

/// Plays the check that the last step sent, and its answer.
void end_check(SingleSidecar& sidecar, mesh::CheckResult result) {
    const auto check = sidecar.only(Kind::check);
    REQUIRE(check);
    sidecar.tell(mesh::input::CheckEnded{check->cluster, check->host, check->value, result});
}

/// Lets the next check come, and end so.
void next_check(SingleSidecar& sidecar, mesh::CheckResult result) {
    const auto timer = sidecar.timer(TimerKind::health_check);
    REQUIRE(timer);
    sidecar.now += timer->delay;
    sidecar.strike(*timer);
    end_check(sidecar, result);
}

}  // namespace

TEST_SUITE("circuits of a sidecar") {
    TEST_CASE("a host that fails often enough in a row gets nothing until its penalty has passed") {
        SingleSidecar sidecar{with_circuits()};
        sidecar.exchange(500);
        CHECK_FALSE(sidecar.said(Fact::circuit_opened));
        sidecar.exchange(500);
        CHECK(sidecar.said(Fact::circuit_opened));
        const auto penalty = sidecar.timer(TimerKind::half_open);
        REQUIRE(penalty);
        CHECK(penalty->delay == 1s);
        CHECK(sidecar.exchange(200) == 503);
        CHECK(sidecar.replied()->flags == Flag::UH);

        sidecar.now += penalty->delay;
        sidecar.strike(*penalty);
        CHECK(sidecar.said(Fact::circuit_half_open));
        CHECK(sidecar.exchange(200) == 200);
        CHECK(sidecar.said(Fact::circuit_closed));
    }

    TEST_CASE("half open, one probe at a time goes through, and its failure doubles the penalty") {
        SingleSidecar sidecar{with_circuits()};
        sidecar.exchange(500);
        sidecar.exchange(500);
        const auto penalty = sidecar.timer(TimerKind::half_open);
        sidecar.now += penalty->delay;
        sidecar.strike(*penalty);
        const std::uint32_t probe = sidecar.ask();
        CHECK(sidecar.count(Kind::send_attempt) == 1);
        sidecar.ask();
        CHECK(sidecar.replied()->flags == Flag::UH);
        sidecar.answer(probe, 500);
        CHECK(sidecar.timer(TimerKind::half_open)->delay == 2s);
    }

    TEST_CASE("a probe that is given up makes way for another") {
        SingleSidecar sidecar{with_circuits()};
        sidecar.exchange(500);
        sidecar.exchange(500);
        const auto penalty = sidecar.timer(TimerKind::half_open);
        sidecar.now += penalty->delay;
        sidecar.strike(*penalty);
        sidecar.cancel(sidecar.ask());
        CHECK(sidecar.exchange(200) == 200);
    }

    TEST_CASE("other hosts take the requests of one whose circuit is open") {
        SingleSidecar sidecar{with_circuits(), 2};
        std::optional<mesh::HostId> bad;
        for (int request = 0; request < 20; ++request) {
            const std::uint32_t number = sidecar.ask();
            const mesh::HostId host = sidecar.only(Kind::send_attempt)->host;
            if (!bad) bad = host;
            sidecar.answer(number, host == *bad ? 500 : 200);
            if (request >= 4) CHECK(host != *bad);
        }
    }

    TEST_CASE("a timer of a host that left and came back opens nothing") {
        SingleSidecar sidecar{with_circuits()};
        sidecar.exchange(500);
        sidecar.exchange(500);
        const auto penalty = sidecar.timer(TimerKind::half_open);
        sidecar.set_hosts(0);
        sidecar.push();
        sidecar.set_hosts(1);
        sidecar.push();
        sidecar.now += penalty->delay;
        sidecar.strike(*penalty);
        CHECK(sidecar.actions.empty());
        CHECK(sidecar.exchange(200) == 200);
    }
}

TEST_SUITE("health checks of a sidecar") {
    TEST_CASE("a host gets nothing before its first check, which is sent at once") {
        SingleSidecar sidecar{with_checks()};
        const auto check = sidecar.only(Kind::check);
        REQUIRE(check);
        CHECK(sidecar.timer(TimerKind::check_timeout)->delay == 1s);
        CHECK(sidecar.exchange(200) == 503);
        sidecar.tell(mesh::input::CheckEnded{check->cluster, check->host, check->value,
                                             mesh::CheckResult::success});
        CHECK(sidecar.said(Fact::host_healthy));
        CHECK(sidecar.timer(TimerKind::health_check)->delay == 60s);  // No traffic yet.
        CHECK(sidecar.exchange(200) == 200);
    }

    TEST_CASE("a host that does not answer in time is unhealthy at the threshold") {
        SingleSidecar sidecar{with_checks()};
        end_check(sidecar, mesh::CheckResult::success);
        const auto first = *sidecar.timer(TimerKind::health_check);
        sidecar.exchange(200);
        sidecar.now += first.delay;
        sidecar.strike(first);
        const auto late = *sidecar.only(Kind::check);
        const auto timeout = *sidecar.timer(TimerKind::check_timeout);
        sidecar.now += timeout.delay;
        sidecar.strike(timeout);
        CHECK_FALSE(sidecar.said(Fact::host_unhealthy));
        CHECK(sidecar.timer(TimerKind::health_check)->delay == 3s);
        const auto second = *sidecar.timer(TimerKind::health_check);
        sidecar.tell(mesh::input::CheckEnded{late.cluster, late.host, late.value,
                                             mesh::CheckResult::success});
        CHECK(sidecar.actions.empty());  // Too late: the time-out has counted.
        sidecar.strike(second);
        end_check(sidecar, mesh::CheckResult::no_answer);
        CHECK(sidecar.said(Fact::host_unhealthy));
        CHECK(sidecar.timer(TimerKind::health_check)->delay == 7s);
        const auto third = *sidecar.timer(TimerKind::health_check);
        CHECK(sidecar.exchange(200) == 503);

        sidecar.strike(third);
        end_check(sidecar, mesh::CheckResult::success);
        CHECK_FALSE(sidecar.said(Fact::host_healthy));
        next_check(sidecar, mesh::CheckResult::success);
        CHECK(sidecar.said(Fact::host_healthy));
        CHECK(sidecar.exchange(200) == 200);
    }

    TEST_CASE("hosts that a push brings are checked, those that stay are not asked anew") {
        SingleSidecar sidecar{with_checks()};
        end_check(sidecar, mesh::CheckResult::success);
        sidecar.set_hosts(2);
        sidecar.push();
        REQUIRE(sidecar.only(Kind::check));
        CHECK(sidecar.only(Kind::check)->host == mesh::HostId{1});
    }

    TEST_CASE("a check that passes brings an ejected host back") {
        mesh::ClusterConfig config = with_checks();
        config.outlier = mesh::OutlierSettings{.consecutive_5xx = 1,
                                               .interval = 10s,
                                               .base_ejection_time = 30s,
                                               .max_ejection_time = 300s,
                                               .max_ejection_percent = 100};
        SingleSidecar sidecar{config};
        end_check(sidecar, mesh::CheckResult::success);
        const auto next = *sidecar.timer(TimerKind::health_check);
        sidecar.exchange(500);
        CHECK(sidecar.said(Fact::host_ejected));
        CHECK(sidecar.exchange(200) == 503);
        sidecar.strike(next);
        end_check(sidecar, mesh::CheckResult::success);
        CHECK(sidecar.said(Fact::host_returned));
        CHECK(sidecar.exchange(200) == 200);
    }
}

}  // namespace sidecar_hosts_test
