#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

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

mesh::ClusterConfig with_fail_fast(std::uint32_t queue = 10) {
    mesh::ClusterConfig config = cluster();
    config.fail_fast = mesh::FailFastSettings{.after = 3s, .queue = queue};
    return config;
}

void retry_once(SingleSidecar& sidecar) {
    sidecar.retry.retries = 1;
    sidecar.retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
    sidecar.retry.backoff = {.base = 1ms, .max = 1ms};
    sidecar.push();
}

/// Whether a request that fails is sent again.
bool is_retried(SingleSidecar& sidecar) {
    sidecar.answer(sidecar.ask(), 503);
    return sidecar.timer(TimerKind::backoff).has_value();
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

TEST_SUITE("admission control of a sidecar") {
    TEST_CASE("while too few requests succeed, a share is answered 503 without being sent") {
        mesh::ClusterConfig config = cluster();
        config.admission = mesh::AdmissionSettings{};
        SingleSidecar sidecar{config};
        for (int request = 0; request < 100; ++request)
            CHECK(sidecar.exchange(200) == 200);
        int sent = 0;
        for (int request = 0; request < 1000; ++request) {
            const std::uint32_t number = sidecar.ask();
            if (sidecar.count(Kind::send_attempt) == 1) {
                ++sent;
                sidecar.answer(number, 500);
                continue;
            }
            CHECK(sidecar.replied()->status == 503);
            CHECK(sidecar.replied()->flags == mesh::Flags{});
            CHECK(sidecar.only(Kind::fact)->fact().value ==
                  static_cast<std::uint32_t>(mesh::Limit::admission));
        }
        CHECK(sent < 500);
        CHECK(sent > 200);  // At most four in five are rejected.
    }

    TEST_CASE("a status below 500 is a success") {
        mesh::ClusterConfig config = cluster();
        config.admission = mesh::AdmissionSettings{};
        SingleSidecar sidecar{config};
        for (int request = 0; request < 200; ++request)
            CHECK(sidecar.exchange(404) == 404);
    }
}

TEST_SUITE("retry budgets of a sidecar") {
    TEST_CASE("by deposits, so many requests pay for one retry") {
        mesh::ClusterConfig config = cluster();
        config.limits.retries = 0;  // Has no say then.
        config.retry_deposits =
            mesh::RetryDepositSettings{.ratio = 0.5, .min_per_second = 0, .ttl = 10s};
        SingleSidecar sidecar{config};
        retry_once(sidecar);
        CHECK_FALSE(is_retried(sidecar));
        CHECK(sidecar.replied()->flags == Flag::UO);
        CHECK(is_retried(sidecar));
        CHECK_FALSE(is_retried(sidecar));
        CHECK(is_retried(sidecar));
    }

    TEST_CASE("with an interval, the share is of the requests begun in it") {
        mesh::ClusterConfig config = cluster();
        config.retry_budget =
            mesh::RetryBudget{.percent = 20, .min_concurrency = 0, .interval = 10s};
        SingleSidecar sidecar{config};
        retry_once(sidecar);
        for (int request = 0; request < 3; ++request)
            sidecar.exchange(200);
        CHECK_FALSE(is_retried(sidecar));
        CHECK(is_retried(sidecar));  // The fifth.
        sidecar.now += 11s;
        CHECK_FALSE(is_retried(sidecar));
    }

    TEST_CASE("an answer of a rate limit is not sent again") {
        SingleSidecar sidecar{cluster()};
        retry_once(sidecar);
        sidecar.answer(sidecar.ask(), 503, true);
        CHECK(sidecar.replied()->status == 503);
    }
}

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

TEST_SUITE("fail-fast of a sidecar") {
    TEST_CASE("a request waits for a host, and is sent as soon as there is one") {
        SingleSidecar sidecar{with_fail_fast(), 0};
        sidecar.ask();
        CHECK_FALSE(sidecar.replied());
        CHECK(sidecar.timer(TimerKind::fail_fast)->delay == 3s);
        sidecar.ask();
        CHECK(sidecar.actions.empty());
        sidecar.set_hosts(1);
        sidecar.push();
        CHECK(sidecar.count(Kind::send_attempt) == 2);
    }

    TEST_CASE("after its time all that wait fail, and others at once, until there is a host") {
        SingleSidecar sidecar{with_fail_fast(), 0};
        sidecar.ask();
        const auto timer = *sidecar.timer(TimerKind::fail_fast);
        sidecar.ask();
        sidecar.now += timer.delay;
        sidecar.strike(timer);
        CHECK(sidecar.count(Kind::reply) == 2);
        CHECK(sidecar.actions[0].status == 503);
        sidecar.ask();
        CHECK(sidecar.replied()->status == 503);
        sidecar.set_hosts(1);
        sidecar.push();
        CHECK(sidecar.exchange(200) == 200);
        sidecar.set_hosts(0);
        sidecar.push();
        sidecar.ask();
        CHECK_FALSE(sidecar.replied());
    }

    TEST_CASE("a request over the queue's length is refused") {
        SingleSidecar sidecar{with_fail_fast(1), 0};
        sidecar.ask();
        sidecar.ask();
        CHECK(sidecar.replied()->status == 503);
        CHECK(sidecar.replied()->flags == Flag::UO);
    }

    TEST_CASE("a request that was cancelled or ran out of time is not sent later") {
        SingleSidecar sidecar{with_fail_fast(), 0};
        sidecar.timeout = 1s;
        sidecar.push();
        sidecar.cancel(sidecar.ask());
        sidecar.ask();
        const auto timeout = sidecar.timer(TimerKind::request_timeout);
        REQUIRE(timeout);
        sidecar.expire(1, TimerKind::request_timeout);
        CHECK(sidecar.replied()->status == 504);
        sidecar.set_hosts(1);
        sidecar.push();
        CHECK(sidecar.count(Kind::send_attempt) == 0);
    }

    TEST_CASE("while the circuit is half open one of those that wait goes through") {
        mesh::ClusterConfig config = with_circuits();
        config.fail_fast = with_fail_fast().fail_fast;
        SingleSidecar sidecar{config};
        sidecar.exchange(500);
        sidecar.answer(sidecar.ask(), 500);
        const auto penalty = *sidecar.timer(TimerKind::half_open);
        const std::uint32_t first = sidecar.ask();
        sidecar.ask();
        sidecar.now += penalty.delay;
        sidecar.strike(penalty);
        CHECK(sidecar.count(Kind::send_attempt) == 1);
        CHECK(sidecar.timer(TimerKind::fail_fast));
        sidecar.answer(first, 200);
        CHECK(sidecar.count(Kind::send_attempt) == 1);
    }

    TEST_CASE("requests that wait look for a host in a cluster that a push changed") {
        SingleSidecar sidecar{with_fail_fast(), 0};
        sidecar.ask();
        sidecar.change(with_fail_fast(5));
        sidecar.set_hosts(1);
        sidecar.push();
        CHECK(sidecar.count(Kind::send_attempt) == 1);
        sidecar.answer(0, 200);
        CHECK(sidecar.replied()->status == 200);
    }
}
