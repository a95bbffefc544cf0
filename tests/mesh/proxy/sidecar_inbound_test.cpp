#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

namespace sidecar_inbound_test {

using namespace weft;
using namespace std::chrono_literals;
using Kind = mesh::Action::Kind;

namespace {

mesh::InboundPolicy one_at_a_time() {
    return {.rate_limit = {},
            .concurrency = mesh::AdaptiveSettings{.min_concurrency = 1,
                                                  .max_limit = 100,
                                                  .sample_window = 100ms,
                                                  .min_rtt_interval = 60s,
                                                  .min_rtt_jitter = 0,
                                                  .min_rtt_requests = 2}};
}

tests::SingleSidecar beside_app(const mesh::InboundPolicy& policy) {
    tests::SingleSidecar sidecar{{}};
    sidecar.inbound = std::make_shared<mesh::InboundPolicy>(policy);
    sidecar.push();
    return sidecar;
}

/// Whether a request reaches the app.
bool arrives(tests::SingleSidecar& sidecar, mesh::InboundStream& stream) {
    sidecar.tell(mesh::input::InboundStarted{stream, mesh::StreamId{3}});
    return sidecar.only(Kind::deliver).has_value();
}

void leaves(tests::SingleSidecar& sidecar, mesh::InboundStream& stream) {
    sidecar.tell(mesh::input::InboundEnded{stream, mesh::StreamId{3}, 200});
}

}  // namespace

TEST_SUITE("inbound requests of a sidecar") {
    TEST_CASE("without a policy every request reaches the app") {
        tests::SingleSidecar sidecar{{}};
        mesh::InboundStream stream;
        CHECK(arrives(sidecar, stream));
        CHECK(sidecar.actions.size() == 1);
        leaves(sidecar, stream);
        CHECK(sidecar.only(Kind::respond)->status == 200);
    }

    TEST_CASE("over the rate limit the proxy answers 429 RL itself, until there is a token") {
        auto sidecar = beside_app(
            {.rate_limit = mesh::TokenBucketSettings{.max_tokens = 2, .fill_interval = 100ms}});
        mesh::InboundStream stream;
        CHECK(arrives(sidecar, stream));
        CHECK(arrives(sidecar, stream));
        CHECK_FALSE(arrives(sidecar, stream));
        CHECK(sidecar.only(Kind::respond)->status == 429);
        CHECK(sidecar.only(Kind::respond)->flags == mesh::Flag::RL);
        CHECK(sidecar.only(Kind::fact)->fact().value ==
              static_cast<std::uint32_t>(mesh::Limit::rate));
        sidecar.now += 100ms - 1ns;
        CHECK_FALSE(arrives(sidecar, stream));
        sidecar.now += 1ns;
        CHECK(arrives(sidecar, stream));
    }

    TEST_CASE("over the limit on requests at a time the proxy answers 503 itself") {
        auto sidecar = beside_app(one_at_a_time());
        mesh::InboundStream first;
        mesh::InboundStream second;
        CHECK(arrives(sidecar, first));
        CHECK_FALSE(arrives(sidecar, second));
        CHECK(sidecar.only(Kind::respond)->status == 503);
        CHECK(sidecar.only(Kind::respond)->flags == mesh::Flags{});
        leaves(sidecar, first);
        CHECK(arrives(sidecar, second));
    }

    TEST_CASE("a request that was cancelled makes room for another one") {
        auto sidecar = beside_app(one_at_a_time());
        mesh::InboundStream stream;
        REQUIRE(arrives(sidecar, stream));
        sidecar.tell(mesh::input::InboundCancelled{stream});
        mesh::InboundStream next;
        CHECK(arrives(sidecar, next));
    }

    TEST_CASE("once the smallest latency is measured, the limit moves window by window") {
        auto sidecar = beside_app(one_at_a_time());
        for (int request = 0; request < 2; ++request) {
            mesh::InboundStream stream;
            REQUIRE(arrives(sidecar, stream));
            sidecar.now += 1ms;
            leaves(sidecar, stream);
        }
        const auto window = sidecar.timer(mesh::TimerKind::adaptive_window);
        REQUIRE(window);
        CHECK(window->delay == 100ms);
        mesh::InboundStream quick;
        REQUIRE(arrives(sidecar, quick));
        sidecar.now += 1ms;
        leaves(sidecar, quick);
        sidecar.now += 99ms;
        sidecar.tell(mesh::input::ProxyTimer{window->timer, window->value});
        CHECK(sidecar.timer(mesh::TimerKind::adaptive_window));
        mesh::InboundStream first;
        mesh::InboundStream second;
        CHECK(arrives(sidecar, first));
        CHECK(arrives(sidecar, second));
    }

    TEST_CASE("a policy that a push did not change keeps what it has counted") {
        auto sidecar = beside_app(one_at_a_time());
        mesh::InboundStream first;
        mesh::InboundStream second;
        REQUIRE(arrives(sidecar, first));
        sidecar.push();
        CHECK_FALSE(arrives(sidecar, second));
        sidecar.inbound = std::make_shared<mesh::InboundPolicy>(one_at_a_time());
        sidecar.push();
        CHECK(arrives(sidecar, second));
        leaves(sidecar, first);  // The first policy's; the second one does not count it.
        mesh::InboundStream third;
        CHECK_FALSE(arrives(sidecar, third));
    }

    TEST_CASE("a policy that is taken away lets everything through again") {
        auto sidecar = beside_app(
            {.rate_limit = mesh::TokenBucketSettings{.max_tokens = 0, .fill_interval = 100ms}});
        mesh::InboundStream stream;
        CHECK_FALSE(arrives(sidecar, stream));
        sidecar.inbound = nullptr;
        sidecar.push();
        CHECK(arrives(sidecar, stream));
    }
}

}  // namespace sidecar_inbound_test
