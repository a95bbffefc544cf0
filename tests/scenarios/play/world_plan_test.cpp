#include "scenarios/play/world_plan.hpp"

#include <doctest/doctest.h>

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
        scenario.policies = {{.service = "reviews", .balancer = {"random", {}}},
                             {.service = "cart.prod", .balancer = {"maglev", {}}}};
        const auto balancers = world_plan(scenario, 0).defaults.service_balancers;
        CHECK(balancers.at("reviews.prod.svc.cluster.local").name == "random");
        CHECK(balancers.at("cart.prod.svc.cluster.local").name == "maglev");
        CHECK_FALSE(balancers.contains("cart.default.svc.cluster.local"));
    }
}
