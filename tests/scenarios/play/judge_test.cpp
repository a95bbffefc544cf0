#include "scenarios/play/judge.hpp"

#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>

namespace judge_test {

using namespace weft;
using namespace weft::scenarios;
using namespace std::chrono_literals;
using sim::observe::Change;
using sim::observe::NameKind;
using sim::observe::RequestEnd;

namespace {

mesh::Instant at(mesh::Duration since_start) {
    return mesh::Instant{since_start};
}

/// What becomes of the expectation in four seconds, in each of which the load sends two requests:
/// in the second one, one of them fails; all take 10 ms, in the third second 40 ms.
reports::Judgement judged(const std::string& expectation, const std::vector<Change>& changes = {}) {
    const Scenario scenario = tests::valid_shop(
        "load: [{id: web-load, to: web, rate: 2/s}]\n"
        "timeline:\n"
        "  - {id: sick, at: 1s, for: 1s, fault: slow, target: {service: cart}}\n"
        "  - {id: late, after: sick, for: 1s, fault: slow, target: {service: "
        "cart}}\nexpect: [\"" +
        expectation + "\"]\n");
    reports::Recording recording{measures_of(scenario)};
    recording.named(NameKind::load, 0, "web-load");
    recording.named(NameKind::cluster, 0, "outbound|80||cart.default.svc.cluster.local");
    recording.named(NameKind::step, 0, "sick");
    recording.named(NameKind::step, 1, "late");
    for (std::uint32_t second = 0; second < 4; ++second) {
        const mesh::Instant start = at(second * 1s);
        const mesh::Duration took = second == 2 ? 40ms : 10ms;
        const auto status = static_cast<std::uint16_t>(second == 1 ? 503 : 200);
        recording.requests(std::array{
            RequestEnd{start, start + took, 2 * second, 0, status, {}},
            RequestEnd{start + 500ms, start + 500ms + took, 2 * second + 1, 0, 200, {}}});
        for (const Change& change : changes) {
            if (change.at >= start && change.at < start + 1s) recording.changes(std::array{change});
        }
        recording.interval({start, start + 1s, 0, 0});
    }
    return judge(scenario, recording).at(0);
}

Change ejection(mesh::Duration when) {
    return {.at = at(when), .kind = Change::Kind::host_ejected, .pod = 0, .cluster = 0};
}

}  // namespace

TEST_SUITE("judging of expectations") {
    TEST_CASE("one that holds has its value, and was not broken") {
        const auto held = judged("success(web-load) > 80%");
        CHECK(held.held);
        CHECK(held.value == 0.875);
        CHECK(held.unit == reports::Unit::share);
        CHECK_FALSE(held.first_broken);
        CHECK(held.why.empty());
    }

    TEST_CASE("a share is broken by the first interval whose own value breaks it") {
        const auto failed = judged("success(web-load) > 90%");
        CHECK_FALSE(failed.held);
        CHECK(failed.first_broken == at(1s));
        CHECK(judged("max(web-load) < 30ms").first_broken == at(2s));
        CHECK(judged("max(web-load, 0s .. 2s) < 30ms").held);
    }

    TEST_CASE("what adds up is broken when it does after it held, and never if it never held") {
        const auto failed = judged("ejected(cart) <= 1", {ejection(500ms), ejection(3500ms)});
        CHECK_FALSE(failed.held);
        CHECK(failed.value == 2);
        CHECK(failed.first_broken == at(3s));
        const auto missing = judged("ejected(cart) >= 1");
        CHECK_FALSE(missing.held);
        CHECK(missing.value == 0);
        CHECK_FALSE(missing.first_broken);
    }

    TEST_CASE(
        "of two sides the measured one is shown, of several comparisons the one that failed") {
        CHECK(judged("80% < success(web-load)").value == 0.875);
        const auto failed = judged("success(web-load) > 80% and ejected(cart) >= 1");
        CHECK_FALSE(failed.held);
        CHECK(failed.value == 0);
        CHECK(failed.unit == reports::Unit::count);
        const auto ratio = judged("requests(web-load) / 2 == 4");
        CHECK(ratio.held);
        CHECK(ratio.unit == reports::Unit::ratio);
    }

    TEST_CASE("what is undefined does not hold, and says why") {
        const auto divided = judged("requests(web-load) / ejected(cart) > 1");
        CHECK_FALSE(divided.held);
        CHECK_FALSE(divided.value);
        CHECK(divided.why == "something is divided by zero");
        CHECK(judged("success(web-load, late.start .. 4s) > 1%").why ==
              "step 'late' did not begin");
        CHECK(judged("time_to_eject(cart) < 1s").why.empty());
        CHECK_FALSE(judged("not time_to_eject(cart) < 1s").held);
    }

    TEST_CASE("a window that waits for a step has what came in it, also before it was known") {
        const std::vector<Change> steps{
            {.at = at(2s), .kind = Change::Kind::step_started, .step = 1},
            {.at = at(2900ms), .kind = Change::Kind::step_ended, .step = 1}};
        CHECK(judged("requests(web-load, late.start .. late.end) == 2", steps).held);
        CHECK(judged("requests(web-load, late.start - 1s .. late.end) == 4", steps).held);
        CHECK(judged("requests(web-load, late.start .. late.end - 500ms) == 1", steps).held);
        CHECK(judged("success(web-load, late.start - 1s .. late.start) == 50%", steps).held);
        CHECK(judged("requests(web-load, late.end .. 4s) == 2", steps).held);
        const std::vector<Change> open{steps.front()};
        const auto no_end = judged("requests(web-load, late.start .. late.end) == 2", open);
        CHECK_FALSE(no_end.held);
        CHECK(no_end.why == "step 'late' did not end");
    }

    TEST_CASE("times count from the first fault or the step that is named") {
        const std::vector<Change> changes{
            {.at = at(2s), .kind = Change::Kind::step_started, .step = 1}, ejection(2500ms)};
        CHECK(judged("time_to_eject(cart) == 1500ms", changes).held);
        CHECK(judged("time_to_eject(cart, late) == 500ms", changes).held);
    }
}

}  // namespace judge_test
