#include "tests/scenarios/manifests/reading.hpp"

namespace weft::scenarios::samples::placement_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;
using Operator = LabelRule::Operator;

std::string deployment(const std::string& pod_spec) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\nspec:\n"
           "  selector: {matchLabels: {app: cart}}\n"
           "  template:\n    metadata: {labels: {app: cart}}\n"
           "    spec: {containers: [{image: x}], " +
           pod_spec + "}\n";
}

PlacementRules placement_of(const std::string& pod_spec) {
    return read_one<Workload>(deployment(pod_spec)).pod.placement;
}

const std::vector<LabelRule> carts{{.key = "app", .is = Operator::in, .values = {"cart"}}};

}  // namespace

TEST_SUITE("placement in manifests") {
    TEST_CASE("a nodeSelector and the terms of node affinity say which nodes") {
        CHECK(placement_of("nodeSelector: {disk: ssd}").node_labels == Labels{{"disk", "ssd"}});
        const auto terms =
            placement_of(
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
                "{nodeSelectorTerms: [{matchExpressions: [{key: cores, operator: Gt, "
                "values: ['4']}]}, {matchExpressions: [{key: gpu, operator: Exists}]}]}}}")
                .node_terms;
        REQUIRE(terms.size() == 2);
        CHECK(terms[0] ==
              std::vector<LabelRule>{{.key = "cores", .is = Operator::greater, .values = {"4"}}});
        CHECK(terms[1] == std::vector<LabelRule>{{.key = "gpu"}});
    }

    TEST_CASE("anti-affinity is required, or preferred with a weight") {
        const auto rules = placement_of(
                               "affinity: {podAntiAffinity: {"
                               "requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: "
                               "{matchLabels: {app: cart}}, topologyKey: kubernetes.io/hostname}], "
                               "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 50, "
                               "podAffinityTerm: {labelSelector: {matchLabels: {app: cart}}, "
                               "topologyKey: zone}}]}}")
                               .anti_affinity;
        REQUIRE(rules.size() == 2);
        CHECK(rules[0] == AntiAffinity{.pods = carts, .topology_key = "kubernetes.io/hostname"});
        CHECK(rules[1] == AntiAffinity{.pods = carts, .topology_key = "zone", .weight = 50});
    }

    TEST_CASE("so is affinity, to other pods and to nodes") {
        const auto rules = placement_of(
            "affinity: {podAffinity: {"
            "requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: "
            "{matchLabels: {app: cart}}, topologyKey: kubernetes.io/hostname}], "
            "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 50, "
            "podAffinityTerm: {labelSelector: {matchLabels: {app: cart}}, topologyKey: zone}}]}, "
            "nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 7, "
            "preference: {matchExpressions: [{key: disk, operator: Exists}]}}]}}");
        CHECK(rules.affinity ==
              std::vector<PodAffinity>{{.pods = carts, .topology_key = "kubernetes.io/hostname"},
                                       {.pods = carts, .topology_key = "zone", .weight = 50}});
        CHECK(rules.node_preferences ==
              std::vector<NodePreference>{{.nodes = {{.key = "disk"}}, .weight = 7}});
        CHECK(rules.anti_affinity.empty());
    }

    TEST_CASE("a term speaks of its own namespace, of those that it names, or of all") {
        const auto scope_of = [](const std::string& words) {
            return placement_of(
                       "affinity: {podAntiAffinity: {"
                       "requiredDuringSchedulingIgnoredDuringExecution: [{" +
                       words + "topologyKey: zone}]}}")
                .anti_affinity.at(0)
                .namespaces;
        };
        CHECK(scope_of("") == NamespaceScope{});
        CHECK(scope_of("namespaces: [a], ") == NamespaceScope{.names = {"a"}});
        CHECK(scope_of("namespaces: [a], namespaceSelector: {matchLabels: "
                       "{kubernetes.io/metadata.name: b}}, ") ==
              NamespaceScope{.names = {"a", "b"}});
        CHECK(scope_of("namespaceSelector: {}, ") == NamespaceScope{.is_all = true});
    }

    TEST_CASE("pods are spread over places") {
        const auto rules =
            placement_of(
                "topologySpreadConstraints: [{maxSkew: 2, topologyKey: zone, "
                "whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: "
                "cart}}}]")
                .spread;
        REQUIRE(rules.size() == 1);
        CHECK(
            rules[0] ==
            SpreadRule{.pods = carts, .topology_key = "zone", .max_skew = 2, .is_required = false});
    }

    TEST_CASE("a toleration says how long a pod stays with a lost node") {
        const std::string unreachable = "key: node.kubernetes.io/unreachable, operator: Exists";
        CHECK(placement_of("tolerations: [{" + unreachable +
                           ", effect: NoExecute, tolerationSeconds: 30}, {key: "
                           "node.kubernetes.io/not-ready, operator: Exists, tolerationSeconds: 5}]")
                  .stays_on_lost_node == 30s);
        CHECK(placement_of("tolerations: [{" + unreachable + "}]").stays_on_lost_node ==
              mesh::Duration::max());
        CHECK_FALSE(placement_of("tolerations: []").stays_on_lost_node);
        CHECK(read(deployment("tolerations: [{key: gpu, operator: Exists}]"))
                  .count("a toleration of 'gpu' is not honoured") == 1);
    }

    TEST_CASE("what is not played is warned of, and what cannot be meant is an error") {
        const std::string preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        CHECK(read(deployment("affinity: {podAffinity: {" + preferred + ": [{weight: 5}]}}"))
                  .count("podAffinityTerm is missing") == 1);
        CHECK(read(deployment("affinity: {nodeAffinity: {" + preferred + ": [{weight: 5}]}}"))
                  .count("preference is missing") == 1);
        CHECK(read(deployment("affinity: {nodeAffinity: {" + preferred +
                              ": [{weight: 101, preference: {}}]}}"))
                  .count("error: ") == 1);
        CHECK(read(deployment("affinity: {podAffinity: {" + preferred +
                              ": [{weight: 1, podAffinityTerm: {topologyKey: zone, "
                              "namespaceSelector: {matchLabels: {team: a}}}}]}}"))
                  .count("a namespace is chosen by its name alone (kubernetes.io/metadata.name): "
                         "'team' is not honoured") == 1);
        const auto errors = [](const std::string& rule) {
            return read(deployment("affinity: {nodeAffinity: "
                                   "{requiredDuringSchedulingIgnoredDuringExecution: "
                                   "{nodeSelectorTerms: [{matchExpressions: [" +
                                   rule + "]}]}}}"))
                .count("error: ");
        };
        CHECK(errors("{key: a, operator: In}") == 1);
        CHECK(errors("{key: a, operator: Exists, values: [b]}") == 1);
        CHECK(errors("{key: a, operator: Gt, values: [1, 2]}") == 1);
        CHECK(errors("{key: a, operator: Like}") == 1);
        CHECK(errors("{operator: Exists}") == 1);
    }
}

TEST_SUITE("other workloads in manifests") {
    TEST_CASE("a Job has no selector, and says how often its pods may fail") {
        const auto job = read_one<Workload>(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\n"
            "spec: {completions: 4, parallelism: 2, backoffLimit: 1, template: {spec: "
            "{restartPolicy: OnFailure, containers: [{name: a}]}}}\n");
        CHECK(job.kind == Workload::Kind::job);
        CHECK(job.replicas == 2);
        CHECK(job.job == JobRules{.completions = 4, .backoff_limit = 1});
        CHECK(job.pod.restarts == RestartPolicy::on_failure);
        CHECK(read("apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n"
                   "spec: {template: {spec: {containers: []}}}\n")
                  .count("restartPolicy must be Never or OnFailure") == 1);
    }

    TEST_CASE("a DaemonSet has no number of replicas") {
        const std::string text =
            "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\n"
            "spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: "
            "agent}}, spec: {containers: [{name: a}]}}";
        CHECK(read_one<Workload>(text + "}\n").kind == Workload::Kind::daemon_set);
        CHECK(read(text + ", replicas: 2}\n").count("spec.replicas is not honoured") == 1);
    }

    TEST_CASE("a StatefulSet may start its pods at once") {
        const auto set = [](const std::string& policy) {
            return read_one<Workload>(
                "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\n"
                "spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: "
                "db}}, spec: {containers: [{name: a}]}}" +
                policy + "}\n");
        };
        CHECK_FALSE(set("").is_parallel);
        CHECK(set(", podManagementPolicy: Parallel").is_parallel);
    }

    TEST_CASE("a disruption budget has one of two bounds") {
        const std::string head =
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\n"
            "metadata: {name: cart}\nspec: {selector: {matchLabels: {app: cart}}";
        const auto budget = read_one<PodDisruptionBudget>(head + ", minAvailable: 50%}\n");
        CHECK(budget.selector == carts);
        CHECK(budget.min_available == CountOrPercent{50, true});
        CHECK_FALSE(budget.max_unavailable);
        CHECK(read(head + ", minAvailable: 1, maxUnavailable: 1}\n")
                  .count("maxUnavailable cannot stand beside minAvailable") == 1);
    }
}

}  // namespace weft::scenarios::samples::placement_test
