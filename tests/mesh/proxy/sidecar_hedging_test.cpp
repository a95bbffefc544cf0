#include "tests/mesh/proxy/recorded_sidecar.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace weft;
using namespace std::chrono_literals;
using tests::RecordedSidecar;
using Kind = mesh::Action::Kind;
using mesh::TimerKind;

namespace {

mesh::ClusterConfig hedged_after(mesh::Duration after, std::uint32_t at_once = 2) {
    mesh::ClusterConfig config;
    config.hedge = mesh::HedgePolicy{.after = after, .max_at_once = at_once};
    return config;
}

mesh::Route retried(std::uint32_t retries = 1) {
    mesh::Route route;
    route.retry.retries = retries;
    route.retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
    route.retry.backoff = {.base = 25ms, .max = 250ms};
    return route;
}

}  // namespace

TEST_SUITE("hedging of a sidecar") {
    TEST_CASE("a second try leaves for another host if no answer came, and the first answer wins") {
        RecordedSidecar proxy{hedged_after(30ms)};
        const auto request = proxy.ask();
        CHECK(proxy.last(Kind::set_timer).timer == TimerKind::hedge);
        CHECK(proxy.last(Kind::set_timer).delay == 30ms);
        const mesh::HostId first = proxy.last(Kind::send_attempt).host;
        proxy.fire(request, TimerKind::hedge);
        REQUIRE(proxy.count(Kind::send_attempt) == 2);
        CHECK(proxy.last(Kind::send_attempt).host != first);
        CHECK(proxy.count(Kind::set_timer) == 1);  // Two at once are enough.
        SUBCASE("the first try's") {
            proxy.answer(request, 0, 200);
            CHECK(proxy.last(Kind::reset_attempt).attempt == 1);
            CHECK(proxy.last(Kind::reply).host == first);
        }
        SUBCASE("the second try's") {
            proxy.answer(request, 1, 200);
            CHECK(proxy.last(Kind::reset_attempt).attempt == 0);
        }
        CHECK(proxy.count(Kind::reply) == 1);
        CHECK(proxy.last(Kind::reply).status == 200);
        CHECK(proxy.last(Kind::reply).attempt == 2);
        proxy.answer(request, 0, 200);
        proxy.answer(request, 1, 200);
        CHECK(proxy.count(Kind::reply) == 1);
    }

    TEST_CASE("a bad answer is dropped while another try is out") {
        RecordedSidecar proxy{hedged_after(30ms), retried()};
        const auto request = proxy.ask();
        proxy.fire(request, TimerKind::hedge);
        SUBCASE("the first try's") {
            proxy.answer(request, 0, 500);
            CHECK(proxy.count(Kind::reply) == 0);
            proxy.answer(request, 1, 200);
        }
        SUBCASE("the second try's") {
            proxy.answer(request, 1, 500);
            CHECK(proxy.count(Kind::reply) == 0);
            proxy.answer(request, 0, 200);
        }
        CHECK(proxy.last(Kind::reply).status == 200);
    }

    TEST_CASE("when all tries have failed the retry policy decides") {
        RecordedSidecar proxy{hedged_after(30ms), retried()};
        const auto request = proxy.ask();
        proxy.fire(request, TimerKind::hedge);
        proxy.answer(request, 1, 500);
        proxy.answer(request, 0, 500);
        CHECK(proxy.count(Kind::reply) == 0);
        CHECK(proxy.last(Kind::set_timer).timer == TimerKind::backoff);
    }

    TEST_CASE("a try that timed out is left out there, and may still win") {
        mesh::ClusterConfig config;
        config.hedge = mesh::HedgePolicy{.on_try_timeout = true};
        mesh::Route route = retried();
        route.retry.per_try_timeout = 50ms;
        RecordedSidecar proxy{config, route};
        const auto request = proxy.ask();
        proxy.fire(request, TimerKind::try_timeout);
        CHECK(proxy.count(Kind::reset_attempt) == 0);
        CHECK(proxy.last(Kind::set_timer).timer == TimerKind::backoff);
        SUBCASE("before the next one leaves") {
            proxy.answer(request, 0, 200);
            CHECK(proxy.last(Kind::cancel_timer).timer == TimerKind::backoff);
            CHECK(proxy.count(Kind::send_attempt) == 1);
        }
        SUBCASE("after that") {
            proxy.fire(request, TimerKind::backoff);
            CHECK(proxy.count(Kind::send_attempt) == 2);
            proxy.answer(request, 0, 200);
            CHECK(proxy.last(Kind::reset_attempt).attempt == 1);
        }
        CHECK(proxy.last(Kind::reply).status == 200);
    }

    TEST_CASE("all tries are given up when the caller is") {
        RecordedSidecar proxy{hedged_after(30ms)};
        const auto request = proxy.ask();
        proxy.fire(request, TimerKind::hedge);
        proxy.give_up(request);
        CHECK(proxy.count(Kind::reset_attempt) == 2);
    }

    TEST_CASE("there is no second try without room for it") {
        mesh::ClusterConfig config = hedged_after(30ms);
        config.limits.requests = 1;
        RecordedSidecar proxy{config};
        const auto request = proxy.ask();
        proxy.fire(request, TimerKind::hedge);
        CHECK(proxy.count(Kind::send_attempt) == 1);
        proxy.answer(request, 0, 200);
        CHECK(proxy.last(Kind::reply).status == 200);
    }

    TEST_CASE("a retry without room leaves the try that timed out as it was") {
        mesh::ClusterConfig config;
        config.hedge = mesh::HedgePolicy{.on_try_timeout = true};
        config.limits.requests = 1;
        mesh::Route route = retried();
        route.retry.per_try_timeout = 50ms;
        RecordedSidecar proxy{config, route};
        const auto request = proxy.ask();
        proxy.fire(request, TimerKind::try_timeout);
        proxy.fire(request, TimerKind::backoff);
        CHECK(proxy.count(Kind::send_attempt) == 1);
        CHECK(proxy.count(Kind::reply) == 0);
        proxy.answer(request, 0, 200);
        CHECK(proxy.last(Kind::reply).status == 200);
        proxy.ask();  // Nothing is held any more.
        CHECK(proxy.count(Kind::send_attempt) == 2);
    }
}
