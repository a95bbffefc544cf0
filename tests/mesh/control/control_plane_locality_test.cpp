#include "mesh/control/control_plane.hpp"
#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <map>

namespace control_plane_locality_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

namespace {

using Configs = std::map<std::string, std::shared_ptr<const ProxyConfig>>;

Pod pod_at(const std::string& app, const std::string& ip, const std::string& zone) {
    Pod pod = make::pod(app, "v1", ip);
    pod.zone = zone;
    pod.node = zone + "-node";
    return pod;
}

MeshDefaults mesh_of(LocalityDefaults::Mode mode) {
    MeshDefaults defaults = make::defaults();
    defaults.locality = {.mode = mode, .min_cluster_size = 6, .overprovisioning_percent = 140};
    return defaults;
}

/// Reviews and web with a pod in each of two zones; a proxy for each pod of web.
ControlPlane two_zones(const MeshDefaults& defaults) {
    ControlPlane plane{defaults};
    plane.apply(make::service("reviews"));
    plane.apply(make::service("web"));
    plane.apply(pod_at("reviews", "10.0.0.1", "zone-a"));
    plane.apply(pod_at("reviews", "10.0.0.2", "zone-b"));
    for (const std::string zone : {"zone-a", "zone-b"}) {
        plane.apply(pod_at("web", zone == "zone-a" ? "10.0.1.1" : "10.0.1.2", zone));
        plane.connect({.name = "web in " + zone,
                       .ns = "default",
                       .labels = {{"app", "web"}, {"disk", zone == "zone-a" ? "fast" : "slow"}},
                       .zone = zone,
                       .node = zone + "-node"});
    }
    return plane;
}

Configs told(ControlPlane& plane) {
    Configs configs;
    for (const Push& push : plane.pushes())
        configs[push.proxy] = push.config;
    return configs;
}

const ClusterEntry& reviews(const Configs& configs, const std::string& zone) {
    for (const auto& [id, entry] : configs.at("web in " + zone)->clusters) {
        if (entry.config->name == "outbound|9080||reviews.default.svc.cluster.local") return entry;
    }
    FAIL("no cluster of reviews");
    return configs.begin()->second->clusters.begin()->second;
}

/// By zone.
std::map<std::string, std::uint32_t> priorities(const ClusterEntry& entry) {
    std::map<std::string, std::uint32_t> found;
    for (const Endpoint& endpoint : *entry.endpoints)
        found[endpoint.zone] = endpoint.priority;
    return found;
}

DestinationRule detecting_rule() {
    DestinationRule rule = make::destination_rule("reviews");
    rule.policy.emplace().outlier_detection.emplace();
    return rule;
}

using Priorities = std::map<std::string, std::uint32_t>;

}  // namespace

TEST_CASE("where nothing looks at places, proxies of all zones share one configuration") {
    for (const auto mode : {LocalityDefaults::Mode::none, LocalityDefaults::Mode::failover}) {
        ControlPlane plane = two_zones(mesh_of(mode));
        const Configs configs = told(plane);
        CHECK(configs.at("web in zone-a") == configs.at("web in zone-b"));
        CHECK(priorities(reviews(configs, "zone-a")) == Priorities{{"zone-a", 0}, {"zone-b", 0}});
    }
}

TEST_CASE("outlier detection alone turns failover on, for each zone its own") {
    ControlPlane plane = two_zones(mesh_of(LocalityDefaults::Mode::failover));
    const Configs before = told(plane);
    plane.apply(detecting_rule());
    const Configs configs = told(plane);
    CHECK(priorities(reviews(configs, "zone-a")) == Priorities{{"zone-a", 0}, {"zone-b", 1}});
    CHECK(priorities(reviews(configs, "zone-b")) == Priorities{{"zone-a", 1}, {"zone-b", 0}});
    CHECK(reviews(configs, "zone-a").config == reviews(configs, "zone-b").config);
    CHECK(configs.at("web in zone-a")->routes == before.at("web in zone-a")->routes);

    plane.remove(key_of(detecting_rule()));
    const Configs after = told(plane);
    CHECK(after.at("web in zone-a") == after.at("web in zone-b"));
}

TEST_CASE("pods that come and go are told in order of the proxy's zone") {
    ControlPlane plane = two_zones(mesh_of(LocalityDefaults::Mode::failover));
    plane.apply(detecting_rule());
    told(plane);
    plane.apply(pod_at("reviews", "10.0.0.3", "zone-c"));
    plane.remove(key_of(pod_at("reviews", "10.0.0.1", "zone-a")));
    const Configs configs = told(plane);
    CHECK(priorities(reviews(configs, "zone-a")) == Priorities{{"zone-b", 0}, {"zone-c", 0}});
    CHECK(priorities(reviews(configs, "zone-b")) == Priorities{{"zone-b", 0}, {"zone-c", 1}});
}

TEST_CASE("a distribution turns weights on, and parts the zones") {
    ControlPlane plane = two_zones(make::defaults());
    DestinationRule rule = make::destination_rule("reviews");
    rule.policy.emplace().load_balancer.emplace().locality =
        LocalityRules{.distribute = {{"zone-a", {{"zone-a", 30}, {"zone-b", 70}}}}};
    plane.apply(rule);
    const Configs configs = told(plane);
    const ClusterEntry& near = reviews(configs, "zone-a");
    CHECK(near.config->selection.locality_weighted);
    CHECK(near.endpoints->at(0).locality_weight == 30);
    CHECK(near.endpoints->at(1).locality_weight == 70);
    CHECK(reviews(configs, "zone-b").endpoints->at(0).locality_weight == 1);
}

TEST_CASE("labels of the proxy part configurations only if failover asks for them") {
    ControlPlane plane = two_zones(make::defaults());
    Pod fast = pod_at("reviews", "10.0.0.1", "zone-a");
    fast.meta.labels["disk"] = "fast";
    plane.apply(fast);
    DestinationRule rule = detecting_rule();
    rule.policy->load_balancer.emplace().locality = LocalityRules{.failover_priority = {"disk"}};
    plane.apply(rule);
    const Configs configs = told(plane);
    CHECK(priorities(reviews(configs, "zone-a")) == Priorities{{"zone-a", 0}, {"zone-b", 1}});
    CHECK(priorities(reviews(configs, "zone-b")) == Priorities{{"zone-a", 0}, {"zone-b", 0}});
}

TEST_CASE("a Service that prefers its node fails over node by node") {
    ControlPlane plane = two_zones(make::defaults());
    plane.apply(pod_at("reviews", "10.0.0.3", "zone-a"));
    Pod other_node = pod_at("reviews", "10.0.0.3", "zone-a");
    other_node.node = "another";
    plane.apply(other_node);
    Service near = make::service("reviews");
    near.distribution = TrafficDistribution::same_node;
    plane.apply(near);
    const Configs configs = told(plane);
    const Endpoints& endpoints = *reviews(configs, "zone-a").endpoints;
    CHECK(endpoints.at(0).priority == 0);
    CHECK(endpoints.at(1).priority == 2);
    CHECK(endpoints.at(2).priority == 1);
}

TEST_CASE("zone-aware proxies are told their zone and their peers") {
    ControlPlane plane = two_zones(mesh_of(LocalityDefaults::Mode::zone_aware));
    plane.connect({.name = "web in nowhere", .ns = "default", .labels = {{"app", "none"}}});
    const Configs configs = told(plane);
    const ClusterEntry& entry = reviews(configs, "zone-a");
    REQUIRE(entry.config->selection.zone_aware);
    CHECK(entry.config->selection.zone_aware->min_cluster_size == 6);
    CHECK(entry.config->selection.own_zone == "zone-a");
    REQUIRE(entry.peers);
    CHECK(entry.peers->size() == 2);
    CHECK(entry.peers == reviews(configs, "zone-b").peers);
    CHECK_FALSE(reviews(configs, "nowhere").peers);

    plane.apply(pod_at("web", "10.0.1.3", "zone-b"));
    const Configs after = told(plane);
    CHECK(reviews(after, "zone-a").peers->size() == 3);
    CHECK(reviews(after, "zone-a").endpoints == entry.endpoints);
}

}  // namespace control_plane_locality_test
