#include "mesh/control/gateway_rules.hpp"

#include "mesh/control/translate_routes.hpp"
#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <rapidcheck.h>

namespace gateway_rules_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;
using Kind = StringMatch::Kind;

namespace {

GatewayMatch on_path(Kind kind, const std::string& path) {
    return {.match = {.path = StringMatch{.kind = kind, .text = path}}};
}

GatewayRule to(const std::string& name, const std::string& service, std::uint32_t weight = 1) {
    return {.name = name,
            .matches = {on_path(Kind::prefix, "/")},
            .backends = {{.name = service, .ns = "default", .port = 9080, .weight = weight}}};
}

GatewayRoute route(const std::string& name, std::vector<GatewayRule> rules) {
    GatewayRoute made;
    made.meta.name = name;
    made.parents = {{.name = "reviews", .ns = "default"}};
    made.rules = std::move(rules);
    return made;
}

/// The services "reviews" and "ratings", and what is applied to them.
struct Mesh {
    Mesh() {
        registry.apply(make::service("reviews"));
        registry.apply(make::service("ratings"));
    }

    std::vector<Route> routes(const std::string& client_ns = "default") {
        const RouteTable table{translate_routes(Catalogue{registry}, make::defaults(),
                                                ProxyIdentity{"client", client_ns, {}}, registry)};
        return table.find_host("reviews.default")->routes;
    }

    std::vector<std::string> names(const std::string& client_ns = "default") {
        std::vector<std::string> names;
        for (const Route& each : routes(client_ns))
            names.push_back(each.name.substr(each.name.find('/') + 1));
        return names;
    }

    Registry registry;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_SUITE("gateway rules") {
    TEST_CASE("exact paths come first, then longer prefixes, then patterns") {
        Mesh mesh;
        GatewayRule rule = to("all", "ratings");
        GatewayRule longer = to("longer", "ratings");
        longer.matches = {on_path(Kind::path_prefix, "/a/b")};
        GatewayRule exact = to("exact", "ratings");
        exact.matches = {on_path(Kind::exact, "/a")};
        GatewayRule pattern = to("pattern", "ratings");
        pattern.matches = {{.match = {.path = *compile_regex("/very/long/.*")}}};
        mesh.registry.apply(route("a", {pattern, rule, longer, exact}));
        CHECK(mesh.names() == Names{"exact", "longer", "all", "pattern"});
    }

    TEST_CASE("then a method, then more headers, then more query parameters, then the order") {
        Mesh mesh;
        const auto with = [](const std::string& name, bool method, std::size_t headers,
                             std::size_t queries) {
            GatewayRule rule = to(name, "ratings");
            RouteMatch& match = rule.matches[0].match;
            if (method) match.method = StringMatch{.text = "GET"};
            match.headers.resize(headers);
            match.queries.resize(queries);
            return rule;
        };
        mesh.registry.apply(route("a", {with("plain", false, 0, 0), with("query", false, 0, 3),
                                        with("header", false, 1, 0), with("both", false, 1, 1),
                                        with("method", true, 0, 0)}));
        mesh.registry.apply(route("b", {with("younger", false, 0, 0)}));
        CHECK(mesh.names() == Names{"method", "both", "header", "query", "plain", "younger"});
    }

    TEST_CASE("a gRPC rule is asked by the length of its service and of its method") {
        Mesh mesh;
        const auto with = [](const std::string& name, std::string service, std::string method) {
            GatewayRule rule = to(name, "ratings");
            rule.matches[0].grpc_service = std::move(service);
            rule.matches[0].grpc_method = std::move(method);
            return rule;
        };
        GatewayRoute grpc = route("a", {with("any", "", ""), with("service", "shop.Cart", ""),
                                        with("method", "shop.Cart", "Add")});
        grpc.kind = GatewayRoute::Kind::grpc;
        mesh.registry.apply(grpc);
        mesh.registry.apply(route("http", {to("other-kind", "ratings")}));
        CHECK(mesh.names() == Names{"method", "service", "any"});
    }

    TEST_CASE("whatever the order in the route, the longer prefix is asked first") {
        const bool held = rc::check([](std::vector<std::uint8_t> lengths) {
            Mesh mesh;
            std::vector<GatewayRule> rules;
            for (const std::uint8_t length : lengths) {
                rules.push_back(to("x", "ratings"));
                rules.back().matches = {
                    on_path(Kind::path_prefix, "/a" + std::string(length, 'a'))};
            }
            if (rules.empty()) return;
            mesh.registry.apply(route("a", rules));
            const auto routes = mesh.routes();
            RC_ASSERT(routes.size() == lengths.size());
            RC_ASSERT(
                std::is_sorted(routes.begin(), routes.end(), [](const auto& a, const auto& b) {
                    return a.matches[0].path->text.size() > b.matches[0].path->text.size();
                }));
        });
        CHECK(held);
    }

    TEST_CASE(
        "a service that no route names keeps its default, and an unmatched request has none") {
        Mesh mesh;
        GatewayRoute other = route("a", {to("x", "ratings")});
        other.parents[0].port = 1;
        mesh.registry.apply(other);
        CHECK(mesh.routes().at(0).name == "default");
        other.parents[0].port = 9080;
        other.rules[0].matches = {on_path(Kind::exact, "/a")};
        mesh.registry.apply(other);
        REQUIRE(mesh.routes().size() == 1);
        CHECK(!mesh.routes()[0].matches_request({.path = "/b"}));
    }

    TEST_CASE("weights are shares, and 500 answers where nobody has one") {
        Mesh mesh;
        GatewayRule rule = to("x", "ratings", 3);
        rule.backends.push_back({.name = "reviews", .ns = "default", .port = 9080, .weight = 1});
        mesh.registry.apply(route("a", {rule}));
        const Route shared = mesh.routes().at(0);
        CHECK(total_weight(shared.clusters) == 4);
        CHECK(!shared.own_answer());

        mesh.registry.apply(route("a", {to("x", "ratings", 0)}));
        CHECK(mesh.routes().at(0).own_answer() == 500);
        mesh.registry.apply(route("a", {{.matches = {on_path(Kind::prefix, "/")}}}));
        CHECK(mesh.routes().at(0).own_answer() == 500);
    }

    TEST_CASE("a backend that nobody knows takes its share to a 500") {
        Mesh mesh;
        mesh.registry.apply(route("a", {to("x", "nobody")}));
        const Route lost = mesh.routes().at(0);
        REQUIRE(lost.clusters.size() == 1);
        CHECK(lost.unknown_cluster_status == 500);
        CHECK(mesh.registry.cluster_name(lost.clusters[0].cluster) ==
              "outbound|9080||backend.invalid");
    }

    TEST_CASE("a backend of another namespace must be granted") {
        Mesh mesh;
        mesh.registry.apply(make::service("far", "shop"));
        GatewayRule rule = to("x", "far");
        rule.backends[0].ns = "shop";
        mesh.registry.apply(route("a", {rule}));
        const auto cluster = [&] {
            return mesh.registry.cluster_name(mesh.routes().at(0).clusters.at(0).cluster);
        };
        CHECK(cluster() == "outbound|9080||backend.invalid");
        ReferenceGrant grant{.from = {{"HTTPRoute", "default"}}, .services = {"other"}};
        grant.meta.name = "grant";
        grant.meta.ns = "shop";
        mesh.registry.apply(grant);
        CHECK(cluster() == "outbound|9080||backend.invalid");
        grant.services = {"far"};
        mesh.registry.apply(grant);
        CHECK(cluster() == "outbound|9080||far.shop.svc.cluster.local");
    }

    TEST_CASE("routes of the client's namespace hide the service's own, others have no say") {
        Mesh mesh;
        mesh.registry.apply(route("producer", {to("producer", "ratings")}));
        GatewayRoute consumer = route("consumer", {to("consumer", "ratings")});
        consumer.meta.ns = "prod";
        mesh.registry.apply(consumer);
        CHECK(mesh.names() == Names{"producer"});
        CHECK(mesh.names("prod") == Names{"consumer"});
        CHECK(mesh.names("third") == Names{"producer"});
    }

    TEST_CASE("timeouts, redirect, rewrite and mirrors come along") {
        Mesh mesh;
        GatewayRule rule = to("x", "ratings");
        rule.request_timeout = std::chrono::seconds{3};
        rule.backend_request_timeout = std::chrono::seconds{1};
        rule.rewrite = Rewrite{.path = "/b", .replaces = Rewrite::Replaces::path};
        rule.mirrors = {{{.name = "ratings", .ns = "default", .port = 9080}, Fraction{1, 3}}};
        mesh.registry.apply(route("a", {rule}));
        const Route made = mesh.routes().at(0);
        CHECK(made.timeout == std::chrono::seconds{3});
        CHECK(made.retry.per_try_timeout == std::chrono::seconds{1});
        CHECK(made.retry.retries == make::defaults().retry.retries);
        CHECK(made.rewrite->path == "/b");
        CHECK(made.mirrors.at(0).share == Fraction{1, 3});

        rule.backends.clear();
        rule.redirect = Redirect{.status = 302};
        mesh.registry.apply(route("a", {rule}));
        CHECK(mesh.routes().at(0).own_answer() == 302);
    }
}

}  // namespace gateway_rules_test
