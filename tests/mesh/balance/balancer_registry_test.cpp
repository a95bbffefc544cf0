#include "mesh/balance/balancer_registry.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace balancer_registry_test {

using namespace weft::mesh;

TEST_SUITE("balancer registry") {
    TEST_CASE("a kind is found by its name") {
        BalancerRegistry registry;
        registry.add({.name = "mine", .summary = "a test's", .make = {}});
        REQUIRE(registry.find("mine") != nullptr);
        CHECK(registry.find("mine")->summary == "a test's");
        CHECK(registry.find("min") == nullptr);
    }

    TEST_CASE("a name cannot be taken twice") {
        BalancerRegistry registry = built_in_balancers();
        CHECK_THROWS_AS(registry.add({.name = "random", .summary = "", .make = {}}),
                        std::invalid_argument);
        CHECK(registry.find("random")->make);
    }

    TEST_CASE("the policies of the house are there") {
        const BalancerRegistry registry = built_in_balancers();
        for (const auto* const name :
             {"round_robin", "random", "least_request", "ring_hash", "maglev"}) {
            CAPTURE(name);
            CHECK(registry.find(name) != nullptr);
        }
    }

    TEST_CASE("policies that hash choose the priority by the same hash") {
        const BalancerRegistry registry = built_in_balancers();
        CHECK(registry.find("ring_hash")->priority_by == BalancerKind::PriorityBy::hash);
        CHECK(registry.find("maglev")->priority_by == BalancerKind::PriorityBy::hash);
        CHECK(registry.find("least_request")->priority_by == BalancerKind::PriorityBy::draw);
    }
}

}  // namespace balancer_registry_test
