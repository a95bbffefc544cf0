#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

namespace sidecar_admission_test {

using namespace weft;
using namespace std::chrono_literals;
using Kind = mesh::Action::Kind;
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

    TEST_CASE("by tokens, the bucket's retries go first, then what requests brought") {
        mesh::ClusterConfig config = cluster();
        config.limits.retries = 0;  // Has no say then.
        config.retry_tokens = mesh::RetryTokenSettings{.size = 2, .per_request = 0.5};
        SingleSidecar sidecar{config};
        retry_once(sidecar);
        CHECK(is_retried(sidecar));        // 2 tokens, as many as there may be.
        CHECK(is_retried(sidecar));        // 1.5
        CHECK_FALSE(is_retried(sidecar));  // 1 is not enough.
        CHECK(sidecar.replied()->flags == Flag::UO);
        CHECK(is_retried(sidecar));  // 1.5
    }

    TEST_CASE("a breaker ends retries once too many attempts have failed") {
        mesh::ClusterConfig config = cluster();
        config.limits.retries = 0;  // Has no say then.
        config.retry_breaker = mesh::RetryBreakerSettings{.failures = 0.25};
        SingleSidecar sidecar{config};
        retry_once(sidecar);
        CHECK_FALSE(is_retried(sidecar));  // 1 of 1
        CHECK(sidecar.replied()->flags == Flag::UO);
        for (int request = 0; request < 6; ++request)
            sidecar.exchange(200);
        CHECK(is_retried(sidecar));        // 2 of 8, and a retry:
        CHECK_FALSE(is_retried(sidecar));  // 3 of 10
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

    TEST_CASE("what requests without a host have waited is what came less what went") {
        SingleSidecar sidecar{with_fail_fast(3), 0};
        const auto wait = [&](mesh::Instant until, std::uint64_t waited) {
            sidecar.now = until;
            CHECK(sidecar.sidecar().counted(until).waited == waited);
            CHECK(sidecar.held().waited == waited);
        };
        sidecar.ask();
        wait(mesh::Instant{3ns}, 3);
        sidecar.cancel(sidecar.ask());
        sidecar.ask();
        wait(mesh::Instant{5ns}, 5 + 2);
        sidecar.change(with_fail_fast(5));
        sidecar.push();  // They wait anew, for the new cluster's hosts.
        wait(mesh::Instant{8ns}, 3 + 3);
        sidecar.set_hosts(1);
        sidecar.push();
        wait(mesh::Instant{90ns}, 0);
        CHECK(sidecar.total(Kind::send_attempt) == 2);
        sidecar.set_hosts(0);
        sidecar.push();
        sidecar.ask();
        wait(mesh::Instant{95ns}, 5);
        sidecar.strike(*sidecar.timer(TimerKind::fail_fast));
        wait(mesh::Instant{99ns}, 0);
    }

    TEST_CASE("while the circuit is half open one of those that wait goes through") {
        mesh::ClusterConfig config = with_fail_fast();
        config.failure_accrual = mesh::FailureAccrualSettings{
            .failures_to_open = 2, .min_penalty = 1s, .max_penalty = 60s};
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

}  // namespace sidecar_admission_test
