#include "reports/explain/reasons.hpp"

#include "mesh/resilience/outlier_detection.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace reasons_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using reports::FailureRow;
using reports::Reason;
using reports::Reasons;
using sim::observe::Change;
using sim::observe::Mark;
using Kind = Mark::Kind;

constexpr std::uint32_t client = 0;  // Pods
constexpr std::uint32_t cart = 1;
constexpr std::uint32_t stock = 2;
constexpr std::uint32_t sick = 0;  // A step
constexpr std::uint32_t outbound = 0;
constexpr mesh::Duration takes = 10ms;

/// The work that the call's attempt is.
constexpr std::uint32_t work_of(std::uint32_t call) {
    return call + 1000;
}

Mark mark(std::uint32_t span, mesh::Duration at, Kind kind, std::uint16_t value = 0) {
    Mark made;
    made.at = Instant{at};
    made.request = span;
    made.load = 0;
    made.span = span;
    made.kind = kind;
    made.value = value;
    made.source = client;
    made.cluster = outbound;
    return made;
}

Mark sent(std::uint32_t span, mesh::Duration at, std::uint32_t pod) {
    Mark made = mark(span, at, Kind::attempt_sent);
    made.name = pod;
    made.other = work_of(span);
    return made;
}

/// One call to cart that ends after ten milliseconds.
void play(Reasons& reasons,
          std::uint32_t span,
          mesh::Duration at,
          std::uint16_t value,
          Kind end = Kind::attempt_ended,
          std::uint16_t status = 503) {
    const std::array marks{mark(span, at, Kind::called), sent(span, at, cart),
                           mark(span, at + takes, end, value),
                           mark(span, at + takes, Kind::ended, status)};
    reasons.marks(marks);
}

Change ejected(mesh::Duration at,
               mesh::DetectionCause cause = mesh::DetectionCause::consecutive_5xx) {
    return {.at = Instant{at},
            .kind = Change::Kind::host_ejected,
            .source = client,
            .pod = cart,
            .cluster = outbound,
            .value = static_cast<std::uint64_t>(cause)};
}

/// Why it was ejected then.
Reason why(Reasons& reasons, const Change& change) {
    const std::array changes{change};
    reasons.changes(changes);
    const Reason* const reason = reasons.of(change);
    REQUIRE(reason != nullptr);
    return *reason;
}

/// The fault begins, and strikes the cart.
std::array<Change, 2> begun(mesh::Duration at) {
    return {
        Change{.at = Instant{at}, .kind = Change::Kind::fault_struck, .pod = cart, .step = sick},
        Change{.at = Instant{at}, .kind = Change::Kind::fault_started, .step = sick}};
}

}  // namespace

TEST_SUITE("reasons") {
    TEST_CASE("a host was ejected for the failures since its last good answer, and their fault") {
        Reasons reasons{{}};
        play(reasons, 1, 1s, 200, Kind::attempt_ended, 200);
        reasons.changes(begun(1500ms));
        for (const std::uint32_t span : {2U, 3U, 4U})
            play(reasons, span, span * 1s, 503);
        const std::array pushed{Change{.at = Instant{1600ms}, .kind = Change::Kind::config_pushed}};
        reasons.changes(pushed);
        // Marks of later moments were taken with it, as they are when a batch ends.
        const Reason reason = why(reasons, ejected(4s + takes));
        CHECK(reason.failures.count == 3);
        CHECK(reason.failures.counts.at(FailureRow::How{503, cart}) == 3);
        CHECK(reason.failures.first == Instant{2s + takes});
        CHECK(reason.failures.last == Instant{4s + takes});
        CHECK(reason.failures.first_request == reports::RequestNumber{0, 2});
        CHECK(reason.failures.last_request == reports::RequestNumber{0, 4});
        CHECK(reason.failures.last_good == Instant{1s + takes});
        REQUIRE(reason.faults.size() == 1);
        CHECK(reason.faults[0].step == sick);
        CHECK(reason.faults[0].from == Instant{1500ms});
        CHECK(reason.faults[0].to == mesh::never);
        CHECK(reason.pushed == Instant{1600ms});
    }

    TEST_CASE("a good answer breaks the row, and a fault that was over before has no part in it") {
        Reasons reasons{{}};
        reasons.changes(begun(1s));
        play(reasons, 1, 1s, 503);
        const std::array stopped{
            Change{.at = Instant{2s}, .kind = Change::Kind::fault_stopped, .step = sick}};
        reasons.changes(stopped);
        play(reasons, 2, 3s, 200, Kind::attempt_ended, 200);
        play(reasons, 3, 4s, 503);
        const Reason reason = why(reasons, ejected(4s + takes));
        CHECK(reason.failures.count == 1);
        CHECK(reason.faults.empty());
        CHECK_FALSE(reason.pushed);
    }

    TEST_CASE("what was counted before it was ejected does not count again") {
        Reasons reasons{{}};
        play(reasons, 1, 1s, 503);
        play(reasons, 2, 2s, 503);
        CHECK(why(reasons, ejected(2s + takes)).failures.count == 2);
        play(reasons, 3, 3s, 503);
        CHECK(why(reasons, ejected(3s + takes)).failures.count == 1);
    }

    TEST_CASE("an attempt that timed out failed, one whose caller went away did not") {
        Reasons reasons{{}};
        play(reasons, 1, 1s, 0, Kind::attempt_given_up, 504);
        play(reasons, 2, 2s, 0, Kind::attempt_given_up, 0);
        play(reasons, 3, 3s, 503);
        const Reason reason = why(reasons, ejected(3s + takes));
        CHECK(reason.failures.count == 2);
        CHECK(reason.failures.counts.at(FailureRow::How{0, cart}) == 1);
    }

    TEST_CASE("failures of our own end are counted by themselves where these are judged") {
        Reasons reasons{{}};
        play(reasons, 1, 1s, 503);
        play(reasons, 2, 2s, sim::observe::first_reset);
        const auto local = mesh::DetectionCause::consecutive_local_origin;
        CHECK(why(reasons, ejected(2s + takes, local)).failures.count == 1);
    }

    TEST_CASE("who failed deepest below is named") {
        Reasons reasons{{}};
        Mark below = mark(5, 1s, Kind::called);
        below.other = work_of(1);
        const std::array marks{mark(1, 1s, Kind::called),
                               sent(1, 1s, cart),
                               below,
                               sent(5, 1s, stock),
                               mark(5, 1005ms, Kind::attempt_ended, 500),
                               mark(5, 1005ms, Kind::ended, 500),
                               mark(1, 1010ms, Kind::attempt_ended, 500),
                               mark(1, 1010ms, Kind::ended, 500)};
        reasons.marks(marks);
        const Reason reason = why(reasons, ejected(1010ms));
        CHECK(reason.failures.counts.at(FailureRow::How{500, stock}) == 1);
    }

    TEST_CASE("what is judged by rates has how many failed since it was judged before") {
        Reasons reasons{{}};
        play(reasons, 1, 1s, 503);
        play(reasons, 2, 2s, 200, Kind::attempt_ended, 200);
        const Reason reason = why(reasons, ejected(5s, mesh::DetectionCause::success_rate));
        CHECK(reason.failures.count == 0);
        CHECK(reason.answers == 2);
        CHECK(reason.failed == 1);
    }

    TEST_CASE("a limit was full of what was out, which is told of requests asked for alone") {
        for (const bool is_asked : {true, false}) {
            std::vector<reports::AskedRequest> asked;
            asked.emplace_back("web", is_asked ? 9 : 8);
            Reasons reasons{asked};
            reasons.named(sim::observe::NameKind::load, 0, "web");
            const std::array marks{mark(1, 1s, Kind::called), sent(1, 1s, cart),
                                   mark(2, 2s, Kind::called), sent(2, 2s, cart),
                                   mark(9, 3s, Kind::called), mark(9, 3s, Kind::ended, 503),
                                   mark(10, 4s, Kind::called)};
            reasons.marks(marks);
            const Change full{.at = Instant{3s},
                              .kind = Change::Kind::limit_reached,
                              .source = client,
                              .cluster = outbound};
            const std::array changes{full};
            reasons.changes(changes);
            const Reason* const reason = reasons.of(full);
            REQUIRE((reason != nullptr) == is_asked);
            if (!is_asked) continue;
            REQUIRE(reason->use.has_value());
            CHECK(reason->use->out == 2);
            CHECK(reason->use->oldest_sent == Instant{1s});
            CHECK(reason->use->oldest == reports::RequestNumber{0, 1});
        }
    }
}

}  // namespace reasons_test
