#include "gui/source/stepper.hpp"

#include "tests/gui/played_shop.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

namespace stepper_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Stepper;
using gui::StepState;
using Why = scenarios::MomentStop::Why;

/// What all commands so far led to.
const StepState& outcome_of(Stepper& stepper) {
    while (stepper.state().done < stepper.given() || stepper.state().is_busy) {
        if (!stepper.take()) std::this_thread::yield();
    }
    return stepper.state();
}

}  // namespace

TEST_SUITE("stepper") {
    TEST_CASE("it goes to a moment and steps on, and says what comes next") {
        const TemporaryFolder folder;
        Stepper stepper{play_shop_run(folder)};
        stepper.go_to(at(500ms));
        REQUIRE(outcome_of(stepper).failure.empty());
        CHECK(stepper.state().at == at(500ms));
        CHECK(stepper.state().stop->why == Why::time);
        CHECK_FALSE(stepper.state().last);
        REQUIRE(stepper.state().ahead.size() > 2);
        const auto ahead = stepper.state().ahead;
        stepper.step(1);
        REQUIRE(outcome_of(stepper).last);
        CHECK(stepper.state().last->at == ahead[0].at);
        CHECK(stepper.state().last->kind == ahead[0].kind);
        CHECK(stepper.state().at == ahead[0].at);
        CHECK_FALSE(stepper.state().stop);
    }

    TEST_CASE("going back plays the run again from its beginning") {
        const TemporaryFolder folder;
        Stepper stepper{play_shop_run(folder)};
        stepper.go_to(at(300ms));
        const auto ahead = outcome_of(stepper).ahead;
        stepper.go_to(at(2s));
        CHECK(outcome_of(stepper).at == at(2s));
        stepper.go_to(at(300ms));
        CHECK(outcome_of(stepper).at == at(300ms));
        CHECK(stepper.state().ahead == ahead);
    }

    TEST_CASE("a run that goes on is followed past what was recorded of it at first") {
        const TemporaryFolder folder;
        play_shop_run(folder);
        scenarios::PlayOptions options;
        options.scenario = (folder / "shop.yaml").string();
        options.out = folder / "live.db";
        std::unique_ptr<Stepper> stepper;
        mesh::Instant first{};
        options.goes_on = [&](mesh::Instant now) {
            if (stepper || now < at(1s)) return true;
            stepper = std::make_unique<Stepper>(options.out);
            stepper->run({});
            const StepState& state = outcome_of(*stepper);
            CHECK(state.failure == "");
            CHECK((state.stop && state.stop->why == Why::end));
            first = state.at;
            CHECK(first <= now);
            return true;
        };
        std::ostringstream out;
        std::ostringstream err;
        REQUIRE_MESSAGE(scenarios::play(options, out, err) == 0, err.str());
        REQUIRE(stepper);
        stepper->step(1);
        REQUIRE(outcome_of(*stepper).failure.empty());
        CHECK(stepper->state().last);
        CHECK(stepper->state().at >= first);
        stepper->run({});
        CHECK(outcome_of(*stepper).at == at(3s));
        stepper->go_to(at(2s));
        CHECK(outcome_of(*stepper).at == at(2s));
    }

    TEST_CASE("it runs until something happens, and says what") {
        const TemporaryFolder folder;
        Stepper stepper{play_shop_run(folder)};
        stepper.watch({"ready(app) > 9", "error_share(web, 500ms) > 50%"});
        stepper.run({.conditions = true});
        CHECK(outcome_of(stepper).stop->why == Why::condition);
        CHECK(stepper.state().condition == "error_share(web, 500ms) > 50%");
        CHECK(stepper.state().at > at(1s));
        stepper.run({});
        CHECK(outcome_of(stepper).stop->why == Why::end);
        CHECK(stepper.state().at == at(3s));
        CHECK(stepper.state().condition.empty());
    }

    TEST_CASE("other conditions do not move it") {
        const TemporaryFolder folder;
        Stepper stepper{play_shop_run(folder)};
        stepper.go_to(at(700ms));
        stepper.step(7);
        const auto ahead = outcome_of(stepper).ahead;
        const mesh::Instant here = stepper.state().at;
        stepper.watch({"ready(app) > 9"});
        CHECK(outcome_of(stepper).at == here);
        CHECK(stepper.state().ahead == ahead);
    }

    TEST_CASE("what was to be done can be given up, and it goes on with what comes then") {
        const TemporaryFolder folder;
        Stepper stepper{play_shop_run(folder)};
        for (int times = 0; times < 50; ++times) {
            stepper.go_to(at(3s));
            stepper.go_to(at(0s));
        }
        stepper.cancel();
        stepper.go_to(at(100ms));
        CHECK(outcome_of(stepper).at == at(100ms));
        CHECK(stepper.state().failure.empty());
        CHECK(stepper.state().done == stepper.given());
    }

    TEST_CASE("requests are on their way between services") {
        const TemporaryFolder folder;
        Stepper stepper{play_shop_run(folder)};
        stepper.go_to(at(200ms));
        while (outcome_of(stepper).on_the_way.empty())
            stepper.step(1);
        const gui::OnTheWay& first = stepper.state().on_the_way.front();
        CHECK((first.source == "ingress" || first.source == "app"));
        CHECK((first.destination == "ingress" || first.destination == "app"));
        CHECK(first.source != first.destination);
    }

    TEST_CASE("a run that cannot be played again is refused, with the reason") {
        const TemporaryFolder folder;
        Stepper stepper{record_small_run(folder, "run.db", 2)};
        stepper.go_to(at(1s));
        CHECK(outcome_of(stepper).failure.find("run.db") != std::string::npos);
        CHECK(stepper.state().ahead.empty());
        stepper.step(1);
        CHECK_FALSE(outcome_of(stepper).failure.empty());
    }
}

}  // namespace stepper_test
