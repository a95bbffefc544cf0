// Nodes that are lost, and where pods run.
#include "tests/sim/world/cluster_plans.hpp"

namespace nodes_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using tests::Named;
using tests::Times;

namespace {

/// Two zones of two nodes each, and an app with a pod on each of them.
sim::WorldPlan four_nodes() {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 2}, {"b", 2}});
    tests::add_app(plan, "shop", 4);
    plan.horizon = Instant{500s};
    return plan;
}

void lose_node(sim::WorldPlan& plan, std::optional<mesh::Duration> length = {}) {
    tests::add_fault(plan, "node_down", 60s, length, {.nodes = {"a-node-0"}});
}

std::string pod_on(const tests::Notes& notes) {
    const auto lost = notes.of(Change::Kind::pod_crashed);
    REQUIRE(lost.size() == 1);
    return lost.front().second;
}

}  // namespace

TEST_SUITE("nodes") {
    TEST_CASE("a lost node is known after 40 s, and its pods are replaced 300 s later") {
        sim::WorldPlan plan = four_nodes();
        lose_node(plan);
        const auto notes = tests::play(plan);
        const std::string pod = pod_on(*notes);
        CHECK(notes->times(Change::Kind::pod_crashed) == Times{60'000});
        CHECK(notes->of(Change::Kind::node_lost) ==
              std::vector<std::pair<std::int64_t, std::string>>{{100'000, "a-node-0"}});
        CHECK(notes->of(Change::Kind::pod_not_ready).front() ==
              std::pair{std::int64_t{100'000}, pod});
        CHECK(notes->of(Change::Kind::pod_evicted) ==
              std::vector<std::pair<std::int64_t, std::string>>{{400'000, pod}});
        CHECK(notes->times(Change::Kind::pod_started) == Times{400'000});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{402'000});
        CHECK(notes->times(Change::Kind::pod_gone).empty());  // Nobody there can say so.
    }

    TEST_CASE("pods say themselves how long they stay with a lost node") {
        sim::WorldPlan plan = four_nodes();
        lose_node(plan);
        tests::workload_of(plan).pod.placement.stays_on_lost_node = 30s;
        CHECK(tests::play(plan)->times(Change::Kind::pod_evicted) == Times{130'000});
        tests::workload_of(plan).pod.placement.stays_on_lost_node = mesh::Duration::max();
        CHECK(tests::play(plan)->times(Change::Kind::pod_evicted).empty());
    }

    TEST_CASE("a node that is back in time starts its pods again, and nobody replaces them") {
        sim::WorldPlan plan = four_nodes();
        lose_node(plan, 40s - 1ms);
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::node_lost).empty());
        CHECK(notes->times(Change::Kind::pod_evicted).empty());
        CHECK(notes->times(Change::Kind::pod_not_ready) == Times{99'999});
        CHECK(notes->times(Change::Kind::pod_started) == Times{99'999});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{101'999});
    }

    TEST_CASE("a pod whose node is back is not ready before its proxy has been configured anew") {
        sim::WorldPlan plan = four_nodes();
        lose_node(plan, 40s - 1ms);
        plan.cluster.propagation.apply = sim::Distribution::constant(500ms);
        // Back at 99.999 s, its containers run two seconds later.
        CHECK(tests::play(plan)->times(Change::Kind::pod_ready) == Times{102'499});
    }

    TEST_CASE("what was sent to a proxy before its node was lost does not configure it") {
        sim::WorldPlan plan = four_nodes();
        plan.cluster.propagation.apply = sim::Distribution::constant(1s);
        // The news of another app are on their way to all proxies when the node stops.
        mesh::control::Service other;
        other.meta.name = "other";
        other.ports = {{.name = "http", .port = 80, .target = "80", .app_protocol = ""}};
        plan.timeline.push_back(
            {.id = "other", .at = Instant{59'500ms}, .action = sim::PlannedApply{{other}}});
        lose_node(plan, 500ms);
        CHECK(tests::play(plan)->times(Change::Kind::pod_ready) == Times{63'500});
    }

    TEST_CASE("nor does one that it refuses") {
        sim::WorldPlan plan = four_nodes();
        lose_node(plan, 10s);
        tests::add_fault(plan, "bad_push", 65s, 85s);
        CHECK(tests::play(plan)->times(Change::Kind::pod_ready) == Times{150'100});
    }

    TEST_CASE("a gateway that has lost its configuration answers for nobody") {
        sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
        tests::add_app(plan, "gate", 1).pod.is_gateway = true;
        plan.cluster.propagation.apply = sim::Distribution::constant(5s);
        plan.loads = {tests::poisson("gate", 100)};
        plan.loads.front().timeout = 500ms;
        plan.horizon = Instant{30s};
        tests::add_fault(plan, "node_down", 10s, 5s);
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        // It runs from 17 s on and is configured at 22 s; its caller hears at 20.1 s that it is no
        // endpoint.
        std::size_t asked = 0;
        for (const auto& end : notes.requests_ended) {
            CHECK(end.status != 200);
            if (end.sent < Instant{17'100ms} || end.sent > Instant{19'900ms}) continue;
            ++asked;
            CHECK(end.status == 503);
            CHECK(end.flags == mesh::Flags{});
        }
        CHECK(asked > 200);
    }

    TEST_CASE("a node that is back during the toleration keeps its pods") {
        sim::WorldPlan plan = four_nodes();
        lose_node(plan, 339s);
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::node_back) == Times{399'000});
        CHECK(notes->times(Change::Kind::pod_evicted).empty());
        CHECK(notes->times(Change::Kind::pod_ready) == Times{401'000});
    }

    TEST_CASE("pods that were taken from a node are gone when it is back") {
        sim::WorldPlan plan = four_nodes();
        lose_node(plan, 360s);
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_gone) ==
              std::vector<std::pair<std::int64_t, std::string>>{{420'000, pod_on(*notes)}});
    }

    TEST_CASE(
        "the place of a StatefulSet's pod is free once its node is back, and filled at once") {
        sim::WorldPlan plan = four_nodes();
        tests::workload_of(plan).kind = mesh::control::Workload::Kind::stateful_set;
        lose_node(plan, 390s);
        const auto notes = tests::play(plan);
        const std::string pod = pod_on(*notes);
        CHECK(notes->of(Change::Kind::pod_evicted) == Named{{400'000, pod}});
        CHECK(notes->of(Change::Kind::pod_gone) == Named{{450'000, pod}});
        CHECK(notes->of(Change::Kind::pod_started) == Named{{450'000, pod}});
        CHECK(notes->of(Change::Kind::pod_ready) == Named{{452'000, pod}});
    }

    TEST_CASE("requests to a lost node are answered by nobody, until its pod is no endpoint") {
        sim::WorldPlan plan = four_nodes();
        lose_node(plan);
        plan.loads = {tests::poisson("shop", 100)};
        plan.loads.front().timeout = 1s;
        const auto notes = tests::play(plan);
        CHECK(notes->failures(Instant{0s}, Instant{59s}) == 0);
        // Least request sees them wait there, so that the others get more than their share.
        CHECK(notes->failures(Instant{60s}, Instant{100s}) > 20);
        CHECK(notes->failures(Instant{101s}, Instant{500s}) == 0);
        for (const auto& end : notes->requests_ended)
            CHECK((end.status == 200 || end.ended - end.sent == 1s));
    }

    TEST_CASE("a zone that is lost loses its pods one node after the other") {
        sim::WorldPlan plan = four_nodes();
        tests::add_fault(plan, "node_down", 60s, {}, {.pods = {.zone = "a"}});
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::node_lost) == Times{100'000, 100'000});
        CHECK(notes->times(Change::Kind::pod_evicted) == Times{400'000, 410'000});
    }

    TEST_CASE("a node is meant by all names of what it runs") {
        const auto lost = [](const std::string& service) {
            sim::WorldPlan plan = tests::cluster_plan({{"a", 2}, {"b", 2}});
            mesh::control::Workload& shop = tests::add_app(plan, "shop", 1);
            shop.meta.name = "shop-v1";
            mesh::control::Service front;
            front.meta.name = "front";
            front.selector = {{"app", "shop"}};
            plan.resources.emplace_back(front);
            tests::add_fault(plan, "node_down", 60s, {}, {.pods = {.service = service}});
            plan.horizon = Instant{110s};
            return tests::play(plan)->times(Change::Kind::node_lost).size();
        };
        for (const std::string name : {"shop", "shop-v1", "front", "front.default"}) {
            CAPTURE(name);
            CHECK(lost(name) == 1);
        }
        CHECK(lost("back") == 0);
        CHECK(lost("front.other") == 0);
    }

    TEST_CASE("where no node is left, all pods stay") {
        sim::WorldPlan plan = four_nodes();
        tests::add_fault(plan, "node_down", 60s, {});
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::node_lost).size() == 4);
        CHECK(notes->times(Change::Kind::pod_evicted).empty());
    }

    TEST_CASE("a pod that keeps away from others is not joined by them") {
        sim::WorldPlan plan = tests::cluster_plan({{"a", 2}});
        using mesh::control::LabelRule;
        tests::add_app(plan, "bank", 1).pod.placement.anti_affinity = {
            {.pods = {{.key = "app", .is = LabelRule::Operator::in, .values = {"shop"}}},
             .topology_key = "kubernetes.io/hostname"}};
        tests::add_app(plan, "shop", 4);
        tests::add_fault(plan, "node_down", 50s, {}, {.pods = {.service = "bank"}});
        CHECK(tests::play(plan)->of(Change::Kind::pod_crashed) ==
              std::vector<std::pair<std::int64_t, std::string>>{{50'000, "bank-0"}});
    }

    TEST_CASE("a pod that ends keeps nobody away, however long that takes it") {
        sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
        using mesh::control::LabelRule;
        tests::add_app(plan, "bank", 1).pod.placement.anti_affinity = {
            {.pods = {{.key = "app", .is = LabelRule::Operator::in, .values = {"bank"}}},
             .topology_key = "kubernetes.io/hostname"}};
        plan.timeline.push_back(
            {.id = "replace",
             .at = Instant{10s},
             .action = sim::PlannedDeletion{.pods = {.service = "bank"}, .by_force = false}});
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_pending).empty());
        CHECK(notes->of(Change::Kind::pod_started) ==
              std::vector<std::pair<std::int64_t, std::string>>{{10'000, "bank-1"}});
    }

    TEST_CASE("a pod that fits nowhere waits, and starts when room is made") {
        sim::WorldPlan plan = tests::cluster_plan({{.zone = "a", .cpu = 1000}});
        tests::add_app(plan, "shop", 2).pod.resources.cpu_request = 500;
        sim::PlannedApply more;
        mesh::control::Workload next = tests::workload_of(plan);
        next.replicas = 3;
        more.resources = {next};
        next.replicas = 1;
        plan.timeline.push_back({.id = "more", .at = Instant{10s}, .action = more});
        plan.behaviours.front().behaviour.on_term = sim::OnTerm::exit;
        mesh::control::Workload other = next;
        other.meta.name = "other";
        other.replicas = 1;
        plan.timeline.push_back(
            {.id = "other", .at = Instant{20s}, .action = sim::PlannedApply{{other}}});
        next.replicas = 1;
        plan.timeline.push_back(
            {.id = "fewer", .at = Instant{30s}, .action = sim::PlannedApply{{next}}});
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_pending) ==
              std::vector<std::pair<std::int64_t, std::string>>{{10'000, "shop-2"},
                                                                {20'000, "other-0"}});
        // The one that waits ends first, and another makes room for the other workload's.
        CHECK(notes->of(Change::Kind::pod_started) ==
              std::vector<std::pair<std::int64_t, std::string>>{{30'000, "other-0"}});
    }
}

TEST_SUITE("drains") {
    TEST_CASE("a drained node takes no pods and loses those it has") {
        sim::WorldPlan plan = four_nodes();
        plan.timeline.push_back(
            {.id = "drain",
             .at = Instant{60s},
             .action = sim::PlannedNodeChange{.kind = sim::PlannedNodeChange::Kind::drain,
                                              .nodes = {"a-node-0", "a-node-1"}}});
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::node_cordoned) == Times{60'000, 60'000});
        CHECK(notes->times(Change::Kind::pod_evicted) == Times{60'000, 60'000});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{62'000, 62'000});
        CHECK(notes->times(Change::Kind::eviction_refused).empty());
    }

    TEST_CASE("a disruption budget makes a drain wait until another pod is ready") {
        sim::WorldPlan plan = four_nodes();
        plan.timeline.push_back(
            {.id = "drain",
             .at = Instant{60s},
             .action = sim::PlannedNodeChange{.kind = sim::PlannedNodeChange::Kind::drain,
                                              .nodes = {"a-node-0", "a-node-1"}}});
        mesh::control::PodDisruptionBudget budget;
        budget.meta.name = "shop";
        budget.selector.emplace();
        budget.max_unavailable = {{1, false}};
        plan.resources.emplace_back(budget);
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_evicted) == Times{60'000, 65'000});
        CHECK(notes->times(Change::Kind::eviction_refused) == Times{60'000});
    }

    TEST_CASE("a budget that spares nobody holds a drain up for ever") {
        sim::WorldPlan plan = four_nodes();
        plan.horizon = Instant{81s};
        plan.timeline.push_back(
            {.id = "drain",
             .at = Instant{60s},
             .action = sim::PlannedNodeChange{.kind = sim::PlannedNodeChange::Kind::drain,
                                              .nodes = {"a-node-0"}}});
        mesh::control::PodDisruptionBudget budget;
        budget.meta.name = "shop";
        budget.selector.emplace();
        budget.min_available = {{100, true}};
        plan.resources.emplace_back(budget);
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_evicted).empty());
        CHECK(notes->times(Change::Kind::eviction_refused) ==
              Times{60'000, 65'000, 70'000, 75'000, 80'000});
    }

    TEST_CASE("a budget keeps no pod that has not started, or is not through with its init") {
        sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
        mesh::control::Workload& shop = tests::add_app(plan, "shop", 1);
        plan.horizon = Instant{71s};
        plan.timeline = {
            {.id = "scale",
             .at = Instant{59s},
             .action = sim::PlannedWorkloadChange{.name = "shop", .ns = "default", .replicas = 2}},
            {.id = "drain",
             .at = Instant{60s},
             .action = sim::PlannedNodeChange{.kind = sim::PlannedNodeChange::Kind::drain,
                                              .nodes = {"a-node-0"}}}};
        shop.pod.init = {{.name = "migrate"}};
        plan.behaviours.front().behaviour.containers = {
            {.name = "migrate", .run = sim::Distribution::constant(20s)}};
        mesh::control::PodDisruptionBudget budget;
        budget.meta.name = "shop";
        budget.selector.emplace();
        budget.min_available = {{100, true}};
        plan.resources.emplace_back(budget);
        const auto created = tests::play(plan);
        CHECK(created->times(Change::Kind::pod_evicted) == Times{60'000});
        CHECK(created->times(Change::Kind::eviction_refused) == Times{60'000, 65'000, 70'000});
        // Its init container runs from 57 s on.
        plan.timeline.front().at = Instant{55s};
        const auto initializing = tests::play(plan);
        CHECK(initializing->times(Change::Kind::pod_evicted) == Times{60'000});
        CHECK(initializing->times(Change::Kind::eviction_refused) == Times{60'000, 65'000, 70'000});
    }
}

}  // namespace nodes_test
