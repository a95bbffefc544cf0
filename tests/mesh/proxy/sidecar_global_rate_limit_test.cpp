#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

namespace sidecar_global_rate_limit_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::LimiterFailure;
using Kind = mesh::Action::Kind;

namespace {

mesh::InboundPolicy shared_limit(LimiterFailure failure = LimiterFailure::open) {
    return {.global_rate_limit = mesh::GlobalRateLimit{.service = "reviews",
                                                       .quota = {10, 1s},
                                                       .per = {"x-user"},
                                                       .failure = failure,
                                                       .timeout = 20ms}};
}

tests::SingleSidecar beside_app(const mesh::InboundPolicy& policy) {
    tests::SingleSidecar sidecar{{}};
    sidecar.inbound = std::make_shared<mesh::InboundPolicy>(policy);
    sidecar.push();
    return sidecar;
}

/// What the proxy asks about a request of this user, if it asks.
std::optional<mesh::Action> question(tests::SingleSidecar& sidecar,
                                     mesh::InboundStream& stream,
                                     const std::string& user) {
    const mesh::ShapeId shape = sidecar.shape({{"x-user", user}});
    sidecar.tell(mesh::input::InboundStarted{stream, mesh::StreamId{3}, shape});
    return sidecar.only(Kind::ask_limit);
}

void hear(tests::SingleSidecar& sidecar,
          mesh::InboundStream& stream,
          bool answered,
          bool admitted) {
    sidecar.tell(mesh::input::LimitAnswered{stream, mesh::StreamId{3}, answered, admitted});
}

}  // namespace

TEST_SUITE("a rate limit that proxies share") {
    TEST_CASE("a request waits for the answer, which is the same question for the same values") {
        auto sidecar = beside_app(shared_limit());
        mesh::InboundStream stream;
        const auto first = question(sidecar, stream, "ann");
        REQUIRE(first);
        CHECK(sidecar.actions.size() == 1);
        CHECK(first->stream == mesh::StreamId{3});
        CHECK(first->delay == 20ms);
        hear(sidecar, stream, true, true);
        CHECK(sidecar.only(Kind::deliver)->stream == mesh::StreamId{3});
        CHECK(question(sidecar, stream, "ann")->shape == first->shape);
        CHECK(question(sidecar, stream, "bob")->shape != first->shape);
    }

    TEST_CASE("over the quota the proxy answers 429 RL, whatever is to be done without an answer") {
        for (const LimiterFailure failure : {LimiterFailure::open, LimiterFailure::deny}) {
            auto sidecar = beside_app(shared_limit(failure));
            mesh::InboundStream stream;
            REQUIRE(question(sidecar, stream, "ann"));
            hear(sidecar, stream, true, false);
            CHECK(sidecar.only(Kind::respond)->status == 429);
            CHECK(sidecar.only(Kind::respond)->flags == mesh::Flag::RL);
            CHECK(sidecar.only(Kind::fact)->fact().kind == mesh::Fact::Kind::inbound_limit_reached);
            CHECK(sidecar.only(Kind::fact)->fact().value ==
                  static_cast<std::uint32_t>(mesh::Limit::shared_rate));
        }
    }

    TEST_CASE("without an answer a request goes on, or is answered 500 RLSE") {
        mesh::InboundStream stream;
        auto open = beside_app(shared_limit(LimiterFailure::open));
        REQUIRE(question(open, stream, "ann"));
        hear(open, stream, false, false);
        CHECK(open.only(Kind::deliver));
        auto shut = beside_app(shared_limit(LimiterFailure::deny));
        REQUIRE(question(shut, stream, "ann"));
        hear(shut, stream, false, true);
        CHECK(shut.only(Kind::respond)->status == 500);
        CHECK(shut.only(Kind::respond)->flags == mesh::Flag::RLSE);
        CHECK(shut.actions.size() == 1);
    }

    TEST_CASE("a request without the header goes to the app unasked") {
        auto sidecar = beside_app(shared_limit());
        mesh::InboundStream stream;
        sidecar.tell(mesh::input::InboundStarted{stream, mesh::StreamId{3}, sidecar.shape({})});
        CHECK(sidecar.only(Kind::deliver));
        CHECK(sidecar.actions.size() == 1);
    }

    TEST_CASE("the proxy's own rate is asked first, the limit on requests at a time last") {
        auto policy = shared_limit();
        policy.rate_limit = mesh::TokenBucketSettings{.max_tokens = 2, .fill_interval = 1s};
        policy.concurrency = mesh::AdaptiveSettings{.min_concurrency = 1,
                                                    .max_limit = 100,
                                                    .sample_window = 100ms,
                                                    .min_rtt_interval = 60s,
                                                    .min_rtt_jitter = 0,
                                                    .min_rtt_requests = 2};
        auto sidecar = beside_app(policy);
        mesh::InboundStream first;
        mesh::InboundStream second;
        REQUIRE(question(sidecar, first, "ann"));
        REQUIRE(question(sidecar, second, "ann"));
        hear(sidecar, first, true, true);
        CHECK(sidecar.only(Kind::deliver));
        hear(sidecar, second, true, true);
        CHECK(sidecar.only(Kind::respond)->status == 503);
        mesh::InboundStream third;
        CHECK_FALSE(question(sidecar, third, "ann"));
        CHECK(sidecar.only(Kind::respond)->status == 429);
    }

    TEST_CASE("a request that is cancelled while it is asked about leaves nothing behind") {
        auto policy = shared_limit();
        policy.concurrency = mesh::AdaptiveSettings{.min_concurrency = 1,
                                                    .max_limit = 100,
                                                    .sample_window = 100ms,
                                                    .min_rtt_interval = 60s,
                                                    .min_rtt_jitter = 0,
                                                    .min_rtt_requests = 2};
        auto sidecar = beside_app(policy);
        mesh::InboundStream gone;
        REQUIRE(question(sidecar, gone, "ann"));
        sidecar.tell(mesh::input::InboundCancelled{gone});
        mesh::InboundStream next;
        REQUIRE(question(sidecar, next, "ann"));
        hear(sidecar, next, true, true);
        CHECK(sidecar.only(Kind::deliver));
    }

    TEST_CASE("a limit that a push took away meanwhile denies nothing") {
        auto sidecar = beside_app(shared_limit(LimiterFailure::deny));
        mesh::InboundStream stream;
        REQUIRE(question(sidecar, stream, "ann"));
        sidecar.inbound = nullptr;
        sidecar.push();
        hear(sidecar, stream, true, false);
        CHECK(sidecar.only(Kind::deliver));
        sidecar.inbound = std::make_shared<mesh::InboundPolicy>();
        sidecar.push();
        hear(sidecar, stream, false, false);
        CHECK(sidecar.only(Kind::deliver));
    }
}

}  // namespace sidecar_global_rate_limit_test
