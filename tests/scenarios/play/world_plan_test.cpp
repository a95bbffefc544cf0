#include "scenarios/play/world_plan.hpp"

#include <doctest/doctest.h>

using namespace weft::scenarios;

TEST_SUITE("world plan") {
    TEST_CASE("a policy of the scenario holds for the service by its full name") {
        Scenario scenario;
        scenario.policies = {{.service = "reviews", .balancer = {"random", {}}},
                             {.service = "cart.prod", .balancer = {"maglev", {}}}};
        const auto balancers = world_plan(scenario, 0).defaults.service_balancers;
        CHECK(balancers.at("reviews.default.svc.cluster.local").name == "random");
        CHECK(balancers.at("cart.prod.svc.cluster.local").name == "maglev");
    }
}
