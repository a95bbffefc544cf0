#include "scenarios/read/read_condition.hpp"

#include "sim/signals/signals.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>

namespace read_condition_test {

using namespace weft;
using namespace weft::scenarios;
using namespace std::chrono_literals;
using Kind = sim::Signal::Kind;

namespace {

/// A step that waits for this; the condition begins at column 12 of line 6.
std::string waiting(const std::string& condition) {
    return "load: [{id: web-load, to: web, rate: 1/s}]\ntimeline:\n  - {when: \"" + condition +
           "\", fault: slow, target: {service: cart}}\n";
}

sim::Signal watched(const std::string& condition) {
    const Scenario scenario = tests::valid_shop(waiting(condition));
    REQUIRE(scenario.watched.size() == 1);
    return scenario.watched.front();
}

/// The column in the condition, from 1, and what is wrong there.
std::string refused(const std::string& condition) {
    const std::string message = tests::shop_refusal(waiting(condition));
    const std::string begin = "a.yaml:6:";
    REQUIRE(message.starts_with(begin));
    const std::size_t colon = message.find(':', begin.size());
    const int column = std::stoi(message.substr(begin.size(), colon - begin.size())) - 12;
    return std::to_string(column) + ": " + message.substr(colon + std::string{": error: "}.size());
}

}  // namespace

TEST_SUITE("conditions") {
    TEST_CASE("what a condition asks for is watched") {
        const sim::Signal share = watched("error_share(from=web, to=cart, 5s) > 20%");
        CHECK(share.kind == Kind::error_share);
        CHECK(share.source == "web");
        CHECK(share.destination == "cart");
        CHECK(share.window == 5s);
        CHECK(watched("p99.9(web-load, 1m) > 80ms").quantile == doctest::Approx(0.999));
        CHECK(watched("p99.9(web-load, 1m) > 80ms").load == "web-load");
        CHECK(watched("ejected(cart) >= 1").kind == Kind::ejected);
        CHECK(watched("accrual(cart).opened").kind == Kind::opened);
        CHECK(watched("limit(cart, 5s).reached").kind == Kind::limited);
        CHECK(watched("ready(cart) < 2").kind == Kind::ready);
        CHECK(watched("queue(cart) > 5").kind == Kind::queue);
        CHECK(watched("in_flight(cart) > 5").kind == Kind::in_flight);
    }

    TEST_CASE("a condition reads its own signals, wherever they stand among all") {
        const Scenario scenario = tests::valid_shop(
            "load: [{id: web-load, to: web, rate: 1/s}]\n"
            "timeline:\n"
            "  - {when: queue(cart) > 5, fault: slow, target: {service: cart}}\n"
            "  - {when: ready(cart) > 5 and queue(cart) > 9, every: 1s, do: roll_out, "
            "workload: cart}\n");
        REQUIRE(scenario.watched.size() == 3);
        const sim::Signals signals{scenario.watched, [](const sim::Signal& signal) {
                                       return signal.kind == Kind::ready ? 6.0 : 9.0;
                                   }};
        CHECK(scenario.timeline[0].start.condition(signals));
        CHECK_FALSE(scenario.timeline[1].start.condition(signals));
        CHECK(scenario.timeline[0].start.look_every == 100ms);
        CHECK(scenario.timeline[1].start.look_every == 1s);
        CHECK(scenario.timeline[1].start.kind == sim::StepStart::Kind::when);
    }

    TEST_CASE("a fault may end when a condition holds") {
        const Scenario scenario = tests::valid_shop(
            "timeline:\n"
            "  - {id: sick, at: 5s, until: ready(cart) < 2, every: 1s, fault: slow, "
            "target: {service: cart}}\n"
            "  - {after: sick, do: roll_out, workload: cart}\n");
        const auto& fault = std::get<InjectFault>(scenario.timeline[0].action);
        CHECK(fault.until);
        CHECK_FALSE(fault.until_time);
        CHECK(fault.look_every == 1s);
    }

    TEST_CASE("a mistake is told at its character") {
        CHECK(refused("error_share(web) > 20%").starts_with("1: a condition looks back from now"));
        CHECK(refused("error_share(web, 1s .. 5s) > 2%").starts_with("18: a condition looks back"));
        CHECK(
            refused("error_share(web, 99ms) > 20%").starts_with("18: a condition looks back from"));
        CHECK(
            refused("error_share(web, 601s) > 20%").starts_with("18: a condition looks back from"));
        CHECK(refused("error_share(web, 5) > 20%") ==
              "18: '5' is no window: a time has its unit, as in 5s");
        CHECK(refused("ready(cart, 5s) > 2").starts_with("13: ready is asked about now"));
        CHECK(refused("jain(cart) > 0.5").starts_with("1: jain is for expectations"));
        CHECK(
            refused("error_share(crt, 5s) > 20%").starts_with("13: unknown load or service 'crt'"));
        CHECK(refused("error_share(web, 5s) > 20") ==
              "24: error_share is compared with a share in percent, such as 99.9%");
        CHECK(refused("eror_share(web, 5s) > 20%") ==
              "1: unknown measure 'eror_share'; did you mean 'error_share'?");
        CHECK(refused("1 > 2").starts_with("1: measures nothing, so it holds at once or never"));
        CHECK(refused("not (2s < 1s)").starts_with("1: measures nothing"));
    }

    TEST_CASE("somebody may have a condition for a scenario that is read already") {
        const Scenario scenario = tests::valid_shop(waiting("queue(cart) > 5"));
        std::vector<sim::Signal> all{sim::Signal{}};
        const auto condition = read_condition("error_share(web-load, 5s) > 2%", scenario, all);
        REQUIRE(condition);
        REQUIRE(all.size() == 2);
        CHECK(all[1].load == "web-load");
        CHECK(condition->signals == std::vector<std::uint32_t>{1});
        CHECK(read_condition("error_share(crt, 5s) > 2%", scenario, all)
                  .error()
                  .starts_with("13: unknown load or service 'crt'"));
        CHECK(read_condition("ready(cart) <", scenario, all).error().find("expected a bound") !=
              std::string::npos);
    }

    TEST_CASE("a step begins at a time, after another, or when something holds") {
        CHECK(tests::shop_refusal("timeline:\n  - {at: 5s, when: ready(cart) < 2, do: roll_out, "
                                  "workload: cart}\n")
                  .ends_with("a step that waits for a condition has neither at nor after"));
        CHECK(tests::shop_refusal("timeline:\n  - {at: 5s, every: 1s, do: roll_out, "
                                  "workload: cart}\n")
                  .find("every") != std::string::npos);
    }
}

}  // namespace read_condition_test
