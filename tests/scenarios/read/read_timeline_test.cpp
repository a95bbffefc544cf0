#include "scenarios/read/read_timeline.hpp"

#include "tests/scenarios/read/scenario_sample.hpp"

#include <fmt/format.h>
#include <string>
#include <variant>
#include <vector>

namespace read_timeline_test {

using namespace weft;
using namespace std::chrono_literals;
using scenarios::InjectFault;
using scenarios::Scenario;
using sim::StepStart;
using tests::shop_refusal;
using tests::valid_shop;

namespace {

/// A step that is there to be waited for: 10s to 15s.
const std::string sick =
    "timeline:\n"
    "  - {id: sick, at: 10s, for: 5s, fault: slow, target: {service: cart}}\n";

/// The second step of a timeline that begins with that one.
scenarios::TimelineStep second(const std::string& text) {
    return valid_shop(sick + "  - " + text + "\n").timeline.at(1);
}

const InjectFault& fault_of(const scenarios::TimelineStep& step) {
    return std::get<InjectFault>(step.action);
}

const std::string slow = "fault: slow, target: {service: cart}}";

}  // namespace

TEST_SUITE("times of steps") {
    TEST_CASE("a step follows the end of another, or its begin, at once or some time later") {
        const auto follows = [](const std::string& after) {
            const StepStart start = second("{after: " + after + ", " + slow).start;
            CHECK(start.step == 0);
            return start;
        };
        CHECK(follows("sick").kind == StepStart::Kind::after_end);
        CHECK(follows("sick").delay == 0s);
        CHECK(follows("sick.end + 5s").kind == StepStart::Kind::after_end);
        CHECK(follows("sick.end + 5s").delay == 5s);
        CHECK(follows("sick+250ms").delay == 250ms);
        CHECK(follows("sick.start").kind == StepStart::Kind::after_start);
        CHECK(follows("\" sick.start  +  2s \"").delay == 2s);
    }

    TEST_CASE("what is written after `after` must be a step's begin or end") {
        for (const std::string after :
             {"10s", "sick.middle", "sick - 5s", "sick + 5", "sick +", "+ 5s", "sick + -5s"}) {
            CAPTURE(after);
            CHECK(shop_refusal(sick + "  - {after: \"" + after + "\", " + slow + "\n")
                      .find("after must be a step, STEP.start or STEP.end") != std::string::npos);
        }
    }

    TEST_CASE("a step begins either at a time or after another") {
        CHECK(shop_refusal(sick + "  - {at: 1s, after: sick, " + slow + "\n")
                  .ends_with("a step has either at or after"));
        CHECK(shop_refusal("timeline: [{" + slow + "]\n").find("at is missing") !=
              std::string::npos);
    }

    TEST_CASE("a step that is not there is refused where it is named") {
        CHECK(shop_refusal(sick + "  - {after: sik, " + slow + "\n") ==
              "a.yaml:6:13: error: unknown step 'sik'; did you mean 'sick'?");
        CHECK(shop_refusal(sick + "  - {at: 12s, do: heal, step: sik}\n")
                  .ends_with("unknown step 'sik'; did you mean 'sick'?"));
    }

    TEST_CASE("a step that waits for itself is refused, and so is a circle, once") {
        CHECK(shop_refusal("timeline:\n  - {id: a, after: a, " + slow + "\n") ==
              "a.yaml:5:20: error: step 'a' waits for itself");
        CHECK(shop_refusal("timeline:\n"
                           "  - {id: a, after: b + 1s, for: 1s, " +
                           slow + "\n" + "  - {id: b, after: c.start, for: 1s, " + slow + "\n" +
                           "  - {id: c, after: a, for: 1s, " + slow + "\n" +
                           "  - {id: d, after: c, for: 1s, " + slow + "\n") ==
              "a.yaml:5:20: error: step 'a' waits for itself: a -> b -> c -> a");
    }

    TEST_CASE("an end that will not come cannot be waited for") {
        const std::string endless = "timeline:\n  - {id: ill, at: 1s, " + slow + "\n";
        CHECK(shop_refusal(endless + "  - {after: ill, " + slow + "\n")
                  .ends_with("step 'ill' has no end to wait for; give it one by for:, or write "
                             "after: ill.start"));
        valid_shop(endless + "  - {after: ill.start, " + slow + "\n");
        valid_shop(endless + "  - {after: ill, " + slow + "\n  - {at: 9s, do: heal, step: ill}\n");
        const std::string waves =
            "timeline:\n  - {id: ill, at: 1s, for: 1s, repeat: {every: 5s}, " + slow + "\n";
        CHECK(shop_refusal(waves + "  - {after: ill, " + slow + "\n").find("has no end") !=
              std::string::npos);
    }

    TEST_CASE("the end of a fault is a length, a time, or the first of both") {
        CHECK(fault_of(second("{at: 20s, until: 50s, " + slow)).length == 30s);
        CHECK(fault_of(second("{at: 20s, until: 50s, for: 5s, " + slow)).length == 5s);
        CHECK(fault_of(second("{at: 20s, until: 50s, for: 1h, " + slow)).length == 30s);
        const scenarios::TimelineStep later = second("{after: sick, until: 50s, " + slow);
        CHECK(fault_of(later).until_time == mesh::Instant{50s});
        CHECK_FALSE(fault_of(later).length);
        CHECK(shop_refusal(sick + "  - {at: 20s, until: 20s, " + slow + "\n")
                  .find("until must come after the step begins") != std::string::npos);
    }

    TEST_CASE("a step that comes again says how often, and how many times if not for ever") {
        const auto some = second("{at: 20s, for: 2s, repeat: {every: 10s, times: 3}, " + slow);
        CHECK(some.repeat.times == 3);
        CHECK(some.repeat.every == 10s);
        CHECK(second("{at: 20s, for: 2s, repeat: {every: 10s}, " + slow).repeat.times == 0);
        CHECK(second("{at: 20s, " + slow).repeat.times == 1);
        CHECK(shop_refusal(sick + "  - {at: 20s, for: 2s, repeat: {times: 3}, " + slow + "\n")
                  .find("every is missing") != std::string::npos);
        CHECK(shop_refusal(sick + "  - {at: 20s, repeat: {every: 10s}, " + slow + "\n")
                  .ends_with("without an end, by for: or until:, the fault never comes again"));
        second("{at: 20s, repeat: {every: 10s, times: 1}, " + slow);
        second("{at: 20s, until: \"ready(cart) < 1\", repeat: {every: 10s}, " + slow);
        CHECK(shop_refusal(sick + "  - {at: 20s, for: 2s, repeat: {every: 2s}, " + slow + "\n")
                  .find("repeat.every must be longer") != std::string::npos);
    }

    TEST_CASE("rounds are a millisecond apart or more, so that a run gets on") {
        const std::string round = "{at: 20s, for: 1ns, repeat: {every: ";
        CHECK(second(round + "1ms}, " + slow).repeat.every == 1ms);
        CHECK(shop_refusal(sick + "  - " + round + "999us}, " + slow + "\n")
                  .find("every must be between 1ms and") != std::string::npos);
    }

    TEST_CASE("of a large circle only the beginning is shown") {
        const auto circle = [](int size) {
            std::string steps = "timeline:\n";
            for (int at = 0; at < size; ++at)
                steps +=
                    fmt::format("  - {{id: s{}, after: s{}.start, {}\n", at, (at + 1) % size, slow);
            return shop_refusal(steps);
        };
        CHECK(circle(9).ends_with(": s0 -> s1 -> s2 -> s3 -> s4 -> s5 -> s6 -> s7 -> s8 -> s0"));
        CHECK(circle(500).ends_with(
            "s0 -> s1 -> s2 -> s3 -> s4 -> s5 -> s6 -> s7 -> s8 -> s9 -> … (of 500 steps)"));
    }

    TEST_CASE("one mistake is told once, at its place") {
        CHECK(shop_refusal("timeline: [hello]\n") ==
              "a.yaml:4:12: error: must be a mapping of keys to values");
        CHECK(shop_refusal("timeline: [{at: 1s, fault: [a]}]\n") ==
              "a.yaml:4:28: error: fault must be plain text");
        CHECK(shop_refusal("timeline: [{after: \"\", " + slow + "]\n") ==
              "a.yaml:4:20: error: after is empty");
        CHECK(shop_refusal(sick + "  - {at: 20s, until: soon, " + slow + "\n")
                  .find("until must be a duration") != std::string::npos);
        CHECK(shop_refusal(sick + "  - {at: 20s, for: 2s, repeat: {times: 3}, " + slow + "\n")
                  .ends_with("every is missing: how often, such as 30s"));
        CHECK(shop_refusal("timeline: [{at: 1s, do: heal}]\n").ends_with("step is missing"));
    }

    TEST_CASE("nothing is said of the end of a run whose horizon is wrong") {
        CHECK(shop_refusal("horizon: 0s\nload: [{id: a, to: web, rate: 1/s, start: 61s}]\n"
                           "timeline: [{at: 70s, " +
                           slow + "]\nexpect: ['max(a, 80s .. 90s) < 1s']\n")
                  .ends_with("horizon must be between 1ns and 87600h"));
    }

    TEST_CASE("a step that the run does not live to see is warned of") {
        const auto messages = [](const std::string& at) {
            return tests::read_shop("horizon: 10s\ntimeline: [{at: " + at + ", " + slow + "]\n")
                .messages;
        };
        CHECK(messages("9999ms").empty());
        CHECK(messages("10s") ==
              std::vector<std::string>{"a.yaml:5:12: warning: step 'step-1' never begins: the run "
                                       "ends at its horizon, 10s"});
    }

    TEST_CASE("a manifest that is not there is told where it is named") {
        CHECK(shop_refusal("timeline: [{at: 1s, do: apply, manifest: none.yaml}]\n") ==
              "a.yaml:4:42: error: there is no file 'none.yaml'");
    }

    TEST_CASE("a target without a value is not everybody") {
        CHECK(shop_refusal("timeline: [{at: 1s, fault: crash, target: }]\n")
                  .ends_with("target is missing: which pods"));
        CHECK(shop_refusal("timeline: [{at: 1s, fault: node_down, target: }]\n")
                  .ends_with("target is missing: which nodes"));
        CHECK(shop_refusal("timeline: [{at: 1s, fault: node_down, target: cart}]\n")
                  .ends_with("target must be a mapping of keys to values"));
    }

    TEST_CASE("only what goes on is healed") {
        const auto heal = second("{at: 12s, do: heal, step: sick}");
        CHECK(std::get<sim::PlannedHeal>(heal.action).step == 0);
        CHECK(shop_refusal("timeline:\n"
                           "  - {id: roll, at: 1s, do: roll_out, workload: web}\n"
                           "  - {at: 2s, do: heal, step: roll}\n")
                  .ends_with("step 'roll' is neither a fault nor a shift of traffic: there is "
                             "nothing to heal"));
        CHECK(shop_refusal("timeline: [{id: h, at: 2s, do: heal, step: h}]\n")
                  .ends_with("step 'h' is neither a fault nor a shift of traffic: there is nothing "
                             "to heal"));
    }
}

TEST_SUITE("activation and ramp of a step's fault") {
    TEST_CASE("a fault acts always, now and then, or on some requests") {
        const auto activation = [](const std::string& written) {
            return fault_of(second("{at: 20s, activation: " + written +
                                   ", fault: error, target: {service: cart}}"))
                .activation;
        };
        using Kind = sim::Activation::Kind;
        CHECK(activation("always").kind == Kind::always);
        CHECK(activation("{probability: 30%}").kind == Kind::probability);
        CHECK(activation("{probability: 30%}").share == mesh::Ratio{300'000});
        CHECK(activation("{first: 5}").kind == Kind::first);
        CHECK(activation("{every: 7}").kind == Kind::every);
        CHECK(activation("{every: 7}").count == 7);
        const auto poisson = activation("{poisson: {up: 10s, down: 2s}}");
        CHECK(poisson.kind == Kind::poisson);
        CHECK(poisson.up == 10s);
        CHECK(poisson.down == 2s);
    }

    TEST_CASE("an activation that is none is refused at its place") {
        const auto refusal = [](const std::string& activation, const std::string& fault) {
            return shop_refusal("timeline: [{at: 20s, activation: " + activation +
                                ", fault: " + fault + ", target: {service: cart}}]\n");
        };
        CHECK(refusal("sometimes", "error").find("activation must be always") != std::string::npos);
        CHECK(refusal("{first: 5, every: 2}", "error").find("an activation is one of") !=
              std::string::npos);
        CHECK(refusal("{first: 0}", "error").find("first must be between 1") != std::string::npos);
        CHECK(refusal("{poisson: {up: 1s}}", "crash").find("down is missing") != std::string::npos);
        CHECK(
            refusal("{poisson: {up: 999ns, down: 1us}}", "crash").find("up must be between 1us") !=
            std::string::npos);
        CHECK(refusal("{first: 5}", "crash")
                  .ends_with("'crash' does not strike single requests: its activation is always or "
                             "poisson"));
    }

    TEST_CASE("a ramp is the time in which a fault grows, or those in which it grows and fades") {
        CHECK(fault_of(second("{at: 20s, ramp: 10s, " + slow)).ramp.in == 10s);
        CHECK(fault_of(second("{at: 20s, ramp: 10s, " + slow)).ramp.out == 0s);
        const std::string both = "{at: 20s, for: 60s, ramp: {in: 10s, out: 5s}, " + slow;
        CHECK(fault_of(second(both)).ramp.out == 5s);
        CHECK(shop_refusal(sick + "  - {at: 20s, ramp: {out: 5s}, " + slow + "\n")
                  .find("a fault fades before its end") != std::string::npos);
        CHECK(shop_refusal(sick + "  - {at: 20s, ramp: {}, " + slow + "\n")
                  .find("a ramp has in, out or both") != std::string::npos);
        CHECK(
            shop_refusal("timeline: [{at: 1s, ramp: 5s, fault: crash, target: {service: cart}}]\n")
                .ends_with("'crash' cannot be ramped: there is no half of it"));
    }
}

}  // namespace read_timeline_test
