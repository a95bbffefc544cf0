// Who is told of what: exportTo, and Sidecar resources.
#include "mesh/control/visibility.hpp"

#include "mesh/control/catalogue.hpp"
#include "mesh/control/control_plane.hpp"
#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

namespace visibility_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

namespace {

using Names = std::set<std::string>;

/// Services cart and pay in "shop", book in "default", and a proxy in each.
ControlPlane three_services() {
    ControlPlane plane{make::defaults()};
    plane.apply(make::service("cart", "shop"));
    plane.apply(make::service("pay", "shop"));
    plane.apply(make::service("book"));
    plane.connect({"in-shop", "shop", {{"app", "cart"}}});
    plane.connect({"in-default", "default", {}});
    return plane;
}

std::string named(const std::string& service, const std::string& ns) {
    return "outbound|9080||" + service + "." + ns + ".svc.cluster.local";
}

const ProxyConfig* told(const std::vector<Push>& pushes, const std::string& proxy) {
    const auto push = std::ranges::find(pushes, proxy, &Push::proxy);
    return push == pushes.end() ? nullptr : push->config.get();
}

Names clusters(const std::vector<Push>& pushes, const std::string& proxy) {
    Names names;
    const ProxyConfig* const config = told(pushes, proxy);
    REQUIRE(config != nullptr);
    for (const auto& [id, entry] : config->clusters)
        names.insert(entry.config->name);
    return names;
}

SidecarScope sidecar(const std::string& ns,
                     std::vector<SidecarScope::Import> egress,
                     Labels selector = {}) {
    SidecarScope made;
    made.meta.name = selector.empty() ? "all" : "some";
    made.meta.ns = ns;
    made.egress = std::move(egress);
    made.workload_selector = std::move(selector);
    return made;
}

Service exported(const std::string& name, ExportTo to) {
    Service made = make::service(name, "shop");
    made.export_to = std::move(to);
    return made;
}

/// Names of the routes that a proxy has for a host.
std::vector<std::string> routes(const std::vector<Push>& pushes,
                                const std::string& proxy,
                                const std::string& host) {
    std::vector<std::string> names;
    const ProxyConfig* const config = told(pushes, proxy);
    REQUIRE(config != nullptr);
    const VirtualHost* const known = config->routes->find_host(host);
    if (known == nullptr) return {"none"};
    for (const Route& route : known->routes)
        names.push_back(route.name);
    return names;
}

VirtualService rules(const std::string& name,
                     const std::string& ns,
                     const std::string& host,
                     ExportTo to = {}) {
    VirtualService made = make::virtual_service(host, {make::to(host)}, ns);
    made.meta.name = name;
    made.export_to = std::move(to);
    return made;
}

const std::string cart = named("cart", "shop");
const std::string pay = named("pay", "shop");
const std::string book = named("book", "default");
const std::string cart_host = "cart.shop.svc.cluster.local";

}  // namespace

TEST_SUITE("visibility") {
    TEST_CASE("an object is exported to all, to its own namespace, to some, or to nobody") {
        CHECK(is_exported({}, "shop", "default"));
        CHECK(is_exported({"*"}, "shop", "default"));
        CHECK(is_exported({"."}, "shop", "shop"));
        CHECK_FALSE(is_exported({"."}, "shop", "default"));
        CHECK(is_exported({"a", "default"}, "shop", "default"));
        CHECK_FALSE(is_exported({"a", "default"}, "shop", "shop"));
        CHECK_FALSE(is_exported({"~"}, "shop", "shop"));
    }

    TEST_CASE("a Service that is kept to its namespace is no cluster and no name elsewhere") {
        ControlPlane plane = three_services();
        plane.apply(exported("pay", {"."}));
        const auto pushes = plane.pushes();
        CHECK(clusters(pushes, "in-shop") == Names{cart, pay, book});
        CHECK(clusters(pushes, "in-default") == Names{cart, book});
        CHECK(routes(pushes, "in-default", "pay.shop:9080") == std::vector<std::string>{"none"});
        CHECK(routes(pushes, "in-shop", "pay.shop:9080") == std::vector<std::string>{"default"});
        CHECK(pushes[0].config->version == pushes[1].config->version);
    }

    TEST_CASE("a pod of a service is news only to those who are told of the service") {
        ControlPlane plane = three_services();
        plane.apply(exported("pay", {"."}));
        plane.pushes();
        plane.apply(make::pod("pay", "v1", "10.0.0.1", true, "shop"));
        const auto pushes = plane.pushes();
        REQUIRE(pushes.size() == 1);
        CHECK(pushes[0].proxy == "in-shop");
        plane.apply(make::pod("cart", "v1", "10.0.0.2", true, "shop"));
        CHECK(plane.pushes().size() == 2);
    }

    TEST_CASE(
        "an own VirtualService comes before one for named namespaces, and that before others") {
        ControlPlane plane = three_services();
        plane.apply(rules("public", "shop", cart_host));
        plane.apply(rules("given", "shop", cart_host, {"default"}));
        CHECK(routes(plane.pushes(), "in-default", "cart.shop") ==
              std::vector<std::string>{"given.shop/http[0]"});
        plane.apply(rules("own", "default", cart_host, {"."}));
        const auto pushes = plane.pushes();
        CHECK(routes(pushes, "in-default", "cart.shop") ==
              std::vector<std::string>{"own.default/http[0]"});
        CHECK(told(pushes, "in-shop") == nullptr);
    }

    TEST_CASE("a DestinationRule that is not exported is no rule elsewhere") {
        ControlPlane plane = three_services();
        DestinationRule rule = make::destination_rule("cart", {make::subset("v1")}, "shop");
        rule.export_to = {"."};
        plane.apply(rule);
        auto pushes = plane.pushes();
        CHECK(clusters(pushes, "in-shop").size() == 4);
        CHECK(clusters(pushes, "in-default").size() == 3);
        rule.export_to = {"default"};
        plane.apply(rule);
        pushes = plane.pushes();
        CHECK(clusters(pushes, "in-shop").size() == 3);
        CHECK(clusters(pushes, "in-default").size() == 4);
    }

    TEST_CASE("rules for one host are merged only if the same namespaces see them") {
        ControlPlane plane = three_services();
        plane.apply(make::destination_rule("cart", {make::subset("v1")}, "shop"));
        DestinationRule more = make::destination_rule("cart", {make::subset("v2")}, "shop");
        more.meta.name = "more";
        plane.apply(more);
        CHECK(clusters(plane.pushes(), "in-default").size() == 5);
        more.export_to = {"default"};
        plane.apply(more);
        CHECK(clusters(plane.pushes(), "in-default").size() == 4);
    }

    TEST_CASE("two namespaces can mean different servers by one host") {
        ControlPlane plane{make::defaults()};
        for (const std::string ns : {"a", "b"}) {
            ServiceEntry entry;
            entry.meta.name = "api";
            entry.meta.ns = ns;
            entry.hosts = {"api.example.com"};
            entry.ports = {make::port(80)};
            entry.resolution = ServiceEntry::Resolution::static_list;
            entry.endpoints = {
                {.address = ns == "a" ? "1.1.1.1" : "2.2.2.2", .labels = {}, .ports = {}}};
            entry.export_to = {"."};
            plane.apply(entry);
            plane.connect({"in-" + ns, ns, {}});
        }
        const auto pushes = plane.pushes();
        for (const auto& [proxy, address] :
             {std::pair{"in-a", "1.1.1.1:80"}, {"in-b", "2.2.2.2:80"}}) {
            const ProxyConfig* const config = told(pushes, proxy);
            REQUIRE(config != nullptr);
            REQUIRE(config->clusters.size() == 1);
            CHECK(config->clusters.begin()->second.endpoints->front().address == address);
        }
    }

    TEST_CASE("a Sidecar takes the hosts that it imports, by namespace and by name") {
        ControlPlane plane = three_services();
        plane.apply(sidecar("default", {{".", "*"}}));
        CHECK(clusters(plane.pushes(), "in-default") == Names{book});
        plane.apply(sidecar("default", {{"shop", "pay.shop.svc.cluster.local"}}));
        CHECK(clusters(plane.pushes(), "in-default") == Names{pay});
        plane.apply(sidecar("default", {{"*", "*.shop.svc.cluster.local"}}));
        CHECK(clusters(plane.pushes(), "in-default") == Names{cart, pay});
        plane.apply(sidecar("default", {{"~", "*"}}));
        CHECK(clusters(plane.pushes(), "in-default") == Names{});
        plane.apply(sidecar("default", {}));
        CHECK(clusters(plane.pushes(), "in-default") == Names{cart, pay, book});
    }

    TEST_CASE(
        "a Sidecar for some workloads comes before that of the namespace, and that of the root") {
        ControlPlane plane = three_services();
        plane.apply(sidecar("istio-system", {{".", "*"}}));
        auto pushes = plane.pushes();
        CHECK(clusters(pushes, "in-shop") == Names{cart, pay});  // "." is the proxy's namespace.
        CHECK(clusters(pushes, "in-default") == Names{book});
        plane.apply(sidecar("shop", {{"default", "*"}}));
        CHECK(clusters(plane.pushes(), "in-shop") == Names{book});
        plane.apply(sidecar("shop", {{".", cart_host}}, {{"app", "cart"}}));
        CHECK(clusters(plane.pushes(), "in-shop") == Names{cart});
        plane.apply(sidecar("shop", {{"*", "*"}}, {{"app", "pay"}}));
        CHECK(clusters(plane.pushes(), "in-shop") == Names{book});
    }

    TEST_CASE("a gateway obeys no Sidecar") {
        ControlPlane plane = three_services();
        plane.connect(
            {.name = "front", .ns = "default", .labels = {}, .kind = ProxyIdentity::Kind::gateway});
        plane.apply(sidecar("istio-system", {{"~", "*"}}));
        plane.apply(sidecar("default", {{"~", "*"}}));
        const auto pushes = plane.pushes();
        CHECK(clusters(pushes, "in-default") == Names{});
        CHECK(clusters(pushes, "front") == Names{cart, pay, book});
    }

    TEST_CASE("views share what nothing keeps from anybody") {
        Registry registry;
        registry.apply(sidecar("default", {{".", "*"}}));
        const Catalogue everything{registry};
        const SidecarScopes sidecars{registry};
        const VisibleObjects seen{
            registry,
            {.ns = "default", .scope = sidecars.of({.name = "a", .ns = "default", .labels = {}})}};
        const Catalogue view{registry, seen, everything};
        CHECK(&view.security() == &everything.security());
        CHECK(&view.gateways() == &everything.gateways());
    }

    TEST_CASE("rules are imported by their own namespace, and where they lead comes along") {
        ControlPlane plane = three_services();
        VirtualService to_pay =
            make::virtual_service("book", {make::to("pay.shop.svc.cluster.local")});
        plane.apply(to_pay);
        plane.apply(sidecar("default", {{".", "*"}}));
        auto pushes = plane.pushes();
        CHECK(clusters(pushes, "in-default") == Names{book, pay});
        CHECK(routes(pushes, "in-default", "book") ==
              std::vector<std::string>{"book.default/http[0]"});
        plane.apply(rules("other", "shop", "book.default.svc.cluster.local"));
        plane.remove(key_of(to_pay));
        pushes = plane.pushes();
        CHECK(routes(pushes, "in-default", "book") == std::vector<std::string>{"default"});
        CHECK(routes(pushes, "in-shop", "book.default") ==
              std::vector<std::string>{"other.shop/http[0]"});
    }

    TEST_CASE("what protects an app holds even if its proxy is told of nothing") {
        MeshDefaults defaults = make::defaults();
        defaults.service_policies[cart_host].inbound.rate_limit.emplace();
        ControlPlane plane{defaults};
        plane.apply(make::service("cart", "shop"));
        plane.apply(sidecar("shop", {{"~", "*"}}));
        plane.connect({"in-shop", "shop", {{"app", "cart"}}});
        const auto pushes = plane.pushes();
        REQUIRE(pushes.size() == 1);
        CHECK(pushes[0].config->clusters.empty());
        CHECK(pushes[0].config->inbound != nullptr);
    }

    TEST_CASE("another name of a host that is not seen is not seen") {
        ControlPlane plane = three_services();
        Service alias = make::service("old", "default");
        alias.external_name = cart_host;
        plane.apply(alias);
        plane.apply(exported("cart", {"."}));
        const auto pushes = plane.pushes();
        CHECK(routes(pushes, "in-default", "old") == std::vector<std::string>{"none"});
        CHECK(routes(pushes, "in-shop", "old.default") == std::vector<std::string>{"default"});
    }
}

}  // namespace visibility_test
