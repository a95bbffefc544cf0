#include "scenarios/model/call_cycles.hpp"

#include <doctest/doctest.h>

namespace call_cycles_test {

namespace {

using namespace weft;
using namespace weft::scenarios;

sim::ScriptStep call(const std::string& service, std::uint32_t parts = mesh::Ratio::whole) {
    sim::ScriptStep step;
    step.kind = sim::ScriptStep::Kind::call;
    step.service = service;
    step.probability = {parts};
    return step;
}

sim::BehaviourOf service(const std::string& name, std::vector<sim::ScriptStep> script) {
    sim::Behaviour behaviour;
    behaviour.script = std::move(script);
    return {name, behaviour};
}

}  // namespace

TEST_SUITE("call cycles") {
    TEST_CASE("a tree and a diamond have none") {
        CHECK(endless_call_cycles({service("a", {call("b"), call("c")}), service("b", {call("d")}),
                                   service("c", {call("d")})},
                                  {})
                  .empty());
    }

    TEST_CASE("a circle is listed from where it closes") {
        const auto cycles = endless_call_cycles(
            {service("a", {call("b")}), service("b", {call("c:80")}), service("c", {call("b")})},
            {});
        REQUIRE(cycles.size() == 1);
        CHECK(to_text(cycles.front()) == "b -> c -> b");
    }

    TEST_CASE("a service that always calls itself is a circle") {
        const auto cycles = endless_call_cycles({service("a", {call("a")})}, {});
        REQUIRE(cycles.size() == 1);
        CHECK(to_text(cycles.front()) == "a -> a");
    }

    TEST_CASE("a call that chance may leave out ends a circle, at one part in a million") {
        const std::uint32_t almost = mesh::Ratio::whole - 1;
        CHECK(
            endless_call_cycles({service("a", {call("b")}), service("b", {call("a", almost)})}, {})
                .empty());
    }

    TEST_CASE("a workload's calls count for its service") {
        mesh::control::Workload workload;
        workload.meta.name = "b-v2";
        workload.pod.labels = {{"app", "b"}};
        mesh::control::Service b;
        b.meta.name = "b-svc";
        b.selector = {{"app", "b"}};
        const auto cycles = endless_call_cycles(
            {service("a", {call("b-svc")}), service("b-v2", {call("a")})}, {workload, b});
        REQUIRE(cycles.size() == 1);
        CHECK(to_text(cycles.front()) == "a -> b -> a");
    }
}

}  // namespace call_cycles_test
