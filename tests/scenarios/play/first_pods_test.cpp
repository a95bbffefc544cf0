#include "scenarios/play/first_pods.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace first_pods_test {

namespace {

using namespace weft;
using mesh::control::Pod;
using mesh::control::Workload;

Workload workload(const std::string& name, std::uint32_t replicas) {
    Workload made;
    made.meta.name = name;
    made.replicas = replicas;
    made.pod.labels = {{"app", name}};
    return made;
}

std::vector<std::string> nodes_of(const std::vector<Pod>& pods) {
    std::vector<std::string> nodes;
    for (const Pod& pod : pods)
        nodes.push_back(pod.node);
    return nodes;
}

const sim::ClusterPlan two_zones{.zones = {{.zone = "a", .nodes = 2}, {.zone = "b", .nodes = 1}}};

}  // namespace

TEST_SUITE("first pods") {
    TEST_CASE("a cluster without zones has pods that are nowhere, each with its address") {
        const auto pods = scenarios::first_pods({workload("web", 2), workload("cart", 1)}, {});
        REQUIRE(pods.size() == 3);
        CHECK(pods[0].meta.name == "web-0");
        CHECK(pods[2].meta.name == "cart-0");
        CHECK(nodes_of(pods) == std::vector<std::string>{"", "", ""});
        CHECK(std::set<std::string>{pods[0].ip, pods[1].ip, pods[2].ip}.size() == 3);
    }

    TEST_CASE(
        "pods stand where the scheduler puts them, and those that fit nowhere are not there") {
        Workload apart = workload("web", 4);
        apart.pod.placement.anti_affinity = {
            {.pods = {{.key = "app",
                       .is = mesh::control::LabelRule::Operator::in,
                       .values = {"web"}}},
             .topology_key = "kubernetes.io/hostname"}};
        const auto pods = scenarios::first_pods({apart}, two_zones);
        const auto nodes = nodes_of(pods);
        CHECK(nodes.size() == 3);
        CHECK(std::set<std::string>(nodes.begin(), nodes.end()) ==
              std::set<std::string>{"a-node-0", "a-node-1", "b-node-0"});
    }

    TEST_CASE("they have a proxy unless they or their namespace say that they have none") {
        mesh::control::Namespace plain;
        plain.meta.name = "plain";
        plain.meta.labels = {{"istio-injection", "disabled"}};
        Workload alone = workload("cart", 1);
        alone.pod.labels["sidecar.istio.io/inject"] = "false";
        Workload outside = workload("search", 1);
        outside.meta.ns = "plain";
        const auto pods =
            scenarios::first_pods({plain, workload("web", 1), alone, outside}, two_zones);
        REQUIRE(pods.size() == 3);
        CHECK(pods[0].has_proxy);
        CHECK_FALSE(pods[1].has_proxy);
        CHECK_FALSE(pods[2].has_proxy);
    }

    TEST_CASE("pods keep away from those that keep away from them") {
        const sim::ClusterPlan one{.zones = {{.zone = "a", .nodes = 1}}};
        Workload shy = workload("web", 1);
        shy.pod.placement.anti_affinity = {{.pods = {{.key = "app",
                                                      .is = mesh::control::LabelRule::Operator::in,
                                                      .values = {"cart"}}},
                                            .topology_key = "kubernetes.io/hostname"}};
        CHECK(scenarios::first_pods({shy, workload("cart", 1)}, one).size() == 1);
        CHECK(scenarios::first_pods({shy, workload("search", 1)}, one).size() == 2);
    }

    TEST_CASE("what earlier pods ask for leaves less room for others") {
        sim::ClusterPlan one{.zones = {{.zone = "a", .nodes = 1, .cpu = 1000}}};
        Workload large = workload("web", 1);
        large.pod.resources.cpu_request = 600;
        Workload small = workload("cart", 2);
        small.pod.resources.cpu_request = 400;
        CHECK(scenarios::first_pods({large, small}, one).size() == 2);
    }

    TEST_CASE("a DaemonSet has a pod on each node that it may run on") {
        Workload agent = workload("agent", 1);
        agent.kind = Workload::Kind::daemon_set;
        CHECK(nodes_of(scenarios::first_pods({agent}, two_zones)) ==
              std::vector<std::string>{"a-node-0", "a-node-1", "b-node-0"});
        agent.pod.placement.node_labels = {{"topology.kubernetes.io/zone", "b"}};
        CHECK(nodes_of(scenarios::first_pods({agent}, two_zones)) ==
              std::vector<std::string>{"b-node-0"});
    }
}

}  // namespace first_pods_test
