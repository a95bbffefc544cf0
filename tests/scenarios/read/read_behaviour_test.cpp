#include "scenarios/read/read_behaviour.hpp"

#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

namespace read_behaviour_test {

namespace {

using namespace weft;
using namespace weft::tests;
using namespace std::chrono_literals;

sim::Behaviour web_with(const std::string& entry) {
    return valid_shop("services: {web: {" + entry + "}}\n").services.front().behaviour;
}

sim::OverloadPolicy overload(const std::string& keys) {
    return web_with("overload: {" + keys + "}").overload.value();
}

std::string refusal(const std::string& keys) {
    return shop_refusal("services: {web: {overload: {" + keys + "}}}\n");
}

bool says(const std::string& message, const std::string& part) {
    CAPTURE(message);
    return message.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("behaviour") {
    TEST_CASE("nothing defends a server that does not say so, and reports have their defaults") {
        const sim::Behaviour web = web_with("workers: 2");
        CHECK_FALSE(web.overload);
        CHECK(web.load_report == sim::ServerLoadSettings{.window = 1s, .latencies = 64});
    }

    TEST_CASE("all that a server does under overload is read") {
        const sim::OverloadPolicy policy = overload(
            "queue_limit: 50, priorities: 3, priority_header: X-Priority, patience: 200ms, "
            "patience_overloaded: 20ms, newest_first_overloaded: on, deadlines: on");
        CHECK(policy.settings == mesh::OverloadSettings{.queue_limit = 50,
                                                        .priorities = 3,
                                                        .patience = 200ms,
                                                        .patience_overloaded = 20ms,
                                                        .newest_first_overloaded = true});
        CHECK(policy.priority_header == "x-priority");
        CHECK(policy.heeds_deadlines);
    }

    TEST_CASE("what is left out of overload is off, and patience is the same all the time") {
        CHECK(overload("") == sim::OverloadPolicy{});
        CHECK(overload("patience: 1s").settings.patience_overloaded == 1s);
        CHECK_FALSE(overload("deadlines: off").heeds_deadlines);
    }

    TEST_CASE("settings of overload that cannot work are refused with the reason") {
        CHECK(says(refusal("priorities: 0"), "there must be at least one priority"));
        CHECK(says(refusal("patience: 1s, patience_overloaded: 2s"),
                   "patience must not be longer when overloaded"));
        CHECK(says(refusal("newest_first_overloaded: on"), "without patience"));
        CHECK(says(refusal("priorities: 2"), "priority_header is missing"));
        CHECK(says(refusal("deadlines: maybe"), "deadlines must be one of"));
        CHECK(says(refusal("queue: 2"), "unknown key 'queue'"));
    }

    TEST_CASE("how reports are made can be said") {
        CHECK(web_with("load_report: {window: 5s, latencies: 9}").load_report ==
              sim::ServerLoadSettings{.window = 5s, .latencies = 9});
        CHECK(says(shop_refusal("services: {web: {load_report: {latencies: 0}}}\n"), "latencies"));
        CHECK(says(shop_refusal("services: {web: {load_report: {window: 0s}}}\n"), "window"));
    }

    TEST_CASE("calls and sleeps may begin at the same time, but a worker computes one thing") {
        const auto script_with = [](const std::string& steps) {
            return web_with("script: [{compute: 1ms}, [" + steps + "]]").script;
        };
        CHECK(script_with("{sleep: 2ms}, {call: cart}").back().branches.size() == 2);
        const std::string reason = "compute cannot be among steps at the same time";
        const auto refused = [](const std::string& steps) {
            return shop_refusal("services: {web: {script: [[" + steps + "]]}}\n");
        };
        CHECK(says(refused("{compute: 2ms}, {call: cart}"), reason));
        CHECK(says(refused("{sleep: 2ms}, [{compute: 2ms}]"), reason));
    }

    TEST_CASE("what an app needs while it is cold, and what it holds, is read") {
        const sim::Behaviour web = web_with(
            "warm_up: {factor: 2.5, over: 30s}, memory: {base: 200Mi, per_request: 1MB, leak: "
            "2kB}");
        CHECK(web.cold_start.factor == 2.5);
        CHECK(web.cold_start.length == 30s);
        CHECK(web.memory.base == 200U << 20U);
        CHECK(web.memory.per_request == 1'000'000);
        CHECK(web.memory.leak == 2000);
        CHECK(says(shop_refusal("services: {web: {warm_up: {factor: 2}}}\n"), "over is missing"));
        CHECK(
            says(shop_refusal("services: {web: {warm_up: {factor: 0.5, over: 1s}}}\n"), "factor"));
        CHECK(says(shop_refusal("services: {web: {memory: {bas: 1MB}}}\n"), "did you mean 'base'"));
    }
}

}  // namespace read_behaviour_test
