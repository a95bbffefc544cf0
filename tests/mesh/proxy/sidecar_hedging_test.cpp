#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace sidecar_hedging_test {

using namespace weft;
using namespace std::chrono_literals;
using tests::SingleSidecar;
using Kind = mesh::Action::Kind;
using mesh::TimerKind;

namespace {

mesh::ClusterConfig hedged_after(mesh::Duration after, std::uint32_t at_once = 2) {
    mesh::ClusterConfig config;
    config.hedge = mesh::HedgePolicy{.after = after, .max_at_once = at_once};
    return config;
}

mesh::RetryPolicy retried(std::uint32_t retries = 1) {
    mesh::RetryPolicy retry;
    retry.retries = retries;
    retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
    retry.backoff = {.base = 25ms, .max = 250ms};
    return retry;
}

}  // namespace

TEST_SUITE("hedging of a sidecar") {
    TEST_CASE("a second try leaves for another host if no answer came, and the first answer wins") {
        SingleSidecar proxy{hedged_after(30ms), 2};
        const auto request = proxy.ask();
        CHECK(proxy.last(Kind::set_timer).timer == TimerKind::hedge);
        CHECK(proxy.last(Kind::set_timer).delay == 30ms);
        const mesh::HostId first = proxy.last(Kind::send_attempt).host;
        proxy.expire(request, TimerKind::hedge);
        REQUIRE(proxy.total(Kind::send_attempt) == 2);
        CHECK(proxy.last(Kind::send_attempt).host != first);
        CHECK(proxy.total(Kind::set_timer) == 1);  // Two at once are enough.
        SUBCASE("the first try's") {
            proxy.answer_attempt(request, 0, 200);
            CHECK(proxy.last(Kind::reset_attempt).attempt == 1);
            CHECK(proxy.last(Kind::reply).host == first);
        }
        SUBCASE("the second try's") {
            proxy.answer_attempt(request, 1, 200);
            CHECK(proxy.last(Kind::reset_attempt).attempt == 0);
        }
        CHECK(proxy.total(Kind::reply) == 1);
        CHECK(proxy.last(Kind::reply).status == 200);
        CHECK(proxy.last(Kind::reply).attempt == 2);
        proxy.answer_attempt(request, 0, 200);
        proxy.answer_attempt(request, 1, 200);
        CHECK(proxy.total(Kind::reply) == 1);
    }

    TEST_CASE("a bad answer is dropped while another try is out") {
        SingleSidecar proxy{hedged_after(30ms), 2, retried()};
        const auto request = proxy.ask();
        proxy.expire(request, TimerKind::hedge);
        SUBCASE("the first try's") {
            proxy.answer_attempt(request, 0, 500);
            CHECK(proxy.total(Kind::reply) == 0);
            proxy.answer_attempt(request, 1, 200);
        }
        SUBCASE("the second try's") {
            proxy.answer_attempt(request, 1, 500);
            CHECK(proxy.total(Kind::reply) == 0);
            proxy.answer_attempt(request, 0, 200);
        }
        CHECK(proxy.last(Kind::reply).status == 200);
    }

    TEST_CASE("when all tries have failed the retry policy decides") {
        SingleSidecar proxy{hedged_after(30ms), 2, retried()};
        const auto request = proxy.ask();
        proxy.expire(request, TimerKind::hedge);
        proxy.answer_attempt(request, 1, 500);
        proxy.answer_attempt(request, 0, 500);
        CHECK(proxy.total(Kind::reply) == 0);
        CHECK(proxy.last(Kind::set_timer).timer == TimerKind::backoff);
    }

    TEST_CASE("a try that timed out is left out there, and may still win") {
        mesh::ClusterConfig config;
        config.hedge = mesh::HedgePolicy{.on_try_timeout = true};
        mesh::RetryPolicy retry = retried();
        retry.per_try_timeout = 50ms;
        SingleSidecar proxy{config, 2, retry};
        const auto request = proxy.ask();
        proxy.expire(request, TimerKind::try_timeout);
        CHECK(proxy.total(Kind::reset_attempt) == 0);
        CHECK(proxy.last(Kind::set_timer).timer == TimerKind::backoff);
        SUBCASE("before the next one leaves") {
            proxy.answer_attempt(request, 0, 200);
            CHECK(proxy.last(Kind::cancel_timer).timer == TimerKind::backoff);
            CHECK(proxy.total(Kind::send_attempt) == 1);
        }
        SUBCASE("after that") {
            proxy.expire(request, TimerKind::backoff);
            CHECK(proxy.total(Kind::send_attempt) == 2);
            proxy.answer_attempt(request, 0, 200);
            CHECK(proxy.last(Kind::reset_attempt).attempt == 1);
        }
        CHECK(proxy.last(Kind::reply).status == 200);
    }

    TEST_CASE("all tries are given up when the caller is") {
        SingleSidecar proxy{hedged_after(30ms), 2};
        const auto request = proxy.ask();
        proxy.expire(request, TimerKind::hedge);
        proxy.cancel(request);
        CHECK(proxy.total(Kind::reset_attempt) == 2);
    }

    TEST_CASE("a try that left before its cluster changed is counted off nowhere else") {
        mesh::ClusterConfig config;
        config.hedge = mesh::HedgePolicy{.on_try_timeout = true};
        mesh::RetryPolicy retry = retried();
        retry.per_try_timeout = 50ms;
        SingleSidecar proxy{config, 2, retry};
        const auto request = proxy.ask();
        proxy.expire(request, TimerKind::try_timeout);
        config.limits.requests = 1;
        proxy.change(config);
        proxy.push();
        proxy.expire(request, TimerKind::backoff);
        CHECK(proxy.total(Kind::send_attempt) == 2);
        SUBCASE("when it is answered") {
            proxy.answer_attempt(request, 0, 200);
            CHECK(proxy.last(Kind::reset_attempt).attempt == 1);
        }
        SUBCASE("when the other is answered") {
            proxy.answer_attempt(request, 1, 200);
        }
        SUBCASE("when it becomes the latest again, and is answered") {
            proxy.answer_attempt(request, 1, 503);
            proxy.answer_attempt(request, 0, 200);
        }
        CHECK(proxy.last(Kind::reply).status == 200);
        // Room for one request, which is free again.
        proxy.ask();
        CHECK(proxy.total(Kind::send_attempt) == 3);
    }

    TEST_CASE("there is no second try without room for it") {
        mesh::ClusterConfig config = hedged_after(30ms);
        config.limits.requests = 1;
        SingleSidecar proxy{config, 2};
        const auto request = proxy.ask();
        proxy.expire(request, TimerKind::hedge);
        CHECK(proxy.total(Kind::send_attempt) == 1);
        proxy.answer_attempt(request, 0, 200);
        CHECK(proxy.last(Kind::reply).status == 200);
    }

    TEST_CASE("a retry without room leaves the try that timed out as it was") {
        mesh::ClusterConfig config;
        config.hedge = mesh::HedgePolicy{.on_try_timeout = true};
        config.limits.requests = 1;
        mesh::RetryPolicy retry = retried();
        retry.per_try_timeout = 50ms;
        SingleSidecar proxy{config, 2, retry};
        const auto request = proxy.ask();
        proxy.expire(request, TimerKind::try_timeout);
        proxy.expire(request, TimerKind::backoff);
        CHECK(proxy.total(Kind::send_attempt) == 1);
        CHECK(proxy.total(Kind::reply) == 0);
        proxy.answer_attempt(request, 0, 200);
        CHECK(proxy.last(Kind::reply).status == 200);
        proxy.ask();  // Nothing is held any more.
        CHECK(proxy.total(Kind::send_attempt) == 2);
    }
}

}  // namespace sidecar_hedging_test
