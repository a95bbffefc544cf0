#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

namespace sidecar_told_retries_test {

using namespace weft;
using namespace std::chrono_literals;
using Kind = mesh::Action::Kind;
using Format = mesh::ResetHeader::Format;

namespace {

const mesh::RetryPolicy retried{.retries = 4,
                                .on = static_cast<std::uint32_t>(mesh::RetryOn::rate_limited) |
                                      static_cast<std::uint32_t>(mesh::RetryOn::server_error),
                                .status_codes = {},
                                .per_try_timeout = {},
                                .backoff = {.base = 10ms, .max = 10s}};

mesh::ClusterConfig heeding(Format format = Format::seconds, mesh::Duration max_interval = 300s) {
    mesh::ClusterConfig config;
    config.rate_limited_backoff = std::make_shared<mesh::RateLimitedBackoff>(
        mesh::RateLimitedBackoff{{{"x-ratelimit-reset", format}}, max_interval});
    return config;
}

/// How long a sidecar waits before it tries again what a rate limit refused for so many seconds.
mesh::Duration waits(tests::SingleSidecar& sidecar,
                     std::uint32_t request,
                     std::uint32_t reset_after) {
    sidecar.answer(request, 429, true, reset_after);
    const auto timer = sidecar.timer(mesh::TimerKind::backoff);
    REQUIRE(timer);
    return timer->delay;
}

}  // namespace

TEST_SUITE("a retry whose time was told") {
    TEST_CASE("waits so long and up to half of it again, in whole milliseconds") {
        mesh::Duration least = 1h;
        mesh::Duration most{};
        tests::SingleSidecar sidecar{heeding(), 1, retried};
        for (int each = 0; each < 200; ++each) {
            const mesh::Duration wait = waits(sidecar, sidecar.ask(), 2);
            least = std::min(least, wait);
            most = std::max(most, wait);
        }
        CHECK(least >= 2s);
        CHECK(least < 2050ms);
        CHECK(most < 3s);
        CHECK(most > 2950ms);
    }

    TEST_CASE("where nobody asked for it to be heeded, back-off decides") {
        tests::SingleSidecar sidecar{{}, 1, retried};
        CHECK(waits(sidecar, sidecar.ask(), 2) < 10ms);
    }

    TEST_CASE("an answer that tells nothing, and a time too far off, leave it to back-off") {
        tests::SingleSidecar sidecar{heeding(Format::seconds, 5s), 1, retried};
        CHECK(waits(sidecar, sidecar.ask(), 0) < 10ms);
        CHECK(waits(sidecar, sidecar.ask(), 5) >= 5s);
        CHECK(waits(sidecar, sidecar.ask(), 6) < 10ms);
    }

    TEST_CASE("a timestamp counts from the beginning of the run") {
        tests::SingleSidecar sidecar{heeding(Format::unix_timestamp), 1, retried};
        sidecar.now = mesh::Instant{100s};
        CHECK(waits(sidecar, sidecar.ask(), 110) >= 10s);
        CHECK(waits(sidecar, sidecar.ask(), 99) < 10ms);
    }

    TEST_CASE("does not advance the back-off of the others") {
        mesh::Duration most{};
        for (int each = 0; each < 100; ++each) {
            tests::SingleSidecar sidecar{heeding(), 1, retried};
            for (int before = 0; before < each; ++before)
                sidecar.ask();  // Other draws.
            const std::uint32_t request = sidecar.ask();
            for (int told = 0; told < 3; ++told) {
                CHECK(waits(sidecar, request, 1) >= 1s);
                sidecar.expire(request, mesh::TimerKind::backoff);
            }
            sidecar.answer(request, 503);
            most = std::max(most, sidecar.timer(mesh::TimerKind::backoff)->delay);
        }
        CHECK(most < 10ms);  // As before the first retry; before the fourth one up to 80 ms.
        CHECK(most >= 8ms);
    }

    TEST_CASE("is none where retries are not asked for by the rate limit") {
        mesh::RetryPolicy others = retried;
        others.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
        tests::SingleSidecar sidecar{heeding(), 1, others};
        sidecar.answer(sidecar.ask(), 429, true, 2);
        CHECK(sidecar.replied()->status == 429);
    }
}

TEST_SUITE("what a rate limit tells those it refuses") {
    TEST_CASE("the proxy's own: when there is a token again, or nothing if there never is") {
        const auto told = [](std::uint32_t tokens) {
            tests::SingleSidecar sidecar{{}};
            sidecar.inbound = std::make_shared<mesh::InboundPolicy>(
                mesh::InboundPolicy{.rate_limit = mesh::TokenBucketSettings{.max_tokens = tokens,
                                                                            .fill_interval = 10s}});
            sidecar.push();
            mesh::InboundStream stream;
            for (std::uint32_t request = 0; request < tokens; ++request)
                sidecar.tell(mesh::input::InboundStarted{stream, mesh::StreamId{0}});
            sidecar.now += 1500ms;
            sidecar.tell(mesh::input::InboundStarted{stream, mesh::StreamId{0}});
            return sidecar.only(Kind::respond)->value;
        };
        CHECK(told(1) == 9);
        CHECK(told(0) == 0);
    }

    TEST_CASE("the service: when the quota is as new; other refusals tell nothing") {
        const auto told = [](bool answered) {
            tests::SingleSidecar sidecar{{}};
            sidecar.inbound = std::make_shared<mesh::InboundPolicy>(mesh::InboundPolicy{
                .global_rate_limit = mesh::GlobalRateLimit{.failure = mesh::LimiterFailure::deny}});
            sidecar.push();
            mesh::InboundStream stream;
            sidecar.tell(
                mesh::input::LimitAnswered{stream, mesh::StreamId{0}, answered, false, 2500ms});
            return sidecar.only(Kind::respond)->value;
        };
        CHECK(told(true) == 3);
        CHECK(told(false) == 0);
    }
}

}  // namespace sidecar_told_retries_test
