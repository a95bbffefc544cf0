#include "mesh/control/set_apart.hpp"

#include "mesh/control/control_plane.hpp"
#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace set_apart_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

namespace {

using Object = weft::mesh::control::Resource;

/// Of a mesh with the service "cart" in "shop", and what is applied to it.
bool sets_apart(const std::string& ns, const std::vector<Object>& objects) {
    Registry registry;
    registry.apply(make::service("cart", "shop"));
    for (const Object& object : objects)
        registry.apply(object);
    return namespaces_set_apart(registry, Catalogue{registry}).contains(ns);
}

const std::string cart = "cart.shop.svc.cluster.local";

VirtualService asking_for(const std::string& ns) {
    HttpRoute rule = make::to(cart);
    rule.matches.emplace_back().source_namespace = ns;
    return make::virtual_service(cart, {rule}, "shop");
}

GatewayRoute attached_to_cart(const std::string& ns) {
    GatewayRoute made;
    made.meta.name = "route";
    made.meta.ns = ns;
    made.parents = {{.name = "cart", .ns = "shop"}};
    return made;
}

std::string route_of(const ProxyConfig& config, std::string_view authority) {
    const VirtualHost* const host = config.routes->find_host(authority);
    return host == nullptr || host->routes.empty() ? "none" : host->routes.front().name;
}

}  // namespace

TEST_SUITE("namespaces set apart") {
    TEST_CASE("rules of a namespace for its own hosts set nobody apart") {
        const std::vector<Object> objects{make::destination_rule("cart", {}, "shop"),
                                          make::virtual_service("cart", {make::to("cart")}, "shop"),
                                          attached_to_cart("shop")};
        CHECK(!sets_apart("shop", objects));
        CHECK(!sets_apart("other", objects));
    }

    TEST_CASE("a DestinationRule sets its namespace apart if it speaks of hosts of others") {
        CHECK(sets_apart("other", {make::destination_rule(cart, {}, "other")}));
        CHECK(!sets_apart("shop", {make::destination_rule(cart, {}, "other")}));
        CHECK(sets_apart("shop", {make::destination_rule("*.local", {}, "shop")}));
    }

    TEST_CASE("so does one that some of its own clients alone obey") {
        DestinationRule some = make::destination_rule("cart", {}, "shop");
        some.workload_selector = Labels{{"app", "front"}};
        CHECK(sets_apart("shop", {some}));
        CHECK(!sets_apart("other", {some}));
    }

    TEST_CASE("a match sets apart the namespace that it asks for") {
        CHECK(sets_apart("other", {asking_for("other")}));
        CHECK(!sets_apart("shop", {asking_for("other")}));
    }

    TEST_CASE("a route for a Service of another namespace holds for clients of its own") {
        CHECK(sets_apart("other", {attached_to_cart("other")}));
        CHECK(!sets_apart("shop", {attached_to_cart("other")}));
    }

    TEST_CASE("who alone sees an object is set apart") {
        Service hidden = make::service("pay", "shop");
        hidden.export_to = {"."};
        CHECK(sets_apart("shop", {hidden}));
        CHECK(!sets_apart("other", {hidden}));
        hidden.export_to = {"other"};
        CHECK(sets_apart("other", {hidden}));
        hidden.export_to = {"*"};
        CHECK(!sets_apart("shop", {hidden}));
    }

    TEST_CASE("namespaces that nothing sets apart share all but their short names") {
        ControlPlane plane{make::defaults()};
        for (const char* const ns : {"a", "b", "c"}) {
            plane.apply(make::service("cart", ns));
            plane.connect({std::string{"in-"} + ns, ns, {}});
        }
        plane.apply(make::destination_rule("cart.a.svc.cluster.local", {make::subset("v1")}, "c"));
        const auto pushes = plane.pushes();
        REQUIRE(pushes.size() == 3);
        const ProxyConfig& a = *pushes[0].config;
        const ProxyConfig& b = *pushes[1].config;
        const ProxyConfig& c = *pushes[2].config;
        CHECK(a.routes->find_host("cart")->name == "cart.a.svc.cluster.local:9080");
        CHECK(b.routes->find_host("cart")->name == "cart.b.svc.cluster.local:9080");
        CHECK(c.routes->find_host("cart")->name == "cart.c.svc.cluster.local:9080");
        CHECK(a.routes->find_host("cart.b") == b.routes->find_host("cart"));
        CHECK(a.routes != b.routes);
        CHECK(a.clusters.size() == 3);
        CHECK(b.clusters.size() == 3);
        CHECK(c.clusters.size() == 4);  // With the subset that its rule has.
    }

    TEST_CASE("what a match asks of a namespace is told there alone") {
        ControlPlane plane{make::defaults()};
        plane.apply(make::service("cart", "shop"));
        plane.apply(asking_for("other"));
        plane.connect({"in-other", "other", {}});
        plane.connect({"in-shop", "shop", {}});
        plane.connect({"in-third", "third", {}});
        const auto pushes = plane.pushes();
        REQUIRE(pushes.size() == 3);
        CHECK(route_of(*pushes[0].config, "cart.shop") == cart + ".shop/http[0]");
        CHECK(route_of(*pushes[1].config, "cart") == "default");
        CHECK(route_of(*pushes[2].config, "cart.shop") == "default");
    }

    TEST_CASE("pods that change are told in all namespaces, and routes stay where they are") {
        ControlPlane plane{make::defaults()};
        for (const char* const ns : {"a", "b"}) {
            plane.apply(make::service("cart", ns));
            plane.connect({std::string{"in-"} + ns, ns, {}});
        }
        const auto before = plane.pushes();
        plane.apply(make::pod("cart", "v1", "10.0.0.1", true, "b"));
        const auto after = plane.pushes();
        REQUIRE(before.size() == 2);
        REQUIRE(after.size() == 2);
        for (std::size_t at = 0; at < 2; ++at) {
            CHECK(after[at].config->routes == before[at].config->routes);
            const auto has_pod = [](const auto& entry) { return !entry.second.endpoints->empty(); };
            CHECK(std::ranges::count_if(after[at].config->clusters, has_pod) == 1);
        }
    }
}

}  // namespace set_apart_test
