#include "tests/mesh/control/routes_view.hpp"

#include <doctest/doctest.h>

namespace translate_routes_test {

using namespace std::chrono_literals;
using namespace weft::mesh;
using namespace weft::mesh::control;
using namespace weft::mesh::control::samples;
namespace make = weft::mesh::control::samples;

namespace {

HttpMatch match_path(const std::string& path) {
    HttpMatch match;
    match.match.path.emplace().text = path;
    return match;
}

}  // namespace

TEST_CASE("a service without rules has one route with the mesh's timeout and retries") {
    Registry registry;
    registry.apply(make::service("reviews"));
    const Route route = View{registry}.only_route("reviews");
    CHECK(route.name == "default");
    CHECK(route.matches.empty());
    CHECK(route.timeout == 0s);
    CHECK(route.retry == make::defaults().retry);
}

TEST_CASE("a route may name a subset that nobody defines") {
    Registry registry;
    registry.apply(make::service("reviews"));
    registry.apply(make::virtual_service("reviews", {make::to("reviews", "v1")}));
    CHECK(View{registry}.cluster("reviews") == reviews_v1);
}

TEST_CASE("a rule is named by its VirtualService and its place or its own name") {
    Registry registry;
    registry.apply(make::service("reviews"));
    HttpRoute named = make::to("reviews");
    named.matches = {match_path("/a")};
    named.name = "canary";
    registry.apply(make::virtual_service("reviews", {named, make::to("reviews")}));
    const auto routes = View{registry}.routes("reviews");
    REQUIRE(routes.size() == 2);
    CHECK(routes[0].name == "reviews.default/canary");
    CHECK(routes[1].name == "reviews.default/http[1]");
}

TEST_CASE("the oldest VirtualService of a host is the only one that counts") {
    Registry registry;
    registry.apply(make::service("reviews"));
    VirtualService older = make::virtual_service("reviews", {make::to("reviews", "old")});
    older.meta.name = "z";
    VirtualService younger = make::virtual_service("reviews", {make::to("reviews", "new")});
    younger.meta.name = "a";
    registry.apply(older);
    registry.apply(younger);
    CHECK(View{registry}.only_route("reviews").name == "z.default/http[0]");
    registry.remove(key_of(older));
    CHECK(View{registry}.only_route("reviews").name == "a.default/http[0]");
}

TEST_CASE("a VirtualService for gateways alone changes nothing in the mesh") {
    Registry registry;
    registry.apply(make::service("reviews"));
    VirtualService rules = make::virtual_service("reviews", {make::to("reviews", "v1")});
    rules.gateways = {"ingress"};
    registry.apply(rules);
    CHECK(View{registry}.cluster("reviews") == reviews);
    rules.gateways = {"ingress", "mesh"};
    registry.apply(rules);
    CHECK(View{registry}.cluster("reviews") == reviews_v1);
}

TEST_CASE("short names in rules belong to the rule's namespace") {
    Registry registry;
    registry.apply(make::service("reviews"));
    registry.apply(make::service("reviews", "prod"));
    registry.apply(make::virtual_service("reviews", {make::to("reviews", "v1")}, "prod"));
    const View view{registry};
    CHECK(view.cluster("reviews") == reviews);
    CHECK(view.cluster("reviews.prod") == "outbound|9080|v1|reviews.prod.svc.cluster.local");
}

TEST_CASE("weights are shares, nothing without a weight, everything if there is one destination") {
    Registry registry;
    registry.apply(make::service("reviews"));
    const Destination v1{"reviews", "v1", {}};
    const Destination v2{"reviews", "v2", {}};
    const Destination v3{"reviews", "v3", {}};
    registry.apply(make::virtual_service("reviews", {make::to({{v1, 90}, {v2, 10}, {v3, 0}})}));
    const Route split = View{registry}.only_route("reviews");
    REQUIRE(split.clusters.size() == 2);
    CHECK(split.clusters[0].weight == 90);
    CHECK(split.clusters[1].weight == 10);

    registry.apply(make::virtual_service("reviews", {make::to({{v1, {}}, {v2, 10}})}));
    CHECK(View{registry}.cluster("reviews") ==
          "outbound|9080|v2|reviews.default.svc.cluster.local");
    registry.apply(make::virtual_service("reviews", {make::to({{v1, {}}})}));
    CHECK(View{registry}.only_route("reviews").clusters[0].weight == 100);
}

TEST_CASE("a destination without a port means the only port, or that of the request") {
    Registry registry;
    registry.apply(make::service("reviews"));
    registry.apply(make::service("web", "default", {make::port(80), make::port(8080)}));
    registry.apply(make::virtual_service("web", {make::to("reviews")}));
    CHECK(View{registry}.cluster("web:8080") == reviews);
    registry.apply(make::virtual_service("web", {make::to("web", "v1")}));
    CHECK(View{registry}.cluster("web:8080") == "outbound|8080|v1|web.default.svc.cluster.local");
    registry.apply(make::virtual_service("web", {make::to({{{"web", "", 80}, {}}})}));
    CHECK(View{registry}.cluster("web:8080") == "outbound|80||web.default.svc.cluster.local");
}

TEST_CASE("a match for other clients or other ports is left out, and a rule that loses all too") {
    Registry registry;
    registry.apply(make::service("web", "default", {make::port(80), make::port(8080)}));
    HttpRoute rule = make::to("web", "v1");
    rule.matches = {match_path("/a"), match_path("/b")};
    rule.matches[0].source_labels = {{"app", "shop"}};
    rule.matches[1].port = 8080;
    registry.apply(make::virtual_service("web", {rule, make::to("web")}));

    const View stranger{registry};
    CHECK(stranger.routes("web:80").size() == 1);
    REQUIRE(stranger.routes("web:8080").size() == 2);
    CHECK(stranger.routes("web:8080")[0].matches.size() == 1);
    const View shop{registry, "default", {{"app", "shop"}, {"version", "v1"}}};
    CHECK(shop.routes("web:80").size() == 2);
    CHECK(shop.routes("web:8080")[0].matches.size() == 2);
}

TEST_CASE("matches may ask for a namespace or for gateways") {
    Registry registry;
    registry.apply(make::service("reviews"));
    HttpRoute rule = make::to("reviews", "v1");
    rule.matches = {match_path("/")};
    rule.matches[0].source_namespace = "prod";
    registry.apply(make::virtual_service("reviews", {rule}));
    CHECK(View{registry, "prod"}.cluster("reviews.default") == reviews_v1);
    CHECK(View{registry}.cluster("reviews") == reviews);  // No rule is left: as if there were none.

    rule.matches[0].source_namespace.clear();
    rule.matches[0].gateways = {"ingress"};
    registry.apply(make::virtual_service("reviews", {rule}));
    CHECK(View{registry}.cluster("reviews") == reviews);
}

TEST_CASE("a rule's retries replace the mesh's, attempt zero disables them") {
    Registry registry;
    registry.apply(make::service("reviews"));
    HttpRoute rule = make::to("reviews");
    HttpRetry& retries = rule.retries.emplace();
    retries.attempts = 3;
    retries.per_try_timeout = 2s;
    retries.backoff = 100ms;
    registry.apply(make::virtual_service("reviews", {rule}));
    RetryPolicy policy = View{registry}.only_route("reviews").retry;
    CHECK(policy.retries == 3);
    CHECK(policy.on == make::defaults().retry.on);
    CHECK(policy.per_try_timeout == 2s);
    CHECK(policy.backoff == BackoffPolicy{100ms, 1s});
    CHECK(policy.host_selection_attempts == 5);

    retries.retry_on = "5xx,503";
    registry.apply(make::virtual_service("reviews", {rule}));
    policy = View{registry}.only_route("reviews").retry;
    CHECK((policy.on & static_cast<std::uint32_t>(RetryOn::server_error)) != 0);
    CHECK((policy.on & static_cast<std::uint32_t>(RetryOn::connect_failure)) == 0);
    CHECK(policy.status_codes == std::vector<std::uint16_t>{503});

    retries.attempts = 0;
    registry.apply(make::virtual_service("reviews", {rule}));
    CHECK(View{registry}.only_route("reviews").retry == RetryPolicy{});
}

TEST_CASE("what the mesh asks for where a route says nothing is no base for routes that do") {
    MeshDefaults mesh = make::defaults();
    HttpRetry& of_mesh = mesh.http_retry.emplace();
    of_mesh.attempts = 5;
    of_mesh.retry_on = "5xx";
    Registry registry;
    registry.apply(make::service("reviews"));
    const auto retry = [&] {
        const auto hosts = translate_routes(Catalogue{registry}, mesh,
                                            ProxyIdentity{"client", "default", {}}, registry);
        return hosts.at(0).routes.at(0).retry;
    };
    CHECK(retry().retries == 5);
    CHECK((retry().on & static_cast<std::uint32_t>(RetryOn::server_error)) != 0);
    CHECK((retry().on & static_cast<std::uint32_t>(RetryOn::connect_failure)) == 0);
    CHECK(retry().backoff == make::defaults().retry.backoff);

    HttpRoute rule = make::to("reviews");
    rule.retries.emplace().attempts = 3;
    registry.apply(make::virtual_service("reviews", {rule}));
    CHECK(retry().retries == 3);
    CHECK(retry().on == make::defaults().retry.on);

    of_mesh.attempts = 0;
    CHECK(retry().retries == 3);
    registry.remove({"VirtualService", "default", "reviews"});
    CHECK(retry() == RetryPolicy{});
}

TEST_CASE("timeout, fault, rewrite, mirror and header edits come along") {
    Registry registry;
    registry.apply(make::service("reviews"));
    HttpRoute rule = make::to("reviews");
    rule.timeout = 3s;
    rule.delay = InjectedDelay{7s, Fraction{100, 100}};
    rule.abort = InjectedAbort{500, Fraction{1, 100}};
    rule.rewrite.emplace().path = "/new";
    rule.request_headers.remove = {"a"};
    rule.route[0].request_headers.remove = {"b"};
    rule.mirrors = {{Destination{"reviews", "v2", {}}, Fraction{5, 100}}};
    registry.apply(make::virtual_service("reviews", {rule}));
    const Route route = View{registry}.only_route("reviews");
    CHECK(route.timeout == 3s);
    CHECK(route.delay->delay == 7s);
    CHECK(route.abort->status == 500);
    CHECK(route.rewrite->path == "/new");
    CHECK(route.request_headers.remove == std::vector<std::string>{"a", "b"});
    REQUIRE(route.mirrors.size() == 1);
    CHECK(route.mirrors[0].share == Fraction{5, 100});
    CHECK(registry.cluster_name(route.mirrors[0].cluster) ==
          "outbound|9080|v2|reviews.default.svc.cluster.local");
}

TEST_CASE("a rule may answer by itself") {
    Registry registry;
    registry.apply(make::service("reviews"));
    HttpRoute rule;
    rule.direct_response = DirectResponse{418};
    registry.apply(make::virtual_service("reviews", {rule}));
    CHECK(View{registry}.only_route("reviews").direct_response->status == 418);
}

TEST_CASE("consistent hashing puts its key into the routes and stops them avoiding hosts") {
    Registry registry;
    registry.apply(make::service("reviews"));
    registry.apply(make::service("ratings"));
    DestinationRule rule = make::destination_rule("reviews");
    HashKey& key = rule.policy.emplace().load_balancer.emplace().consistent_hash.emplace();
    key.policy = HashPolicy{HashPolicy::Source::header, "user"};
    registry.apply(rule);

    const Route hashed = View{registry}.only_route("reviews");
    REQUIRE(hashed.hash.size() == 1);
    CHECK(hashed.hash[0].name == "user");
    CHECK(hashed.retry.host_selection_attempts == 0);
    CHECK(hashed.retry.retries == 2);
    CHECK(View{registry}.only_route("ratings").hash.empty());
    CHECK(View{registry}.only_route("ratings").retry.host_selection_attempts == 5);

    registry.apply(make::virtual_service(
        "ratings", {make::to({{{"reviews", "a", {}}, 1}, {{"reviews", "b", {}}, 1}})}));
    CHECK(View{registry}.only_route("ratings").hash.size() == 1);  // The same key once.
}

TEST_CASE("header edits of one destination are the route's, those of several go with the cluster") {
    Registry registry;
    registry.apply(make::service("reviews"));
    HttpRoute rule = make::to({{{"reviews", "v1", {}}, 1}, {{"reviews", "v2", {}}, 1}});
    rule.request_headers.remove = {"a"};
    rule.route[1].request_headers.remove = {"b"};
    registry.apply(make::virtual_service("reviews", {rule}));
    const Route route = View{registry}.only_route("reviews");
    CHECK(route.request_headers.remove == std::vector<std::string>{"a"});
    CHECK(route.clusters[0].request_headers.empty());
    CHECK(route.clusters[1].request_headers.remove == std::vector<std::string>{"b"});
}

TEST_CASE("a redirect leaves out the port that its scheme stands for") {
    Registry registry;
    registry.apply(make::service("web", "default", {make::port(80), make::port(8080)}));
    HttpRoute rule;
    HttpRedirect& redirect = rule.redirect.emplace();
    const auto port_of = [&](std::string_view authority) {
        registry.apply(make::virtual_service("web", {rule}));
        return View{registry}.only_route(authority).redirect->port;
    };
    CHECK(port_of("web") == std::nullopt);
    redirect.port_of_request = true;
    CHECK(port_of("web:80") == std::nullopt);
    CHECK(port_of("web:8080") == 8080);
    redirect.to.scheme = "https";
    CHECK(port_of("web:80") == 80);
    redirect.port_of_request = false;
    redirect.to.port = 443;
    CHECK(port_of("web:80") == std::nullopt);
}

TEST_CASE("a match of another scheme than http takes nothing within the mesh") {
    Registry registry;
    registry.apply(make::service("reviews"));
    HttpRoute rule = make::to("reviews", "v1");
    rule.matches = {match_path("/")};
    rule.matches[0].scheme = StringMatch{.text = "http"};
    registry.apply(make::virtual_service("reviews", {rule}));
    CHECK(View{registry}.cluster("reviews") == reviews_v1);
    rule.matches[0].scheme->text = "https";
    registry.apply(make::virtual_service("reviews", {rule}));
    CHECK(View{registry}.cluster("reviews") == reviews);
}

}  // namespace translate_routes_test
