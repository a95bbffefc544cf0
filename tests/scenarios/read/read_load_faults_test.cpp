// What scenarios say of faults of loads.
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

namespace read_load_faults_test {

using namespace weft;
using namespace weft::scenarios;
using tests::shop_refusal;
using tests::valid_shop;

namespace {

const std::string one_load = "load: [{id: web, to: web, rate: 10/s}]\n";

}  // namespace

TEST_SUITE("faults of loads in scenarios") {
    TEST_CASE("a fault of loads names them, or strikes all") {
        const Scenario scenario = valid_shop(one_load +
                                             "timeline:\n"
                                             "  - {at: 1s, fault: load, loads: [web], factor: 3}\n"
                                             "  - {at: 2s, fault: synchronise, period: 5s}\n");
        const auto& named = std::get<InjectFault>(scenario.timeline[0].action);
        CHECK(named.acts == sim::FaultKind::Acts::on_loads);
        CHECK(named.target.loads == std::vector<std::string>{"web"});
        CHECK(std::get<InjectFault>(scenario.timeline[1].action).target.loads.empty());
    }

    TEST_CASE("a list of no loads is refused, since it would strike all") {
        CHECK(shop_refusal(one_load + "timeline: [{at: 1s, fault: load, loads: []}]\n")
                  .ends_with("loads names nobody; without it all of them are struck"));
    }

    TEST_CASE("a load that there is not is refused at its place, and so is a target") {
        CHECK(shop_refusal(one_load + "timeline: [{at: 1s, fault: load, loads: [wob]}]\n")
                  .ends_with("unknown load 'wob'; did you mean 'web'?"));
        CHECK(
            shop_refusal(one_load + "timeline: [{at: 1s, fault: load, target: {service: cart}}]\n")
                .find("unknown key 'target'") != std::string::npos);
    }
}

}  // namespace read_load_faults_test
