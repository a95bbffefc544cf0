#include "reports/explain/causes.hpp"

#include "reports/explain/tracing.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace causes_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Mark;

Mark mark(mesh::Duration at, Mark::Kind kind, std::uint16_t value = 0) {
    return {.at = Instant{at}, .load = 0, .span = 1, .name = 0, .kind = kind, .value = value};
}

/// Of a request whose only call makes these marks after it was begun, and has these flags.
std::string cause_of(std::vector<Mark> marks, mesh::Flags flags = {}) {
    reports::Tracing tracing;
    tracing.named(sim::observe::NameKind::service, 0, "shop");
    tracing.named(sim::observe::NameKind::pod, 0, "shop-0");
    marks.insert(marks.begin(), mark(0ms, Mark::Kind::called));
    tracing.marks(marks);
    auto traces = tracing.take_complete();
    REQUIRE(traces.size() == 1);
    sim::observe::Span end{};
    end.kind = sim::observe::Span::Kind::call;
    end.id = 1;
    end.flags = flags;
    traces.front().ends.push_back(end);
    return reports::cause_of_failure(traces.front(), tracing.names());
}

}  // namespace

TEST_SUITE("causes of failure") {
    TEST_CASE("a call without an attempt was given up, or answered by its own proxy") {
        CHECK(cause_of({mark(5ms, Mark::Kind::ended, 0)}) == "given up calling shop");
        CHECK(cause_of({mark(5ms, Mark::Kind::ended, 503)}) ==
              "503 of the caller's own proxy, calling shop");
        CHECK(cause_of({mark(5ms, Mark::Kind::ended, 503)}, mesh::Flag::UH) == "UH calling shop");
        CHECK(cause_of({mark(5ms, Mark::Kind::ended, 200)}).empty());
    }

    TEST_CASE("an attempt fails by its answer, by a reset, or by none in time") {
        Mark sent = mark(1ms, Mark::Kind::attempt_sent);
        sent.other = 2;  // The work, which calls nobody.
        const Mark ended = mark(5ms, Mark::Kind::ended, 503);
        CHECK(cause_of({sent, mark(4ms, Mark::Kind::attempt_ended, 503), ended}) ==
              "503 of shop-0");
        constexpr auto lost = static_cast<std::uint16_t>(
            sim::observe::first_reset +
            static_cast<std::uint16_t>(mesh::ResetReason::connection_termination));
        CHECK(cause_of({sent, mark(4ms, Mark::Kind::attempt_ended, lost), ended}) ==
              "reset (connection_termination) of shop-0");
        CHECK(cause_of({sent, mark(4ms, Mark::Kind::attempt_given_up), ended}) ==
              "no answer of shop-0 in time");
        // A success for the proxy, and none for who called.
        CHECK(cause_of({sent, mark(4ms, Mark::Kind::attempt_ended, 200),
                        mark(5ms, Mark::Kind::ended, 502)}) ==
              "an answer of shop-0 that is of no use");
    }
}

}  // namespace causes_test
