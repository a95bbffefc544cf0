#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

namespace sidecar_priority_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::RoutingPriority;
using tests::SingleSidecar;
using Kind = mesh::Action::Kind;

namespace {

/// Requests with "x-priority: high" may be so many at a time, all others only one.
mesh::ClusterConfig with_high_priority(const mesh::ResourceLimits& high) {
    mesh::ClusterConfig config;
    config.limits = {.requests = 1, .retries = 1};
    config.high_priority = std::make_shared<mesh::HighPriority>(
        mesh::HighPriority{.header = "x-priority", .value = "high", .limits = high});
    return config;
}

mesh::ClusterConfig with_connections() {
    mesh::ClusterConfig config = with_high_priority({.connections = 1});
    config.limits = {.connections = 1};
    config.connects = true;
    config.pool.version = mesh::HttpVersion::http1;
    return config;
}

std::uint32_t ask_high(SingleSidecar& sidecar) {
    sidecar.headers = {{"x-priority", "high"}};
    const std::uint32_t number = sidecar.ask();
    sidecar.headers.clear();
    return number;
}

const mesh::RetryPolicy twice{.retries = 2,
                              .on = static_cast<std::uint32_t>(mesh::RetryOn::server_error),
                              .status_codes = {},
                              .per_try_timeout = {},
                              .backoff = {.base = 25ms, .max = 250ms}};

}  // namespace

TEST_SUITE("requests of high priority") {
    TEST_CASE("are those with the value in the header, and no others") {
        const mesh::HighPriority high{.header = "x-priority", .value = "high", .limits = {}};
        CHECK(priority_of({.headers = {{"a", "b"}, {"x-priority", "high"}}}, high) ==
              RoutingPriority::high);
        CHECK(priority_of({.headers = {{"x-priority", "higher"}}}, high) ==
              RoutingPriority::normal);
        CHECK(priority_of({.headers = {{"x-rank", "high"}}}, high) == RoutingPriority::normal);
        CHECK(priority_of({}, high) == RoutingPriority::normal);
    }

    TEST_CASE("pass while the others are over their limit, up to their own") {
        SingleSidecar sidecar{with_high_priority({.requests = 2})};
        const std::uint32_t normal = sidecar.ask();
        CHECK(sidecar.only(Kind::send_attempt));
        sidecar.ask();
        CHECK(sidecar.replied()->flags == mesh::Flag::UO);
        const std::uint32_t first = ask_high(sidecar);
        CHECK(sidecar.only(Kind::send_attempt));
        ask_high(sidecar);
        CHECK(sidecar.only(Kind::send_attempt));
        ask_high(sidecar);
        CHECK(sidecar.replied()->flags == mesh::Flag::UO);
        sidecar.answer(first, 200);
        sidecar.ask();
        CHECK(sidecar.replied()->flags == mesh::Flag::UO);  // It made no room for those.
        sidecar.answer(normal, 200);
        sidecar.ask();
        CHECK(sidecar.only(Kind::send_attempt));
        ask_high(sidecar);
        CHECK(sidecar.only(Kind::send_attempt));
    }

    TEST_CASE("are tried again within their own limit on retries") {
        mesh::ClusterConfig config = with_high_priority({.retries = 1});
        config.limits.requests = 10;
        SingleSidecar sidecar{config, 1, twice};
        const std::uint32_t normal = sidecar.ask();
        sidecar.answer(normal, 503);
        REQUIRE(sidecar.timer(mesh::TimerKind::backoff));
        const std::uint32_t high = ask_high(sidecar);
        sidecar.answer(high, 503);
        CHECK(sidecar.timer(mesh::TimerKind::backoff));
        sidecar.answer(ask_high(sidecar), 503);
        CHECK(sidecar.replied()->flags == mesh::Flag::UO);
        sidecar.expire(high, mesh::TimerKind::backoff);
        sidecar.answer(high, 200);
        sidecar.answer(sidecar.ask(), 503);
        CHECK(sidecar.replied()->flags == mesh::Flag::UO);
        sidecar.answer(ask_high(sidecar), 503);
        CHECK(sidecar.timer(mesh::TimerKind::backoff));
    }

    TEST_CASE("a retry budget counts the requests of its own priority") {
        mesh::ClusterConfig config = with_high_priority({});
        config.limits = {};
        config.retry_budget = mesh::RetryBudget{.percent = 50, .min_concurrency = 0};
        SingleSidecar sidecar{config, 1, twice};
        for (int request = 0; request < 10; ++request)
            sidecar.ask();
        sidecar.answer(ask_high(sidecar), 503);
        CHECK(sidecar.replied()->flags == mesh::Flag::UO);
        ask_high(sidecar);
        ask_high(sidecar);
        sidecar.answer(ask_high(sidecar), 503);
        CHECK(sidecar.timer(mesh::TimerKind::backoff));
    }

    TEST_CASE("never share a connection with the others, nor a limit on them") {
        SingleSidecar sidecar{with_connections()};
        sidecar.ask();
        const auto normal = sidecar.only(Kind::connect);
        REQUIRE(normal);
        sidecar.up(static_cast<std::uint32_t>(normal->value));
        REQUIRE(sidecar.only(Kind::send_attempt));
        const std::uint32_t request = ask_high(sidecar);
        const auto high = sidecar.only(Kind::connect);
        REQUIRE(high);
        CHECK(high->host == normal->host);
        sidecar.up(static_cast<std::uint32_t>(high->value));
        CHECK(sidecar.only(Kind::send_attempt)->value == high->value);
        sidecar.answer(request, 200);
        ask_high(sidecar);
        CHECK(sidecar.only(Kind::send_attempt)->value == high->value);
        ask_high(sidecar);
        CHECK(sidecar.count(Kind::connect) == 0);  // It waits: its one connection is busy.
        CHECK(sidecar.count(Kind::send_attempt) == 0);
    }

    TEST_CASE("where hosts are chosen by connection, have a connection of their own, too") {
        mesh::ClusterConfig config = with_connections();
        config.binds_connections = true;
        SingleSidecar sidecar{config, 2};
        sidecar.ask();
        CHECK(sidecar.count(Kind::connect) == 1);
        ask_high(sidecar);
        CHECK(sidecar.count(Kind::connect) == 1);
    }

    TEST_CASE("that are out when a push changes what is high leave their limits as they were") {
        SingleSidecar sidecar{with_high_priority({.requests = 1, .retries = 1}), 1, twice};
        const std::uint32_t old = ask_high(sidecar);
        sidecar.answer(old, 503);
        mesh::ClusterConfig config;
        config.limits = {.requests = 1, .retries = 1};
        sidecar.change(config);
        sidecar.push();
        sidecar.expire(old, mesh::TimerKind::backoff);
        CHECK(sidecar.only(Kind::send_attempt));
        sidecar.ask();
        CHECK(sidecar.replied()->flags == mesh::Flag::UO);  // Now they are counted together.
        sidecar.answer(old, 200);
        sidecar.ask();
        CHECK(sidecar.only(Kind::send_attempt));
    }
}

}  // namespace sidecar_priority_test
