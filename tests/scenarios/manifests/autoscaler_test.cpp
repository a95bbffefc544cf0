#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::autoscaler_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;
using Metric = HorizontalPodAutoscaler::Metric;

std::string autoscaler(const std::string& spec, const std::string& version = "v2") {
    return "apiVersion: autoscaling/" + version +
           "\nkind: HorizontalPodAutoscaler\nmetadata: {name: cart}\n"
           "spec:\n"
           "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}\n" +
           spec;
}

HorizontalPodAutoscaler of(const std::string& spec, const std::string& version = "v2") {
    return read_one<HorizontalPodAutoscaler>(autoscaler(spec, version));
}

std::string cpu(const std::string& target) {
    return "  maxReplicas: 9\n  metrics: [{type: Resource, resource: {name: cpu, target: {" +
           target + "}}}]\n";
}

}  // namespace

TEST_SUITE("autoscalers in manifests") {
    TEST_CASE("what is not said is Kubernetes' default") {
        const auto read = of("  maxReplicas: 5\n");
        CHECK(read.target_kind == "Deployment");
        CHECK(read.target_name == "cart");
        CHECK(read.min_replicas == 1);
        CHECK(read.max_replicas == 5);
        REQUIRE(read.metrics.size() == 1);
        CHECK(read.metrics.front().utilization == 80);
        CHECK(!read.behavior);
    }

    TEST_CASE("the first version has one target alone") {
        const auto read =
            of("  minReplicas: 2\n  maxReplicas: 5\n  targetCPUUtilizationPercentage: 60\n", "v1");
        CHECK(read.min_replicas == 2);
        CHECK(read.metrics.front().utilization == 60);
        CHECK(of("  maxReplicas: 5\n", "v1").metrics.front().utilization == 80);
    }

    TEST_CASE("a target is a share of requests, or cores a pod") {
        CHECK(of(cpu("type: Utilization, averageUtilization: 150")).metrics.front().utilization ==
              150);
        CHECK(of(cpu("type: AverageValue, averageValue: 300m")).metrics.front().average == 300);
        CHECK(read(autoscaler(cpu("type: Utilization"))).count("averageUtilization") == 1);
        CHECK(read(autoscaler(cpu("type: AverageValue, averageValue: 0"))).count("above 0") == 1);
    }

    TEST_CASE("a behavior that says little has the API's policies") {
        const auto read = of("  maxReplicas: 5\n  behavior: {scaleDown: {selectPolicy: Min}}\n");
        REQUIRE(read.behavior);
        CHECK(read.behavior->up.stabilization == 0s);
        CHECK(read.behavior->up.policies ==
              std::vector<ScalingPolicy>{{ScalingPolicy::Type::pods, 4, 15s},
                                         {ScalingPolicy::Type::percent, 100, 15s}});
        CHECK(!read.behavior->down.stabilization);  // The controller's own.
        CHECK(read.behavior->down.select == ScalingRules::Select::least);
        CHECK(read.behavior->down.policies ==
              std::vector<ScalingPolicy>{{ScalingPolicy::Type::percent, 100, 15s}});
    }

    TEST_CASE("policies that are said replace the API's") {
        const auto read =
            of("  maxReplicas: 5\n  behavior:\n    scaleUp:\n      stabilizationWindowSeconds: 60\n"
               "      policies: [{type: Pods, value: 2, periodSeconds: 30}]\n");
        CHECK(read.behavior->up.stabilization == 60s);
        CHECK(read.behavior->up.policies ==
              std::vector<ScalingPolicy>{{ScalingPolicy::Type::pods, 2, 30s}});
    }

    TEST_CASE("memory is a share of requests, too, or bytes a pod") {
        const auto memory = [](const std::string& target) {
            return of("  maxReplicas: 9\n  metrics: [{type: Resource, resource: {name: memory, "
                      "target: {" +
                      target + "}}}]\n")
                .metrics.front();
        };
        const Metric share = memory("type: Utilization, averageUtilization: 70");
        CHECK(share.of == Metric::Of::memory);
        CHECK(share.utilization == 70);
        const Metric bytes = memory("type: AverageValue, averageValue: 200Mi");
        CHECK(bytes.of == Metric::Of::memory);
        CHECK(bytes.average == 200 * 1024 * 1024);
    }

    TEST_CASE("pods measure their requests, a second and in flight, in quantities of Kubernetes") {
        const auto pods = [](const std::string& name, const std::string& value) {
            return "  maxReplicas: 9\n  metrics: [{type: Pods, pods: {metric: {name: " + name +
                   "}, target: {type: AverageValue, averageValue: " + value + "}}}]\n";
        };
        const Metric rate = of(pods("http_requests_per_second", "'100'")).metrics.front();
        CHECK(rate.of == Metric::Of::rate);
        CHECK(rate.average == 100'000);
        CHECK(of(pods("requests_per_second", "1k")).metrics.front().average == 1'000'000);
        CHECK(of(pods("requests_per_second", "1e2")).metrics.front().average == 100'000);
        CHECK(of(pods("requests_per_second", "'+1Ki'")).metrics.front().average == 1'024'000);
        const Metric in_flight = of(pods("requests_in_flight", "2500m")).metrics.front();
        CHECK(in_flight.of == Metric::Of::in_hand);
        CHECK(in_flight.average == 2500);
        CHECK(read(autoscaler(pods("requests_in_flight", "0"))).count("number above 0") == 1);
        CHECK(read(autoscaler(pods("requests_in_flight", "many"))).count("number above 0") == 1);
        const Reading unknown = read(autoscaler(pods("request_per_second", "1")));
        CHECK(unknown.count("a metric 'request_per_second' of pods is not honoured") == 1);
        CHECK(unknown.count("did you mean 'requests_per_second'?") == 1);
    }

    TEST_CASE("metrics that are not measured here are warned of") {
        const Reading reading = read(autoscaler(
            "  maxReplicas: 5\n  metrics:\n"
            "    - {type: External, external: {metric: {name: queue}, target: {type: Value}}}\n"
            "    - {type: Resource, resource: {name: disk, target: {averageUtilization: 50}}}\n"));
        CHECK(reading.count("a metric of type External is not honoured") == 1);
        CHECK(reading.count("a metric of disk is not honoured") == 1);
        CHECK(std::get<HorizontalPodAutoscaler>(reading.resources.front()).metrics.empty());
    }

    TEST_CASE("limits that leave no room are a mistake") {
        CHECK(read(autoscaler("  minReplicas: 6\n  maxReplicas: 5\n"))
                  .count("error: maxReplicas must not be below minReplicas") == 1);
        CHECK(read(autoscaler("")).count("maxReplicas is missing") == 1);
        CHECK(read(autoscaler("  maxReplicas: 5\n", "v2beta1")).count("in apiVersion") == 1);
    }
}

}  // namespace weft::scenarios::samples::autoscaler_test
