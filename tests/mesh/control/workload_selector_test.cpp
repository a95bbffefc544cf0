// DestinationRules that some clients alone obey.
#include "mesh/control/control_plane.hpp"
#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>

namespace workload_selector_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

namespace {

using Balancers = std::map<std::string, std::string>;

/// A service, two clients in its namespace and one in another, which has the labels of the first.
ControlPlane small_mesh() {
    ControlPlane plane{make::defaults()};
    plane.apply(make::service("reviews"));
    plane.apply(make::pod("reviews", "v1", "10.0.0.1"));
    plane.connect({"cart", "default", {{"app", "cart"}, {"version", "v1"}}});
    plane.connect({"far", "prod", {{"app", "cart"}}});
    plane.connect({"shop", "default", {{"app", "shop"}}});
    return plane;
}

/// A rule for the service, of its namespace. No balancer: it has no policy.
DestinationRule rule(const std::string& name,
                     const std::string& balancer,
                     std::optional<Labels> selector = {}) {
    DestinationRule made = make::destination_rule("reviews");
    made.meta.name = name;
    made.workload_selector = std::move(selector);
    if (!balancer.empty()) made.policy.emplace().load_balancer.emplace().simple = balancer;
    return made;
}

/// What each proxy that is pushed to has for the service, or for a subset of it.
Balancers pushed(ControlPlane& plane, const std::string& subset = {}) {
    Balancers found;
    for (const Push& push : plane.pushes()) {
        for (const auto& [id, entry] : push.config->clusters) {
            if (entry.config->name ==
                "outbound|9080|" + subset + "|reviews.default.svc.cluster.local")
                found[push.proxy] = entry.config->balancer.name;
        }
    }
    return found;
}

const Labels of_cart{{"app", "cart"}};

}  // namespace

TEST_SUITE("workload selectors of DestinationRules") {
    TEST_CASE("clients of the rule's namespace that have the labels obey it, and nobody else") {
        ControlPlane plane = small_mesh();
        plane.apply(rule("some", "RANDOM", of_cart));
        CHECK(pushed(plane) ==
              Balancers{{"cart", "random"}, {"far", "least_request"}, {"shop", "least_request"}});
        plane.connect({"cart-2", "default", of_cart});
        CHECK(pushed(plane) == Balancers{{"cart-2", "random"}});
    }

    TEST_CASE("one without labels selects all clients of its namespace") {
        ControlPlane plane = small_mesh();
        plane.apply(rule("some", "RANDOM", Labels{}));
        CHECK(pushed(plane) ==
              Balancers{{"cart", "random"}, {"far", "least_request"}, {"shop", "random"}});
    }

    TEST_CASE("it comes before the rule for all, whichever is older") {
        const Balancers expected{
            {"cart", "random"}, {"far", "round_robin"}, {"shop", "round_robin"}};
        ControlPlane plane = small_mesh();
        plane.apply(rule("some", "RANDOM", of_cart));
        plane.apply(rule("all", "ROUND_ROBIN"));
        CHECK(pushed(plane) == expected);
        ControlPlane other = small_mesh();
        other.apply(rule("all", "ROUND_ROBIN"));
        other.apply(rule("some", "RANDOM", of_cart));
        CHECK(pushed(other) == expected);
    }

    TEST_CASE("who obeys none of a namespace's rules for a host obeys none of another namespace") {
        ControlPlane plane = small_mesh();
        DestinationRule root = make::destination_rule("*.local", {}, "istio-system");
        root.policy.emplace().load_balancer.emplace().simple = "ROUND_ROBIN";
        plane.apply(root);
        plane.apply(rule("some", "RANDOM", of_cart));
        CHECK(pushed(plane) ==
              Balancers{{"cart", "random"}, {"far", "least_request"}, {"shop", "least_request"}});
        plane.remove({"DestinationRule", "default", "some"});
        CHECK(pushed(plane) ==
              Balancers{{"cart", "round_robin"}, {"far", "round_robin"}, {"shop", "round_robin"}});
    }

    TEST_CASE("a later one is merged into the rule for all, and not into one that selects others") {
        ControlPlane plane = small_mesh();
        plane.apply(rule("all", ""));
        plane.apply(rule("shop", "ROUND_ROBIN", Labels{{"app", "shop"}}));
        DestinationRule last = rule("cart", "RANDOM", of_cart);
        last.subsets = {make::subset("v1")};
        plane.apply(last);
        CHECK(pushed(plane) ==
              Balancers{{"cart", "random"}, {"far", "round_robin"}, {"shop", "round_robin"}});
        plane.forget_told();
        CHECK(pushed(plane, "v1") == Balancers{{"cart", "random"}, {"far", "round_robin"}});
    }

    TEST_CASE("pods that change are news for each client by its own rule") {
        ControlPlane plane = small_mesh();
        DestinationRule some = rule("some", "RANDOM", of_cart);
        some.subsets = {make::subset("v1")};
        plane.apply(some);
        CHECK(pushed(plane, "v1") == Balancers{{"cart", "random"}});
        plane.apply(make::pod("reviews", "v1", "10.0.0.2"));
        std::size_t hosts = 0;
        for (const Push& push : plane.pushes()) {
            for (const auto& [id, entry] : push.config->clusters)
                hosts += entry.endpoints->size();
        }
        CHECK(hosts == 8);  // Two for each of three clients, and those of the subset for one.
    }
}

}  // namespace workload_selector_test
