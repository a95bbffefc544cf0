#include "mesh/control/control_plane.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

namespace control_plane_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

namespace {

const std::string reviews = "outbound|9080||reviews.default.svc.cluster.local";
const std::string reviews_v1 = "outbound|9080|v1|reviews.default.svc.cluster.local";
const std::string ratings = "outbound|9080||ratings.default.svc.cluster.local";

/// Two services with a pod each.
ControlPlane small_mesh() {
    ControlPlane plane{make::defaults()};
    plane.apply(make::service("reviews"));
    plane.apply(make::service("ratings"));
    plane.apply(make::pod("reviews", "v1", "10.0.0.1"));
    plane.apply(make::pod("ratings", "v1", "10.0.0.2"));
    return plane;
}

/// What the only push says.
std::shared_ptr<const ProxyConfig> only_push(ControlPlane& plane) {
    const auto pushes = plane.pushes();
    REQUIRE(pushes.size() == 1);
    return pushes.front().config;
}

/// Null if the configuration lacks the cluster.
const ClusterEntry* find(const ProxyConfig& config, const std::string& name) {
    for (const auto& [id, entry] : config.clusters) {
        if (entry.config->name == name) return &entry;
    }
    return nullptr;
}

DestinationRule random_rule(const std::string& host, const std::string& ns) {
    DestinationRule rule = make::destination_rule(host, {}, ns);
    rule.policy.emplace().load_balancer.emplace().simple = "RANDOM";
    return rule;
}

VirtualService rules_for(const Labels& source) {
    HttpRoute rule = make::to("reviews", "v1");
    rule.matches.emplace_back().source_labels = source;
    return make::virtual_service("reviews", {rule});
}

}  // namespace

TEST_CASE("a balancer chosen for a service hides what its rules say") {
    MeshDefaults defaults = make::defaults();
    defaults.service_policies["reviews.default.svc.cluster.local"].balancer = {"maglev", {}};
    ControlPlane plane{defaults};
    plane.apply(make::service("reviews"));
    plane.apply(make::service("ratings"));
    plane.apply(random_rule("reviews", "default"));
    plane.apply(random_rule("ratings", "default"));
    plane.connect({"client", "default", {}});
    const auto config = only_push(plane);
    CHECK(find(*config, reviews)->config->balancer.name == "maglev");
    CHECK(find(*config, ratings)->config->balancer.name == "random");
}

TEST_CASE("a proxy that connects is told everything once") {
    ControlPlane plane = small_mesh();
    CHECK(plane.pushes().empty());
    plane.connect({"client", "default", {}});
    const auto config = only_push(plane);
    CHECK(config->version == 1);
    CHECK(config->clusters.size() == 2);
    REQUIRE(find(*config, reviews) != nullptr);
    CHECK(find(*config, reviews)->endpoints->size() == 1);
    CHECK(config->routes->find_host("reviews:9080") != nullptr);
    CHECK(plane.pushes().empty());
    CHECK(plane.version() == 1);
}

TEST_CASE("subsets are clusters as soon as a DestinationRule names them") {
    ControlPlane plane = small_mesh();
    plane.connect({"client", "default", {}});
    plane.apply(make::virtual_service("reviews", {make::to("reviews", "v1")}));
    const auto before = only_push(plane);
    const ClusterId target = before->routes->find_host("reviews")->routes[0].clusters[0].cluster;
    CHECK(plane.registry().cluster_name(target) == reviews_v1);
    CHECK(before->find(target) == nullptr);

    plane.apply(make::destination_rule("reviews", {make::subset("v1"), make::subset("v2")}));
    const auto after = only_push(plane);
    REQUIRE(after->find(target) != nullptr);
    CHECK(after->find(target)->endpoints->size() == 1);
    CHECK(after->clusters.size() == 4);
    CHECK(after->routes == before->routes);
    CHECK(find(*after, reviews)->config == find(*before, reviews)->config);
}

TEST_CASE("readiness replaces the endpoints concerned and nothing else") {
    ControlPlane plane = small_mesh();
    plane.apply(make::destination_rule("reviews", {make::subset("v1"), make::subset("v2")}));
    plane.connect({"client", "default", {}});
    const auto before = only_push(plane);
    plane.apply(make::pod("reviews", "v1", "10.0.0.1", false));
    const auto after = only_push(plane);

    CHECK(after->version == 2);
    CHECK(after->routes == before->routes);
    for (const auto& [id, entry] : after->clusters) {
        CAPTURE(entry.config->name);
        CHECK(entry.config == before->find(id)->config);
        const bool concerned = entry.config->name == reviews || entry.config->name == reviews_v1;
        CHECK((entry.endpoints != before->find(id)->endpoints) == concerned);
    }
    CHECK(find(*after, reviews)->endpoints->size() + 1 ==
          find(*before, reviews)->endpoints->size());
    CHECK(find(*before, reviews_v1)->endpoints->size() == 1);
    CHECK(find(*after, reviews_v1)->endpoints->empty());
}

TEST_CASE("a mistake of endpoints is over when they are") {
    ControlPlane plane{make::defaults()};
    ServiceEntry entry;
    entry.meta.name = "db";
    entry.hosts = {"db.example.com"};
    entry.ports = {make::port(80)};
    entry.resolution = ServiceEntry::Resolution::static_list;
    entry.workload_selector = {{"app", "db"}};
    entry.endpoints = {{.address = "1.1.1.1", .labels = {}, .ports = {}, .weight = 4'294'967'295}};
    plane.apply(entry);
    const Pod pod = make::pod("db", "v1", "10.0.0.1");
    plane.apply(pod);
    plane.connect({"client", "default", {}});
    CHECK(only_push(plane)->mistake != nullptr);
    plane.remove(key_of(pod));
    CHECK(only_push(plane)->mistake == nullptr);
}

TEST_CASE("pods that come, move between services and go are followed") {
    ControlPlane plane = small_mesh();
    plane.connect({"client", "default", {}});
    only_push(plane);
    Pod pod = make::pod("reviews", "v2", "10.0.0.3");
    plane.apply(pod);
    CHECK(find(*only_push(plane), reviews)->endpoints->size() == 2);

    pod.meta.labels["app"] = "ratings";
    plane.apply(pod);
    const auto moved = only_push(plane);
    CHECK(find(*moved, reviews)->endpoints->size() == 1);
    CHECK(find(*moved, ratings)->endpoints->size() == 2);

    plane.remove(key_of(pod));
    CHECK(find(*only_push(plane), ratings)->endpoints->size() == 1);
}

TEST_CASE("the version grows only if something says something new") {
    ControlPlane plane = small_mesh();
    plane.connect({"client", "default", {}});
    only_push(plane);

    plane.apply(make::pod("reviews", "v1", "10.0.0.1"));
    plane.apply(make::service("ratings"));
    plane.apply(make::destination_rule("unheard-of"));
    plane.apply(make::pod("other", "v1", "10.0.0.9"));
    plane.apply(Namespace{});
    plane.remove({"Service", "default", "unheard-of"});
    CHECK(plane.pushes().empty());
    CHECK(plane.version() == 1);

    plane.apply(make::service("details"));
    CHECK(only_push(plane)->version == 2);
}

TEST_CASE("rules written again with the same meaning leave every part where it is") {
    ControlPlane plane = small_mesh();
    plane.apply(make::virtual_service("reviews", {make::to("reviews", "v1")}));
    plane.connect({"client", "default", {}});
    const auto before = only_push(plane);
    plane.apply(make::virtual_service("reviews", {make::to("reviews", "v1")}));
    CHECK(plane.pushes().empty());

    plane.apply(make::virtual_service("reviews", {make::to("reviews", "v2")}));
    const auto after = only_push(plane);
    CHECK(after->routes != before->routes);
    CHECK(find(*after, reviews)->config == find(*before, reviews)->config);
    CHECK(find(*after, reviews)->endpoints == find(*before, reviews)->endpoints);
}

TEST_CASE("proxies of one namespace share one configuration, those of another its parts") {
    ControlPlane plane = small_mesh();
    plane.connect({"b", "default", {{"app", "b"}}});
    plane.connect({"a", "default", {{"app", "a"}}});
    plane.connect({"c", "prod", {}});
    const auto pushes = plane.pushes();
    REQUIRE(pushes.size() == 3);
    CHECK(pushes[0].proxy == "a");
    CHECK(pushes[0].config == pushes[1].config);
    CHECK(pushes[2].config != pushes[0].config);
    CHECK(pushes[2].config->version == pushes[0].config->version);
    CHECK(find(*pushes[2].config, reviews)->config == find(*pushes[0].config, reviews)->config);
    CHECK(find(*pushes[2].config, reviews)->endpoints ==
          find(*pushes[0].config, reviews)->endpoints);
}

TEST_CASE("a late proxy is told what its like have, and nobody else hears of it") {
    ControlPlane plane = small_mesh();
    plane.connect({"a", "default", {}});
    const auto first = only_push(plane);
    plane.connect({"b", "default", {}});
    const auto pushes = plane.pushes();
    REQUIRE(pushes.size() == 1);
    CHECK(pushes[0].proxy == "b");
    CHECK(pushes[0].config == first);
    CHECK(plane.version() == 1);
}

TEST_CASE(
    "proxies that come one by one and without their like are told what a later one has, too") {
    ControlPlane plane = small_mesh();
    plane.connect({"a", "default", {}});
    only_push(plane);
    plane.connect({"c", "prod", {}});
    plane.connect({"b", "default", {}});
    const auto pushes = plane.pushes();
    REQUIRE(pushes.size() == 2);
    CHECK(pushes[0].proxy == "b");
    CHECK(pushes[1].proxy == "c");
    CHECK(pushes[0].config != pushes[1].config);
    CHECK(plane.pushes().empty());

    plane.connect({"d", "prod", {}});
    CHECK(only_push(plane) == pushes[1].config);
}

TEST_CASE("one that comes again at once is told again, and one that has gone meanwhile is not") {
    ControlPlane plane = small_mesh();
    plane.connect({"a", "default", {}});
    plane.connect({"b", "default", {}});
    const auto before = plane.pushes().front().config;
    plane.connect({"a", "default", {}});
    plane.connect({"c", "default", {}});
    plane.disconnect("c");
    const auto pushes = plane.pushes();
    REQUIRE(pushes.size() == 1);
    CHECK(pushes[0].proxy == "a");
    CHECK(pushes[0].config == before);
}

TEST_CASE("who has just come hears of the next change as those do who were there") {
    ControlPlane plane = small_mesh();
    plane.connect({"a", "default", {}});
    only_push(plane);
    plane.connect({"b", "default", {}});
    only_push(plane);
    plane.apply(make::service("details"));
    const auto pushes = plane.pushes();
    REQUIRE(pushes.size() == 2);
    CHECK(pushes[0].config == pushes[1].config);
}

TEST_CASE("a proxy that left is told nothing, and everything when it is back") {
    ControlPlane plane = small_mesh();
    plane.connect({"a", "default", {}});
    only_push(plane);
    plane.disconnect("a");
    plane.apply(make::service("details"));
    CHECK(plane.pushes().empty());
    plane.connect({"a", "default", {}});
    CHECK(only_push(plane)->clusters.size() == 3);
}

TEST_CASE("sourceLabels part proxies of one namespace, and only while a rule asks for them") {
    ControlPlane plane = small_mesh();
    plane.connect({"shop", "default", {{"app", "shop"}, {"version", "v1"}}});
    plane.connect({"user", "default", {{"app", "user"}}});
    plane.pushes();

    plane.apply(rules_for({{"app", "shop"}}));
    const auto parted = plane.pushes();
    REQUIRE(parted.size() == 1);  // For the other one nothing changed.
    CHECK(parted[0].proxy == "shop");
    CHECK(parted[0].config->version == 2);

    plane.remove({"VirtualService", "default", "reviews"});
    const auto joined = plane.pushes();
    REQUIRE(joined.size() == 1);
    CHECK(joined[0].proxy == "shop");
    CHECK(joined[0].config->version == 3);  // Not back to 1, though it says the same.

    plane.apply(make::service("details"));
    const auto together = plane.pushes();
    REQUIRE(together.size() == 2);
    CHECK(together[0].config == together[1].config);
}

TEST_CASE("a rule of the client's namespace hides the one of the service's") {
    ControlPlane plane = small_mesh();
    plane.apply(make::destination_rule("reviews", {make::subset("v1")}));
    plane.connect({"near", "default", {}});
    plane.connect({"far", "prod", {}});
    auto pushes = plane.pushes();
    REQUIRE(pushes.size() == 2);
    CHECK(find(*pushes[0].config, reviews_v1) != nullptr);  // "far"
    CHECK(find(*pushes[1].config, reviews_v1) != nullptr);

    plane.apply(random_rule("reviews.default.svc.cluster.local", "prod"));
    pushes = plane.pushes();
    REQUIRE(pushes.size() == 1);
    CHECK(pushes[0].proxy == "far");
    CHECK(find(*pushes[0].config, reviews_v1) == nullptr);
    CHECK(find(*pushes[0].config, reviews)->config->balancer.name == "random");
}

TEST_CASE("the root namespace's rule holds where no other does") {
    ControlPlane plane = small_mesh();
    plane.apply(random_rule("*.local", "istio-system"));
    plane.apply(make::destination_rule("ratings"));
    plane.connect({"client", "default", {}});
    const auto config = only_push(plane);
    CHECK(find(*config, reviews)->config->balancer.name == "random");
    CHECK(find(*config, ratings)->config->balancer.name == "least_request");
}

TEST_CASE("of two rules for one host the first policy and the subsets of both count") {
    ControlPlane plane = small_mesh();
    plane.apply(random_rule("reviews", "default"));
    DestinationRule later = make::destination_rule("reviews", {make::subset("v1")});
    later.meta.name = "later";
    later.policy.emplace().load_balancer.emplace().simple = "ROUND_ROBIN";
    plane.apply(later);
    plane.connect({"client", "default", {}});
    const auto config = only_push(plane);
    REQUIRE(find(*config, reviews_v1) != nullptr);
    CHECK(find(*config, reviews_v1)->config->balancer.name == "random");
}

TEST_CASE("a thousand services and a hundred changes of pods leave the routes alone") {
    ControlPlane plane{make::defaults()};
    for (int n = 0; n < 1000; ++n) {
        const std::string name = "s" + std::to_string(n);
        const std::string ip = "10.1." + std::to_string(n / 250) + "." + std::to_string(n % 250);
        plane.apply(make::service(name));
        plane.apply(make::pod(name, "v1", ip));
        plane.connect({name + "-proxy", "default", {{"app", name}}});
    }
    const auto first = plane.pushes();
    REQUIRE(first.size() == 1000);
    for (int n = 0; n < 100; ++n) {
        plane.apply(make::pod("s" + std::to_string(n), "v1", "10.1.0." + std::to_string(n), false));
        const auto pushes = plane.pushes();
        REQUIRE(pushes.size() == 1000);
        REQUIRE(pushes[0].config->routes == first[0].config->routes);
    }
    CHECK(plane.version() == 101);
}

}  // namespace control_plane_test
