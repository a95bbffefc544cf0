#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace weft::scenarios::samples::unset_fields_test {
namespace {

using namespace mesh::control;

}  // namespace

TEST_SUITE("fields without a value") {
    TEST_CASE("a Service has what it has if they are not there") {
        const auto service = read_one<Service>(
            "apiVersion: v1\n"
            "kind: Service\n"
            "metadata: {name: a, namespace: , annotations: }\n"
            "spec:\n"
            "  type:\n"
            "  clusterIP: null\n"
            "  externalIPs: ~\n"
            "  selector: {app: a}\n"
            "  ports: [{port: 80, targetPort: , appProtocol: , protocol: }]\n");
        CHECK(service.meta.ns == "default");
        CHECK_FALSE(service.headless);
        REQUIRE(service.ports.size() == 1);
        CHECK(service.ports[0].port == 80);
        CHECK(service.ports[0].app_protocol.empty());
    }

    TEST_CASE("a Deployment has its defaults, also of what its pods are") {
        const auto workload = read_one<Workload>(
            "apiVersion: apps/v1\n"
            "kind: Deployment\n"
            "metadata: {name: a, creationTimestamp: null}\n"
            "spec:\n"
            "  replicas:\n"
            "  minReadySeconds:\n"
            "  selector: {matchLabels: {app: a}, matchExpressions: }\n"
            "  template:\n"
            "    metadata: {labels: {app: a}}\n"
            "    spec:\n"
            "      restartPolicy:\n"
            "      serviceAccountName:\n"
            "      terminationGracePeriodSeconds:\n"
            "      priorityClassName:\n"
            "      nodeSelector:\n"
            "      containers: [{name: a, image: a, env: , resources: , livenessProbe: }]\n");
        CHECK(workload.replicas == 1);
        CHECK(workload.pod.service_account == "default");
        CHECK(workload.pod.grace == std::chrono::seconds{30});
    }

    TEST_CASE("a rule of a mesh has neither them nor what they would stand for") {
        const auto rule = read_one<DestinationRule>(
            "apiVersion: networking.istio.io/v1\n"
            "kind: DestinationRule\n"
            "metadata: {name: a}\n"
            "spec:\n"
            "  host: a\n"
            "  exportTo:\n"
            "  trafficPolicy:\n"
            "    loadBalancer: {simple: }\n"
            "    outlierDetection: {interval: , consecutive5xxErrors: }\n"
            "    tls:\n"
            "  subsets:\n");
        REQUIRE(rule.policy);
        CHECK_FALSE(rule.policy->load_balancer->simple);
        CHECK_FALSE(rule.policy->outlier_detection->consecutive_5xx);
        CHECK_FALSE(rule.policy->tls);
        CHECK(rule.subsets.empty());
    }

    TEST_CASE("one of several actions of a rule is the one that has a value") {
        const auto service = read_one<VirtualService>(
            "apiVersion: networking.istio.io/v1\n"
            "kind: VirtualService\n"
            "metadata: {name: a}\n"
            "spec:\n"
            "  hosts: [a]\n"
            "  tcp:\n"
            "  http: [{redirect: , timeout: , route: [{destination: {host: a, subset: }}]}]\n");
        REQUIRE(service.http.size() == 1);
        CHECK_FALSE(service.http[0].redirect);
        CHECK_FALSE(service.http[0].timeout);
    }

    TEST_CASE("where users choose the names, a name without a value stays") {
        const auto account = read_one<ServiceAccount>(
            "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, labels: {canary: }}");
        CHECK(account.meta.labels == Labels{{"canary", ""}});
        const auto service = read_one<VirtualService>(
            "apiVersion: networking.istio.io/v1\n"
            "kind: VirtualService\n"
            "metadata: {name: a}\n"
            "spec:\n"
            "  hosts: [a]\n"
            "  http: [{match: [{headers: {x-canary: }}], route: [{destination: {host: a}}]}]\n");
        REQUIRE(service.http[0].matches[0].match.headers.size() == 1);
        CHECK(service.http[0].matches[0].match.headers[0].value.kind ==
              mesh::StringMatch::Kind::present);
    }

    TEST_CASE("what must be there is missing, and is said to be") {
        CHECK(read("apiVersion: v1\nkind: Service\nmetadata: {name: }\nspec: {}")
                  .count("a.yaml:3:11: error: name is missing") == 1);
        CHECK(read("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:")
                  .count("error: spec is missing") == 1);
    }

    TEST_CASE("a list knows no place for nothing") {
        CHECK(read("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [null]}")
                  .count("must be a mapping") == 1);
    }
}

}  // namespace weft::scenarios::samples::unset_fields_test
