// What scenarios say of nodes, and of what becomes of workloads on the way.
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <variant>

namespace read_nodes_test {

namespace {

using namespace weft;
using namespace weft::scenarios;
using namespace weft::tests;
using namespace std::chrono_literals;
using Names = std::vector<std::string>;

}  // namespace

TEST_SUITE("nodes in scenarios") {
    TEST_CASE("what is not said is as Kubernetes has it") {
        const sim::ClusterPlan cluster = valid_shop("").cluster;
        CHECK(cluster.node_failure.lease == 10s);
        CHECK(cluster.node_failure.grace == 40s);
        CHECK(cluster.node_failure.toleration == 300s);
        CHECK(cluster.node_failure.between_nodes == 10s);
        CHECK(cluster.node_failure.unhealthy_zone.parts == 550'000);
        CHECK(cluster.crash_backoff.first == 10s);
        CHECK(cluster.crash_backoff.longest == 5min);
        CHECK(cluster.crash_backoff.reset_after == 10min);
        CHECK(cluster.eviction_retry == 5s);
        CHECK(cluster.zones.front().cpu == 0);
        CHECK(cluster.zones.front().memory == 0);
    }

    TEST_CASE("nodes have room and labels") {
        const sim::ClusterPlan cluster =
            valid_shop(
                "cluster: {zones: {a: {nodes: 2, cpu: 1.5, memory: 2Gi, labels: {disk: "
                "ssd}}}, node_failure: {grace: 50s}}\n")
                .cluster;
        CHECK(cluster.zones.front().cpu == 1500);
        CHECK(cluster.zones.front().memory == 2147483648U);
        CHECK(cluster.zones.front().labels == mesh::control::Labels{{"disk", "ssd"}});
        CHECK(cluster.node_failure.grace == 50s);
        CHECK(cluster.node_failure.lease == 10s);
    }

    TEST_CASE("what is done again and again leaves a millisecond at least between") {
        for (const std::string key : {"eviction_retry: ", "autoscaler: {sync: ",
                                      "node_failure: {lease: ", "crash_backoff: {first: "}) {
            CAPTURE(key);
            const std::string end = key.ends_with("retry: ") ? "}\n" : "}}\n";
            CHECK(shop_refusal("cluster: {" + key + "999us" + end).find("between 1ms and") !=
                  std::string::npos);
            valid_shop("cluster: {" + key + "1ms" + end);
        }
    }

    TEST_CASE("a list of nodes, namespaces or pods that is empty means neither none nor all") {
        for (const std::string key : {"nodes", "namespaces", "names"}) {
            CAPTURE(key);
            CHECK(shop_refusal("timeline: [{at: 1s, fault: crash, target: {" + key + ": []}}]\n")
                      .ends_with(key + " names nobody"));
        }
        CHECK(shop_refusal("timeline: [{at: 1s, do: drain, nodes: []}]\n")
                  .ends_with("nodes names nobody"));
    }

    TEST_CASE("a fault of nodes names them, or says what runs on them") {
        const Scenario scenario = valid_shop(
            "cluster: {zones: {a: {nodes: 2}}}\n"
            "timeline:\n"
            "  - {at: 1s, fault: node_down, target: {nodes: [a-node-1]}}\n"
            "  - {at: 2s, fault: node_down, target: {service: cart, pick: one}}\n");
        const auto& named = std::get<InjectFault>(scenario.timeline[0].action);
        CHECK(named.acts == sim::FaultKind::Acts::on_nodes);
        CHECK(named.target.nodes == Names{"a-node-1"});
        const auto& found = std::get<InjectFault>(scenario.timeline[1].action);
        CHECK(found.target.pods.service == "cart");
        CHECK(found.target.pods.pick == sim::PodSelector::Pick::one);
        CHECK(shop_refusal(
                  "timeline: [{at: 1s, fault: node_down, target: {nodes: [zone-b-node-0]}}]\n")
                  .ends_with("unknown node 'zone-b-node-0'; did you mean 'zone-a-node-0'?"));
        CHECK(shop_refusal("timeline: [{at: 1s, fault: node_down}]\n")
                  .ends_with("target is missing: which nodes"));
    }

    TEST_CASE("a fault of pods strikes those of a node") {
        const Scenario scenario = valid_shop(
            "timeline: [{at: 1s, fault: crash, target: {nodes: [zone-a-node-0], service: "
            "cart}}]\n");
        const auto& crash = std::get<InjectFault>(scenario.timeline[0].action);
        CHECK(crash.target.nodes.empty());
        CHECK(crash.target.pods.nodes == Names{"zone-a-node-0"});
        CHECK(crash.target.pods.service == "cart");
    }

    TEST_CASE("steps empty nodes and change workloads") {
        const Scenario scenario = valid_shop(
            "timeline:\n"
            "  - {at: 1s, do: drain, nodes: [zone-a-node-0]}\n"
            "  - {at: 2s, do: scale, workload: cart, replicas: 0}\n"
            "  - {at: 3s, do: roll_out, workload: cart.default}\n");
        const auto& drain = std::get<sim::PlannedNodeChange>(scenario.timeline[0].action);
        CHECK(drain.kind == sim::PlannedNodeChange::Kind::drain);
        CHECK(drain.nodes == Names{"zone-a-node-0"});
        const auto& scale = std::get<sim::PlannedWorkloadChange>(scenario.timeline[1].action);
        CHECK(scale.name == "cart");
        CHECK(scale.replicas == 0);
        const auto& roll = std::get<sim::PlannedWorkloadChange>(scenario.timeline[2].action);
        CHECK(roll.ns == "default");
        CHECK_FALSE(roll.replicas);
        CHECK(shop_refusal("timeline: [{at: 1s, do: scale, workload: card, replicas: 1}]\n")
                  .ends_with("unknown workload 'card'; did you mean 'cart'?"));
        CHECK(shop_refusal("timeline: [{at: 1s, do: scale, workload: cart}]\n")
                  .ends_with("replicas is missing: how many pods"));
        CHECK(shop_refusal("timeline: [{at: 1s, do: scale, replicas: 1}]\n")
                  .ends_with("workload is missing"));
        CHECK(shop_refusal("timeline: [{at: 1s, do: cordon, nodes: [a]}]\n")
                  .find("unknown node 'a'") != std::string::npos);
    }

    TEST_CASE("a step that would change nothing of a workload is refused") {
        const auto messages = [](const std::string& step) {
            const ScenarioFolder folder;  // The one that is read.
            folder.write("more.yaml",
                         "apiVersion: apps/v1\n"
                         "kind: DaemonSet\n"
                         "metadata: {name: agent}\n"
                         "spec:\n"
                         "  selector: {matchLabels: {app: agent}}\n"
                         "  template: {metadata: {labels: {app: agent}}, "
                         "spec: {containers: [{name: app}]}}\n"
                         "---\n"
                         "apiVersion: batch/v1\n"
                         "kind: Job\n"
                         "metadata: {name: load}\n"
                         "spec: {template: {spec: {restartPolicy: Never, "
                         "containers: [{name: app}]}}}\n");
            return read_text(
                       "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, "
                       "more.yaml]\ntimeline: [{at: 1s, " +
                       step + "}]\n")
                .messages;
        };
        CHECK(messages("do: roll_out, workload: agent").empty());
        const auto scaled = messages("do: scale, workload: agent, replicas: 2");
        REQUIRE(scaled.size() == 1);
        CHECK(scaled.front().ends_with(
            "'agent' is no Deployment or StatefulSet: it cannot be scaled"));
        const auto rolled = messages("do: roll_out, workload: load");
        REQUIRE(rolled.size() == 1);
        CHECK(rolled.front().ends_with("'load' is a Job: it cannot be rolled out"));
        CHECK(messages("do: scale, workload: load, replicas: 2").size() == 1);
    }

    TEST_CASE("apps may answer their probes themselves") {
        CHECK_FALSE(valid_shop("services: {cart: {}}\n").services.front().behaviour.answers_probes);
        CHECK(valid_shop("services: {cart: {probes: app}}\n")
                  .services.front()
                  .behaviour.answers_probes);
    }

    TEST_CASE("limits that contradict each other are errors") {
        CHECK(shop_refusal("cluster: {node_failure: {lease: 20s, grace: 10s}}\n")
                  .ends_with("grace must not be shorter than lease"));
        CHECK(shop_refusal("cluster: {crash_backoff: {first: 20s, longest: 10s}}\n")
                  .ends_with("longest must not be shorter than first"));
    }
}

}  // namespace read_nodes_test
