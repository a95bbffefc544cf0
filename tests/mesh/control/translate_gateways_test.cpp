#include "mesh/control/translate_gateways.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace translate_gateways_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

namespace {

using Names = std::vector<std::string>;

const Labels front_labels{{"istio", "front"}};

Gateway gateway(std::vector<std::string> hosts, std::uint16_t port = 80) {
    Gateway made;
    made.meta.name = "front";
    made.selector = front_labels;
    made.servers = {{.port = port, .protocol = "HTTP", .hosts = std::move(hosts)}};
    return made;
}

HttpRoute on_path(const std::string& name, const std::string& path, const std::string& host) {
    HttpRoute rule = make::to(host);
    rule.name = name;
    HttpMatch match;
    match.match.path = StringMatch{.kind = StringMatch::Kind::prefix, .text = path};
    rule.matches.push_back(std::move(match));
    return rule;
}

VirtualService bound(const std::string& name,
                     std::vector<std::string> hosts,
                     std::vector<HttpRoute> http,
                     const std::string& ns = "default") {
    VirtualService made = make::virtual_service(name, std::move(http), ns);
    made.hosts = std::move(hosts);
    made.gateways = {"default/front"};
    return made;
}

/// A mesh with the services web and cart, seen from a pod of the gateway.
struct Mesh {
    Mesh() {
        registry.apply(make::service("web"));
        registry.apply(make::service("cart"));
    }

    ProxyIdentity proxy{.name = "front-0",
                        .ns = "istio-system",
                        .labels = front_labels,
                        .kind = ProxyIdentity::Kind::gateway};
    Registry registry;

    std::map<std::uint16_t, std::vector<VirtualHost>> ports() {
        return translate_gateways(Catalogue{registry}, make::defaults(), proxy, registry);
    }

    /// Names of the rules for a host, without what they belong to.
    Names rules(const std::string& host, std::uint16_t port = 80) {
        const RouteTable table{ports().at(port), RouteTable::Ports::ignored};
        Names names;
        const VirtualHost* const found = table.find_host(host);
        if (found == nullptr) return {"404"};
        for (const Route& route : found->routes)
            names.push_back(route.name.substr(route.name.find('/') + 1));
        return names;
    }
};

GatewayRoute route(const std::string& name,
                   std::vector<std::string> hosts,
                   const std::string& ns = "default") {
    GatewayRoute made;
    made.meta.name = name;
    made.meta.ns = ns;
    made.gateways = {{.name = "front", .ns = "default"}};
    made.hostnames = std::move(hosts);
    made.rules = {{.name = name,
                   .matches = {{.match = {.path = StringMatch{.kind = StringMatch::Kind::prefix,
                                                              .text = "/"}}}},
                   .backends = {{.name = "web", .ns = ns, .port = 9080}}}};
    return made;
}

Gateway api_gateway(std::optional<Labels> namespaces, const std::string& host = "*") {
    Gateway made;
    made.meta.name = "front";
    made.kind = Gateway::Kind::gateway_api;
    made.selector = front_labels;
    made.servers = {{.port = 80,
                     .protocol = "HTTP",
                     .hosts = {host},
                     .name = "web",
                     .namespaces = std::move(namespaces)}};
    return made;
}

}  // namespace

TEST_SUITE("gateways of a proxy") {
    TEST_CASE("a gateway has the rules that are bound to it, for hosts that it serves") {
        Mesh mesh;
        mesh.registry.apply(gateway({"*.example"}));
        mesh.registry.apply(bound("shop", {"shop.example", "shop.org"}, {make::to("web")}));
        VirtualService inner = bound("inner", {"inner.example"}, {make::to("web")});
        inner.gateways.clear();
        mesh.registry.apply(inner);
        CHECK(mesh.rules("shop.example") == Names{"http[0]"});
        CHECK(mesh.rules("shop.example:8000") == Names{"http[0]"});
        CHECK(mesh.rules("SHOP.example") == Names{"http[0]"});
        CHECK(mesh.rules("shop.org") == Names{"404"});
        CHECK(mesh.rules("inner.example") == Names{"404"});
        CHECK(mesh.rules("web") == Names{"404"});
    }

    TEST_CASE("of a wide and a narrow name the narrow one counts") {
        CHECK(common_host("*", "a.b") == "a.b");
        CHECK(common_host("a.b", "*") == "a.b");
        CHECK(common_host("*.b", "a.b") == "a.b");
        CHECK(common_host("*.a.b", "*.b") == "*.a.b");
        CHECK(common_host("a.b", "a.b") == "a.b");
        CHECK_FALSE(common_host("a.b", "b.b"));
        CHECK_FALSE(common_host("*.b", "b"));
    }

    TEST_CASE("a gateway may say of whose namespace the rules for a host must be") {
        Mesh mesh;
        mesh.registry.apply(gateway({"./a.example", "shop/b.example", "*/c.example"}));
        for (const std::string host : {"a.example", "b.example", "c.example"}) {
            mesh.registry.apply(bound(host + "-1", {host}, {make::to("web")}));
            mesh.registry.apply(bound(host + "-2", {host}, {make::to("web")}, "shop"));
        }
        CHECK(mesh.rules("a.example").size() == 1);
        CHECK(mesh.rules("b.example").size() == 1);
        CHECK(mesh.rules("c.example").size() == 2);
    }

    TEST_CASE("rules that are not exported to the gateway's namespace are not bound to it") {
        Mesh mesh;
        mesh.registry.apply(gateway({"*"}));
        VirtualService shop = bound("shop", {"shop.example"}, {make::to("web")});
        shop.export_to = {"."};
        mesh.registry.apply(shop);
        CHECK(mesh.rules("shop.example") == Names{"404"});
        shop.export_to = {"istio-system"};
        mesh.registry.apply(shop);
        CHECK(mesh.rules("shop.example") == Names{"http[0]"});
    }

    TEST_CASE("rules of several VirtualServices are merged, what takes everything is asked last") {
        Mesh mesh;
        mesh.registry.apply(gateway({"*"}));
        HttpRoute rest = make::to("web");
        rest.name = "rest";
        mesh.registry.apply(bound("one", {"shop.example"}, {on_path("a", "/a", "web"), rest}));
        mesh.registry.apply(bound("two", {"shop.example"}, {on_path("b", "/b", "cart")}));
        CHECK(mesh.rules("shop.example") == Names{"a", "b", "rest"});
    }

    TEST_CASE("what stands behind a match that takes everything stays behind it when merged") {
        Mesh mesh;
        mesh.registry.apply(gateway({"*"}));
        HttpRoute rest = make::to("web");
        rest.name = "rest";
        mesh.registry.apply(bound("one", {"shop.example"}, {rest, on_path("late", "/a", "web")}));
        mesh.registry.apply(bound("two", {"shop.example"}, {on_path("b", "/b", "cart")}));
        CHECK(mesh.rules("shop.example") == Names{"b", "rest", "late"});
    }

    TEST_CASE("of a rule that is merged only the match that takes everything is asked last") {
        Mesh mesh;
        mesh.registry.apply(gateway({"*"}));
        HttpRoute wide = on_path("wide", "/a", "web");
        wide.matches.push_back(on_path("", "/", "web").matches.front());
        mesh.registry.apply(bound("one", {"shop.example"}, {wide}));
        mesh.registry.apply(bound("two", {"shop.example"}, {on_path("deep", "/a/b", "cart")}));
        CHECK(mesh.rules("shop.example") == Names{"wide", "deep", "wide"});

        HttpRoute inner = on_path("inner", "/", "cart");
        inner.matches[0].gateways = {"mesh"};
        mesh.registry.apply(bound("one", {"shop.example"}, {inner, on_path("a", "/a", "web")}));
        CHECK(mesh.rules("shop.example") == Names{"a", "deep"});
    }

    TEST_CASE("one VirtualService alone keeps the order of its rules") {
        Mesh mesh;
        mesh.registry.apply(gateway({"*"}));
        HttpRoute rest = make::to("web");
        rest.name = "rest";
        mesh.registry.apply(bound("one", {"shop.example"}, {rest, on_path("a", "/a", "web")}));
        CHECK(mesh.rules("shop.example") == Names{"rest", "a"});
    }

    TEST_CASE("a match may be for the mesh or another gateway alone") {
        Mesh mesh;
        mesh.registry.apply(gateway({"*"}));
        HttpRoute inner = on_path("inner", "/", "cart");
        inner.matches[0].gateways = {"mesh"};
        HttpRoute outer = on_path("outer", "/", "web");
        outer.matches[0].gateways = {"front"};
        VirtualService rules = bound("shop", {"shop.example"}, {inner, outer});
        rules.gateways = {"mesh", "front"};
        mesh.registry.apply(rules);
        CHECK(mesh.rules("shop.example") == Names{"outer"});
    }

    TEST_CASE("pods listen where a Service leads by the server's port") {
        Mesh mesh;
        mesh.registry.apply(gateway({"*"}));
        CHECK(mesh.ports().contains(80));
        Service service = make::service("door", "istio-system", {make::port(80, "http", "8080")});
        service.selector = front_labels;
        mesh.registry.apply(service);
        CHECK(mesh.ports().contains(8080));
        CHECK_FALSE(mesh.ports().contains(80));
        service.ports.front().target = "web";
        mesh.registry.apply(service);
        CHECK(mesh.ports().contains(80));  // No port of the pods has that name.
        mesh.proxy.ports = {{.name = "web", .port = 8443}};
        CHECK(mesh.ports().contains(8443));
        CHECK_FALSE(mesh.ports().contains(80));
    }

    TEST_CASE("a server may send everything to https, and one that is of no HTTP is no way in") {
        Mesh mesh;
        Gateway front = gateway({"*"});
        front.servers[0].redirects_to_https = true;
        front.servers.push_back(
            {.port = 9000, .protocol = "TCP", .hosts = {"*"}, .forwards = false});
        mesh.registry.apply(front);
        mesh.registry.apply(bound("shop", {"shop.example"}, {make::to("web")}));
        const auto ports = mesh.ports();
        CHECK(ports.size() == 1);
        REQUIRE(ports.at(80).size() == 1);
        REQUIRE(ports.at(80)[0].routes.size() == 1);
        CHECK(ports.at(80)[0].routes[0].redirect->status == 301);
        CHECK(ports.at(80)[0].routes[0].redirect->scheme == "https");
    }

    TEST_CASE("labels that no Gateway selects have none") {
        Mesh mesh;
        Gateway other = gateway({"*"});
        other.selector = {{"istio", "other"}};
        mesh.registry.apply(other);
        CHECK(mesh.ports().empty());
    }

    TEST_CASE("routes are attached by name, listener, port, namespace and host") {
        const Labels own{{"kubernetes.io/metadata.name", "default"}};
        const auto names = [&](const Gateway& of, const GatewayRoute& attached,
                               const std::string& host = "a.example") {
            Mesh mesh;
            mesh.proxy.ns = "default";  // Beside its Gateway.
            mesh.registry.apply(of);
            mesh.registry.apply(attached);
            return mesh.rules(host);
        };
        CHECK(names(api_gateway(own), route("r", {})) == Names{"r"});
        CHECK(names(api_gateway(own), route("r", {"a.example"})) == Names{"r"});
        CHECK(names(api_gateway(own), route("r", {"b.example"})) == Names{"404"});
        CHECK(names(api_gateway(own, "*.example"), route("r", {})) == Names{"r"});
        CHECK(names(api_gateway(own, "*.org"), route("r", {"a.example"})) == Names{"404"});
        CHECK(names(api_gateway(own), route("r", {}, "shop")) == Names{"404"});
        CHECK(names(api_gateway(std::nullopt), route("r", {}, "shop")) == Names{"r"});
        GatewayRoute elsewhere = route("r", {});
        elsewhere.gateways[0].listener = "admin";
        CHECK(names(api_gateway(own), elsewhere) == Names{"404"});
        elsewhere.gateways[0].listener = "web";
        elsewhere.gateways[0].port = 81;
        CHECK(names(api_gateway(own), elsewhere) == Names{"404"});
        elsewhere.gateways[0].port = 80;
        CHECK(names(api_gateway(own), elsewhere) == Names{"r"});
    }

    TEST_CASE("a listener may want routes of one kind, and of namespaces with labels") {
        Mesh mesh;
        mesh.proxy.ns = "default";
        Namespace shop;
        shop.meta.name = "shop";
        shop.meta.labels = {{"open", "yes"}};
        mesh.registry.apply(shop);
        Gateway front = api_gateway(Labels{{"open", "yes"}});
        mesh.registry.apply(front);
        mesh.registry.apply(route("r", {}, "shop"));
        mesh.registry.apply(route("s", {}));
        CHECK(mesh.rules("a.example") == Names{"r"});
        front.servers[0].route_kinds = {"GRPCRoute"};
        mesh.registry.apply(front);
        CHECK(mesh.rules("a.example") == Names{"404"});
    }

    TEST_CASE("a Gateway of Istio has its pods anywhere, one of the Gateway API beside it") {
        const Gateway istio = gateway({"*"});
        CHECK(selects(istio, "default", front_labels));
        CHECK(selects(istio, "istio-system", front_labels));
        CHECK_FALSE(selects(istio, "default", {{"istio", "back"}}));
        const Gateway of_api = api_gateway({});
        CHECK(selects(of_api, "default", front_labels));
        CHECK_FALSE(selects(of_api, "istio-system", front_labels));
        Gateway of_nobody = istio;
        of_nobody.selector.clear();
        CHECK_FALSE(selects(of_nobody, "default", front_labels));
    }
}

}  // namespace translate_gateways_test
