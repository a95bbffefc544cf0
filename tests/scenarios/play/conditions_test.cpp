// Steps that wait for what a run sees of itself.
#include "tests/scenarios/play/played.hpp"

#include <numeric>

namespace conditions_test {

using namespace weft;
using namespace weft::tests;
using namespace std::chrono_literals;
using sim::observe::Change;

namespace {

/// All requests fail from 10 s to 20 s; a step is there for whoever notices.
scenarios::Scenario noticed_by(const std::string& start) {
    return valid_shop(
        "horizon: 30s\n"
        "load: [{id: visitors, to: web, rate: 200/s}]\n"
        "timeline:\n"
        "  - {id: sick, at: 10s, for: 10s, fault: error, target: {service: web}, rate: 100%}\n"
        "  - {id: notice, " +
        start + ", do: roll_out, workload: cart}\n");
}

/// When steps began, in the order in which they did.
std::vector<mesh::Duration> begins(const Notes& notes) {
    std::vector<mesh::Duration> begins;
    for (const Change& change : notes.changes_made) {
        if (change.kind == Change::Kind::step_started)
            begins.push_back(change.at.time_since_epoch());
    }
    return begins;
}

}  // namespace

TEST_SUITE("conditions in play") {
    TEST_CASE("a step begins at the first look at which its condition holds") {
        const auto notes = played(noticed_by("when: \"error_share(visitors, 2s) > 20%\""));
        const auto times = begins(*notes);
        REQUIRE(times.size() == 2);
        CHECK(times[0] == 10s);
        // A fifth of two seconds later, as exactly as requests are evenly spread.
        CHECK(times[1] >= 10'300ms);
        CHECK(times[1] <= 10'700ms);
        CHECK(times[1] % 100ms == 0ms);
    }

    TEST_CASE("it is looked as often as is asked for, of calls as well") {
        const auto notes = played(noticed_by("when: \"not success(to=web, 2s) > 50%\", every: 5s"));
        const auto times = begins(*notes);
        REQUIRE(times.size() == 2);
        CHECK(times[1] == 15s);
    }

    TEST_CASE("a condition that never holds begins nothing") {
        for (const std::string condition :
             {"ejected(cart) >= 1", "success(cart, 5s) < 50%", "ready(web) > 1",
              "queue(web) > 100 or accrual(web).opened"}) {
            CAPTURE(condition);
            CHECK(begins(*played(noticed_by("when: \"" + condition + "\""))).size() == 1);
        }
    }

    TEST_CASE("pods are asked about as they are now") {
        for (const std::string condition : {"ready(cart) == 3", "ready(cart.default) == 3",
                                            "in_flight(web) == 0 or in_flight(web) > 0"}) {
            CAPTURE(condition);
            const auto times = begins(*played(noticed_by("when: \"" + condition + "\"")));
            REQUIRE(times.size() == 2);
            CHECK(times[0] == 100ms);
        }
    }

    TEST_CASE("recording has no part in what conditions see") {
        const auto scenario = noticed_by("when: \"error_share(visitors, 2s) > 20%\"");
        const auto notes = played(scenario);
        const auto recorded =
            std::accumulate(notes->intervals.begin(), notes->intervals.end(), std::uint64_t{0},
                            [](std::uint64_t sum, const sim::observe::IntervalEnd& interval) {
                                return sum + interval.fingerprint;
                            });
        const sim::WorldPlan plan = scenarios::world_plan(scenario, scenarios::built_in_kinds(), 0);
        sim::World world{plan, nullptr};
        world.run_until(plan.horizon);
        CHECK(world.fingerprint() == recorded);
    }

    TEST_CASE("a fault ends when a condition holds") {
        const auto scenario = valid_shop(
            "horizon: 30s\n"
            "load: [{id: visitors, to: web, rate: 200/s}]\n"
            "timeline:\n"
            "  - {id: sick, at: 10s, until: \"error_share(visitors, 1s) > 90%\", fault: error, "
            "target: {service: web}, rate: 100%}\n");
        const auto notes = played(scenario);
        CHECK(notes->count(Change::Kind::step_ended) == 1);
        for (const Change& change : notes->changes_made) {
            if (change.kind != Change::Kind::step_ended) continue;
            CHECK(change.at >= mesh::Instant{10'800ms});
            CHECK(change.at <= mesh::Instant{11'100ms});
        }
    }
}

}  // namespace conditions_test
