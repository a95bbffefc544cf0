#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace sidecar_connections_test {

using namespace weft;
using namespace std::chrono_literals;
using tests::SingleSidecar;
using Kind = mesh::Action::Kind;
using mesh::Flag;
using mesh::ResetReason;

namespace {

mesh::ClusterConfig with_connections(mesh::HttpVersion version = mesh::HttpVersion::http1) {
    mesh::ClusterConfig config;
    config.connects = true;
    config.pool.version = version;
    config.pool.round_trips = 2;
    config.pool.connect_timeout = 10s;
    return config;
}

}  // namespace

TEST_SUITE("connections of a sidecar") {
    TEST_CASE("a request waits for its connection and leaves on it") {
        SingleSidecar proxy{with_connections(), 2};
        const auto request = proxy.ask();
        CHECK(proxy.total(Kind::send_attempt) == 0);
        REQUIRE(proxy.total(Kind::connect) == 1);
        CHECK(proxy.last(Kind::connect).round_trips == 2);
        CHECK(proxy.last(Kind::set_timer).timer == mesh::TimerKind::connection);
        proxy.up(1);
        REQUIRE(proxy.total(Kind::send_attempt) == 1);
        CHECK(proxy.last(Kind::send_attempt).host == proxy.last(Kind::connect).host);
        CHECK(proxy.last(Kind::send_attempt).connection().number() == 1);
        proxy.answer_attempt(request, 0, 200);
        CHECK(proxy.last(Kind::reply).status == 200);
    }

    TEST_CASE("a host that takes no mutual TLS needs no handshake but TCP's") {
        mesh::ClusterConfig config = with_connections();
        config.tls = mesh::ClientTls::istio_mutual;
        SingleSidecar proxy{config, 1};
        proxy.ask();
        CHECK(proxy.last(Kind::connect).tls == mesh::ClientTls::istio_mutual);
        CHECK(proxy.last(Kind::connect).round_trips == 2);
        proxy.set_endpoints(
            {{.id = mesh::EndpointId{1}, .address = "", .takes_mutual_tls = false}});
        proxy.push();
        proxy.ask();
        REQUIRE(proxy.total(Kind::connect) == 2);
        CHECK(proxy.last(Kind::connect).tls == mesh::ClientTls::disable);
        CHECK(proxy.last(Kind::connect).round_trips == 1);
    }

    TEST_CASE("a connection that is free is used again, a busy one of HTTP/1.1 is not") {
        SingleSidecar proxy{with_connections(), 2};
        proxy.ask();  // The first host, then the second, in turn.
        proxy.ask();
        proxy.up(1);
        proxy.up(2);
        proxy.ask();
        CHECK(proxy.total(Kind::connect) == 3);
        proxy.answer_attempt(1, 0, 200);
        proxy.ask();
        CHECK(proxy.total(Kind::connect) == 3);
        CHECK(proxy.last(Kind::send_attempt).connection().number() == 2);
    }

    TEST_CASE("HTTP/2 carries many requests on one connection") {
        SingleSidecar proxy{with_connections(mesh::HttpVersion::http2), 2};
        for (int i = 0; i < 6; ++i)
            proxy.ask();
        CHECK(proxy.total(Kind::connect) == 2);
        proxy.up(1);
        proxy.up(2);
        CHECK(proxy.total(Kind::send_attempt) == 6);
    }

    TEST_CASE("who may not wait for a connection is refused with UO") {
        mesh::ClusterConfig config = with_connections();
        config.limits.connections = 1;
        config.limits.pending = 1;
        SingleSidecar proxy{config, 2};
        proxy.ask();
        CHECK(proxy.total(Kind::reply) == 0);
        proxy.ask();
        REQUIRE(proxy.total(Kind::reply) == 1);
        CHECK(proxy.last(Kind::reply).status == 503);
        CHECK(proxy.last(Kind::reply).flags == Flag::UO);
        CHECK(proxy.said(mesh::Fact::Kind::limit_reached));
    }

    TEST_CASE("a connection that is refused fails who waits for it, with UF, and is retried") {
        mesh::RetryPolicy retry;
        retry.retries = 1;
        retry.on = static_cast<std::uint32_t>(mesh::RetryOn::connect_failure);
        retry.backoff = {.base = 25ms, .max = 250ms};
        SingleSidecar proxy{with_connections(), 2, retry};
        const auto request = proxy.ask();
        proxy.fail(1);
        CHECK(proxy.total(Kind::reply) == 0);
        proxy.expire(request, mesh::TimerKind::backoff);
        CHECK(proxy.total(Kind::connect) == 2);
        proxy.fail(2);
        CHECK(proxy.last(Kind::reply).status == 503);
        CHECK(proxy.last(Kind::reply).flags.has(Flag::UF));
    }

    TEST_CASE("a connection that is not up in time is given up") {
        SingleSidecar proxy{with_connections(), 2};
        proxy.ask();
        proxy.now = mesh::Instant{10s};
        proxy.tell(mesh::input::ConnectionTimer{SingleSidecar::cluster, mesh::ConnectionNumber{1}});
        CHECK(proxy.total(Kind::close) == 1);
        CHECK(proxy.last(Kind::reply).flags.has(Flag::UF));
    }

    TEST_CASE("a connection that is lost ends what was on it with UC, once") {
        SingleSidecar proxy{with_connections(), 2};
        const auto request = proxy.ask();
        proxy.up(1);
        proxy.close(1);
        CHECK(proxy.last(Kind::reply).status == 503);
        CHECK(proxy.last(Kind::reply).flags == Flag::UC);
        proxy.reset(request, 0, ResetReason::connection_termination);
        proxy.close(1);
        CHECK(proxy.total(Kind::reply) == 1);
    }

    TEST_CASE("a caller that gives up closes its HTTP/1.1 connection, or leaves the line") {
        SingleSidecar proxy{with_connections(), 2};
        const auto sent = proxy.ask();
        proxy.up(1);
        const auto waiting = proxy.ask();
        proxy.cancel(waiting);
        CHECK(proxy.total(Kind::close) == 0);
        proxy.cancel(sent);
        CHECK(proxy.total(Kind::close) == 1);
        CHECK(proxy.total(Kind::reset_attempt) == 1);
    }

    TEST_CASE("requests that wait while their cluster is configured anew find another way") {
        mesh::ClusterConfig config = with_connections();
        SingleSidecar proxy{config, 2};
        const auto request = proxy.ask();
        config.pool.idle_timeout = 1h;
        proxy.change(config);
        proxy.push();
        CHECK(proxy.total(Kind::close) == 1);
        REQUIRE(proxy.total(Kind::connect) == 2);
        proxy.up(1);  // Late news of the old one.
        CHECK(proxy.total(Kind::send_attempt) == 0);
        proxy.up(2);
        CHECK(proxy.total(Kind::send_attempt) == 1);
        proxy.answer_attempt(request, 0, 200);
        CHECK(proxy.last(Kind::reply).status == 200);
    }

    TEST_CASE("what attempts in line have waited is what came less what went, however they leave") {
        SingleSidecar proxy{with_connections(), 2};
        const auto wait = [&](mesh::Instant until, std::uint64_t waited) {
            proxy.now = until;
            CHECK(proxy.sidecar().counted(until).waited_at_pool == waited);
            CHECK(proxy.held().waited_at_pool == waited);
        };
        wait(mesh::Instant{10ns}, 0);
        proxy.ask();
        wait(mesh::Instant{13ns}, 3);
        const auto second = proxy.ask();
        proxy.ask();
        wait(mesh::Instant{20ns}, 10 + 7 + 7);
        proxy.up(1);  // Of the first host: the first request's, and the third waits for another.
        wait(mesh::Instant{20ns}, 7 + 7);
        proxy.cancel(second);
        wait(mesh::Instant{25ns}, 12);
        proxy.fail(3);
        wait(mesh::Instant{90ns}, 0);
    }

    TEST_CASE("where connections are bound, requests go where their connection leads") {
        mesh::ClusterConfig config = with_connections(mesh::HttpVersion::http2);
        config.binds_connections = true;
        SingleSidecar proxy{config, 2};
        for (int i = 0; i < 4; ++i)
            proxy.ask();
        REQUIRE(proxy.total(Kind::connect) == 1);
        proxy.up(1);
        const mesh::HostId host = proxy.last(Kind::connect).host;
        CHECK(proxy.total(Kind::send_attempt) == 4);
        for (const mesh::Action& action : proxy.asked) {
            if (action.kind == Kind::send_attempt) CHECK(action.host == host);
        }
    }

    TEST_CASE("a peer that drains its connection gets nothing new on it") {
        SingleSidecar proxy{with_connections(mesh::HttpVersion::http2), 2};
        const auto first = proxy.ask();
        proxy.up(1);
        proxy.tell(
            mesh::input::ConnectionDraining{SingleSidecar::cluster, mesh::ConnectionNumber{1}});
        proxy.ask();  // The other host's turn.
        proxy.up(2);
        proxy.ask();
        CHECK(proxy.total(Kind::connect) == 3);
        CHECK(proxy.total(Kind::close) == 0);
        proxy.answer_attempt(first, 0, 200);
        CHECK(proxy.total(Kind::close) == 1);
    }
}

}  // namespace sidecar_connections_test
