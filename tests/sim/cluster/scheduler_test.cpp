#include "sim/cluster/scheduler.hpp"

#include "sim/cluster/pod_object.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>

namespace scheduler_test {

using namespace weft::sim;
using weft::mesh::control::AntiAffinity;
using weft::mesh::control::LabelRule;
using weft::mesh::control::Pod;
using weft::mesh::control::PodTemplate;
using weft::mesh::control::Workload;

namespace {

constexpr std::string_view hostname = "kubernetes.io/hostname";
constexpr std::string_view zone = "topology.kubernetes.io/zone";

/// Places one pod after the other, as a world does.
class Cluster {
public:
    explicit Cluster(const ClusterPlan& plan) : nodes(nodes_of(plan)), order_(plan) {}

    std::string place(const PodTemplate& made_from,
                      std::uint32_t ordinal,
                      const std::string& ns = "default") {
        Workload workload;
        workload.meta.name = "web";
        workload.meta.ns = ns;
        workload.pod = made_from;
        const Pod& pod = pods_.emplace_back(pod_object(workload, ordinal, ordinal + 1));
        rules_.push_back(made_from.placement.anti_affinity);
        std::vector<PlacedPod> others;
        for (const auto& [placed, node] : placed_)
            others.push_back(
                {pods_[placed].meta.ns, &pods_[placed].meta.labels, node, &rules_[placed]});
        const auto node = choose_node({pod, made_from, ordinal}, nodes, order_, others);
        if (!node) return "";
        placed_.emplace_back(pods_.size() - 1, *node);
        nodes[*node].cpu_taken += made_from.resources.cpu_request;
        nodes[*node].memory_taken += made_from.resources.memory_request;
        return nodes[*node].name;
    }

    std::vector<NodeState> nodes;

private:
    NodeOrder order_;
    std::vector<Pod> pods_;
    std::vector<std::vector<AntiAffinity>> rules_;
    std::vector<std::pair<std::size_t, std::uint32_t>> placed_;
};

PodTemplate web() {
    PodTemplate pod;
    pod.labels = {{"app", "web"}};
    return pod;
}

const std::vector<LabelRule> webs{{.key = "app", .is = LabelRule::Operator::in, .values = {"web"}}};

const ClusterPlan three_zones{.zones = {{"a", 2}, {"b", 2}, {"c", 1}}};

}  // namespace

TEST_SUITE("scheduler") {
    TEST_CASE("where no rule speaks, replicas go from zone to zone, and there from node to node") {
        Cluster cluster{three_zones};
        std::vector<std::string> nodes;
        for (std::uint32_t ordinal = 0; ordinal < 6; ++ordinal)
            nodes.push_back(cluster.place(web(), ordinal));
        std::vector<std::string> firsts{nodes.begin(), nodes.begin() + 3};
        std::ranges::sort(firsts);
        CHECK(firsts == std::vector<std::string>{"a-node-0", "b-node-0", "c-node-0"});
        for (std::size_t at = 3; at < 6; ++at)
            CHECK(nodes[at].front() == nodes[at - 3].front());
        std::ranges::sort(nodes);
        CHECK(nodes == std::vector<std::string>{"a-node-0", "a-node-1", "b-node-0", "b-node-1",
                                                "c-node-0", "c-node-0"});
    }

    TEST_CASE("a node takes what fits, to the last thousandth of a core") {
        Cluster cluster{{.zones = {{.zone = "a", .nodes = 2, .cpu = 1000}}}};
        PodTemplate pod = web();
        pod.resources.cpu_request = 500;
        CHECK(cluster.place(pod, 0) == "a-node-0");
        CHECK(cluster.place(pod, 2) == "a-node-0");
        CHECK(cluster.place(pod, 4) == "a-node-1");
        pod.resources.cpu_request = 501;
        CHECK(cluster.place(pod, 5).empty());
        pod.resources.cpu_request = 500;
        CHECK(cluster.place(pod, 6) == "a-node-1");
        pod.resources.cpu_request = 1;
        CHECK(cluster.place(pod, 7).empty());
    }

    TEST_CASE("memory is a limit of its own") {
        Cluster cluster{{.zones = {{.zone = "a", .memory = 100}}}};
        PodTemplate pod = web();
        pod.resources.memory_request = 100;
        CHECK(cluster.place(pod, 0) == "a-node-0");
        pod.resources.memory_request = 1;
        CHECK(cluster.place(pod, 1).empty());
    }

    TEST_CASE("nodes that take no pods are passed over") {
        Cluster cluster{{.zones = {{"a", 2}}}};
        cluster.nodes[0].takes_pods = false;
        CHECK(cluster.place(web(), 0) == "a-node-1");
        cluster.nodes[1].takes_pods = false;
        CHECK(cluster.place(web(), 0).empty());
    }

    TEST_CASE("a nodeSelector and node affinity choose by labels") {
        ClusterPlan plan{.zones = {{"eu/a", 1}, {"us/b", 1}}};
        plan.zones[1].labels = {{"disk", "ssd"}};
        Cluster cluster{plan};
        PodTemplate pod = web();
        pod.placement.node_labels = {{"disk", "ssd"}};
        CHECK(cluster.place(pod, 0) == "us/b-node-0");
        CHECK(cluster.place(pod, 1) == "us/b-node-0");
        pod.placement = {};
        pod.placement.node_terms = {
            {{.key = "disk", .is = LabelRule::Operator::in, .values = {"tape"}}},
            {{.key = "topology.kubernetes.io/region",
              .is = LabelRule::Operator::in,
              .values = {"eu"}}}};
        CHECK(cluster.place(pod, 0) == "eu/a-node-0");
        CHECK(cluster.place(pod, 1) == "eu/a-node-0");
        pod.placement.node_terms.pop_back();
        CHECK(cluster.place(pod, 2).empty());
    }

    TEST_CASE("pods that must keep apart do, and the last one waits") {
        Cluster cluster{three_zones};
        PodTemplate pod = web();
        pod.placement.anti_affinity = {{.pods = webs, .topology_key = std::string{hostname}}};
        std::vector<std::string> nodes;
        for (std::uint32_t ordinal = 0; ordinal < 5; ++ordinal)
            nodes.push_back(cluster.place(pod, ordinal));
        std::ranges::sort(nodes);
        CHECK(nodes ==
              std::vector<std::string>{"a-node-0", "a-node-1", "b-node-0", "b-node-1", "c-node-0"});
        CHECK(cluster.place(pod, 5).empty());
    }

    TEST_CASE("who keeps away from others is left alone by them") {
        Cluster cluster{{.zones = {{"a", 2}}}};
        PodTemplate apart = web();
        apart.labels = {{"app", "bank"}};
        apart.placement.anti_affinity = {{.pods = webs, .topology_key = std::string{hostname}}};
        CHECK(cluster.place(apart, 0) == "a-node-0");
        CHECK(cluster.place(web(), 0) == "a-node-1");
        CHECK(cluster.place(web(), 2) == "a-node-1");  // Its turn were the first one's.
        PodTemplate other = web();
        other.labels = {{"app", "shop"}};
        CHECK(cluster.place(other, 0) == "a-node-0");
    }

    TEST_CASE("who would rather be alone is joined when there is no other room") {
        Cluster cluster{{.zones = {{"a", 2}}}};
        PodTemplate apart = web();
        apart.labels = {{"app", "bank"}};
        apart.placement.anti_affinity = {
            {.pods = webs, .topology_key = std::string{hostname}, .weight = 1}};
        CHECK(cluster.place(apart, 0) == "a-node-0");
        CHECK(cluster.place(web(), 0) == "a-node-1");
        cluster.nodes[1].takes_pods = false;
        CHECK(cluster.place(web(), 0) == "a-node-0");
    }

    TEST_CASE("a spread does not count pods on nodes where the pod may not run") {
        Cluster cluster{{.zones = {{"a", 2}, {"b", 1}}}};
        cluster.nodes[1].labels["disk"] = "ssd";
        cluster.nodes[2].labels["disk"] = "ssd";
        cluster.nodes[1].takes_pods = false;
        cluster.nodes[2].takes_pods = false;
        for (std::uint32_t ordinal = 0; ordinal < 3; ++ordinal)
            CHECK(cluster.place(web(), ordinal) == "a-node-0");
        cluster.nodes[1].takes_pods = true;
        PodTemplate pod = web();
        pod.placement.node_labels = {{"disk", "ssd"}};
        pod.placement.spread = {{.pods = webs, .topology_key = std::string{zone}}};
        CHECK(cluster.place(pod, 0) == "a-node-1");
    }

    TEST_CASE("pods that would rather keep apart share a node when there is no other") {
        Cluster cluster{{.zones = {{"a", 2}}}};
        PodTemplate pod = web();
        pod.placement.anti_affinity = {
            {.pods = webs, .topology_key = std::string{hostname}, .weight = 100}};
        CHECK(cluster.place(pod, 0) == "a-node-0");
        CHECK(cluster.place(pod, 2) == "a-node-1");  // Its turn were the first one's.
        CHECK(cluster.place(pod, 4) == "a-node-0");
    }

    TEST_CASE("pods that are alike on one node count as many as they are") {
        const ClusterPlan plan{.zones = {{"a", 2}}};
        const auto nodes = nodes_of(plan);
        const NodeOrder order{plan};
        PodTemplate made_from = web();
        made_from.placement.anti_affinity = {
            {.pods = webs, .topology_key = std::string{hostname}, .weight = 1}};
        Workload workload;
        workload.meta.name = "web";
        workload.pod = made_from;
        const Pod pod = pod_object(workload, 0, 1);
        for (const std::uint32_t crowded : {0U, 1U}) {
            const std::vector<PlacedPod> others{
                {pod.meta.ns, &pod.meta.labels, crowded, nullptr, 2},
                {pod.meta.ns, &pod.meta.labels, 1 - crowded, nullptr, 1}};
            CHECK(choose_node({pod, made_from, 0}, nodes, order, others) == 1 - crowded);
        }
    }

    TEST_CASE("pods that must have company go where it is, and wait where there is none") {
        const std::vector<LabelRule> caches{
            {.key = "app", .is = LabelRule::Operator::in, .values = {"cache"}}};
        Cluster cluster{three_zones};
        PodTemplate drawn = web();
        drawn.placement.affinity = {{.pods = caches, .topology_key = std::string{zone}}};
        CHECK(cluster.place(drawn, 0).empty());
        PodTemplate cache;
        cache.labels = {{"app", "cache"}};
        cache.placement.node_labels = {{std::string{zone}, "c"}};
        CHECK(cluster.place(cache, 0) == "c-node-0");
        for (std::uint32_t ordinal = 1; ordinal < 4; ++ordinal)
            CHECK(cluster.place(drawn, ordinal) == "c-node-0");
        drawn.placement.affinity.front().topology_key = "rack";  // No node has one.
        CHECK(cluster.place(drawn, 4).empty());
    }

    TEST_CASE("terms about pods speak of their own namespace, if they do not say of which") {
        Cluster cluster{{.zones = {{"a", 2}}}};
        const std::string there = cluster.place(web(), 0, "shop");
        const std::string elsewhere = there == "a-node-0" ? "a-node-1" : "a-node-0";
        PodTemplate drawn;
        drawn.labels = {{"app", "drawn"}};
        drawn.placement.affinity = {{.pods = webs, .topology_key = std::string{hostname}}};
        CHECK(cluster.place(drawn, 0, "bank").empty());
        drawn.placement.affinity.front().namespaces.names = {"other", "shop"};
        CHECK(cluster.place(drawn, 0, "bank") == there);
        CHECK(cluster.place(drawn, 1, "bank") == there);
        drawn.placement.affinity.front().namespaces = {.is_all = true};
        CHECK(cluster.place(drawn, 2, "bank") == there);

        PodTemplate apart;
        apart.labels = {{"app", "apart"}};
        apart.placement.anti_affinity = {{.pods = webs,
                                          .topology_key = std::string{hostname},
                                          .namespaces = {.names = {"shop"}}}};
        CHECK(cluster.place(apart, 0, "bank") == elsewhere);
        CHECK(cluster.place(apart, 1, "bank") == elsewhere);
        for (std::uint32_t ordinal = 1; ordinal < 3; ++ordinal)
            CHECK(cluster.place(web(), ordinal, "shop") == there);  // It is kept away from.
        CHECK(cluster.place(web(), 0, "bank") != cluster.place(web(), 1, "bank"));
    }

    TEST_CASE("the first of pods that want each other's company goes where its turn is") {
        Cluster cluster{three_zones};
        PodTemplate pod = web();
        pod.placement.affinity = {{.pods = webs, .topology_key = std::string{hostname}}};
        const std::string first = cluster.place(pod, 0);
        CHECK_FALSE(first.empty());
        for (std::uint32_t ordinal = 1; ordinal < 4; ++ordinal)
            CHECK(cluster.place(pod, ordinal) == first);
    }

    TEST_CASE("of several required terms only a pod that all of them mean is company") {
        Cluster cluster{three_zones};
        PodTemplate near = web();
        near.labels["tier"] = "front";
        const std::string at = cluster.place(near, 0);
        PodTemplate drawn;
        drawn.labels = {{"app", "drawn"}};
        const std::vector<LabelRule> fronts{
            {.key = "tier", .is = LabelRule::Operator::in, .values = {"front"}}};
        drawn.placement.affinity = {{.pods = webs, .topology_key = std::string{zone}},
                                    {.pods = fronts, .topology_key = std::string{hostname}}};
        CHECK(cluster.place(drawn, 3) == at);
        drawn.placement.affinity.push_back(
            {.pods = {{.key = "tier", .is = LabelRule::Operator::in, .values = {"back"}}},
             .topology_key = std::string{zone}});
        CHECK(cluster.place(drawn, 4).empty());
    }

    TEST_CASE("what is preferred outweighs a pod's turn, by its weight") {
        ClusterPlan plan{.zones = {{"a", 1}, {"b", 1}}};
        plan.zones[0].labels = {{"disk", "ssd"}};
        plan.zones[1].labels = {{"gpu", "yes"}};
        PodTemplate pod = web();
        const auto preferring = [&](std::uint32_t ssd, std::uint32_t gpu) {
            pod.placement.node_preferences = {{.nodes = {{.key = "disk"}}, .weight = ssd},
                                              {.nodes = {{.key = "gpu"}}, .weight = gpu}};
            return std::pair{Cluster{plan}.place(pod, 0), Cluster{plan}.place(pod, 1)};
        };
        CHECK(preferring(2, 1) == std::pair<std::string, std::string>{"a-node-0", "a-node-0"});
        CHECK(preferring(1, 2) == std::pair<std::string, std::string>{"b-node-0", "b-node-0"});
        const auto [first, second] = preferring(1, 1);
        CHECK(first != second);  // Their turns decide.

        // Two pods there weigh more than a node's label.
        Cluster cluster{plan};
        PodTemplate other = web();
        other.placement.node_labels = {{"gpu", "yes"}};
        cluster.place(other, 0);
        cluster.place(other, 1);
        pod.placement.node_preferences = {{.nodes = {{.key = "disk"}}, .weight = 3}};
        pod.placement.affinity = {{.pods = webs, .topology_key = std::string{zone}, .weight = 2}};
        CHECK(cluster.place(pod, 2) == "b-node-0");
        pod.placement.node_preferences.front().weight = 7;  // Three are there now.
        CHECK(cluster.place(pod, 3) == "a-node-0");
    }

    TEST_CASE("a spread allows as many more than elsewhere as it says") {
        Cluster cluster{{.zones = {{"a", 1}, {"b", 1}}}};
        PodTemplate pod = web();
        pod.placement.spread = {{.pods = webs, .topology_key = std::string{zone}}};
        const std::string first = cluster.place(pod, 0);
        CHECK(cluster.place(pod, 2) != first);  // Its turn were the first one's.
        cluster.nodes[first == "a-node-0" ? 1 : 0].takes_pods = false;
        CHECK(cluster.place(pod, 4) == first);
        CHECK(cluster.place(pod, 6).empty());  // Two more than where no pod may go.
        pod.placement.spread.front().max_skew = 2;
        CHECK(cluster.place(pod, 6) == first);
        pod.placement.spread.front() = {
            .pods = webs, .topology_key = std::string{zone}, .is_required = false};
        CHECK(cluster.place(pod, 8) == first);
    }
}

}  // namespace scheduler_test
