#include "scenarios/play/world_plan.hpp"

#include <doctest/doctest.h>

namespace world_plan_test {

using namespace weft::scenarios;

TEST_SUITE("world plan") {
    TEST_CASE("a policy of the scenario holds for the service by its full name") {
        Scenario scenario;
        for (const std::string ns : {"default", "prod", "test"}) {
            weft::mesh::control::Service cart;
            cart.meta.name = "cart";
            cart.meta.ns = ns;
            scenario.resources.emplace_back(cart);
        }
        weft::mesh::control::Service reviews;
        reviews.meta.name = "reviews";
        reviews.meta.ns = "prod";
        scenario.resources.emplace_back(reviews);
        const auto balanced = [](const std::string& name) {
            return weft::mesh::control::ServicePolicy{.balancer =
                                                          weft::mesh::BalancerChoice{name, {}}};
        };
        scenario.policies = {{.service = "reviews", .policy = balanced("random")},
                             {.service = "cart.prod", .policy = balanced("maglev")}};
        const auto policies = world_plan(scenario, built_in_kinds(), 0).defaults.service_policies;
        CHECK(policies.at("reviews.prod.svc.cluster.local").balancer->name == "random");
        CHECK(policies.at("cart.prod.svc.cluster.local").balancer->name == "maglev");
        CHECK_FALSE(policies.contains("cart.default.svc.cluster.local"));
    }
}

}  // namespace world_plan_test
