#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::pod_resources_test {
namespace {

using namespace mesh::control;

std::string deployment(const std::string& containers) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\n"
           "spec:\n"
           "  selector: {matchLabels: {app: cart}}\n"
           "  template:\n"
           "    metadata: {labels: {app: cart}}\n"
           "    spec: {containers: [" +
           containers + "]}\n";
}

std::string container(const std::string& resources) {
    return "{image: x, resources: " + resources + "}";
}

PodResources of(const std::string& containers) {
    return read_one<Workload>(deployment(containers)).pod.resources;
}

}  // namespace

TEST_SUITE("resources of pods in manifests") {
    TEST_CASE("CPU is in cores or thousandths of one, memory in bytes with or without a unit") {
        const auto read = of(container(
            "{requests: {cpu: 250m, memory: 64Mi}, limits: {cpu: 1.5, memory: 134217728}}"));
        CHECK(read == PodResources{.cpu_request = 250,
                                   .cpu_limit = 1500,
                                   .memory_request = 64U << 20U,
                                   .memory_limit = 128U << 20U});
        CHECK(of(container("{limits: {cpu: 2}}")).cpu_limit == 2000);
        CHECK(of(container("{limits: {cpu: 0.5m}}")).cpu_limit == 1);  // Rounded up.
        CHECK(of("{image: x}") == PodResources{});
    }

    TEST_CASE("a quantity may be written in each way that Kubernetes knows") {
        const auto memory = [](const std::string& text) {
            return of(container("{limits: {memory: " + text + "}}")).memory_limit;
        };
        CHECK(memory("129e6") == 129'000'000);
        CHECK(memory("129M") == 129'000'000);
        CHECK(memory("128974848000m") == 128'974'848);
        CHECK(memory("1000k") == 1'000'000);
        CHECK(memory("0.5Ki") == 512);
        CHECK(memory("8Ti") == std::uint64_t{8} << 40U);
        const auto cpu = [](const std::string& text) {
            return of(container("{limits: {cpu: " + text + "}}")).cpu_limit;
        };
        CHECK(cpu(".5") == 500);
        CHECK(cpu("57m") == 57);
        CHECK(cpu("1e-1") == 100);
        CHECK(cpu("1k") == 1'000'000);
        CHECK(cpu("1500000u") == 1500);
    }

    TEST_CASE("a container cannot ask for more than it may have") {
        CHECK(read(deployment(container("{requests: {cpu: 2}, limits: {cpu: 1}}")))
                  .count("error: cpu cannot be more than the limit") == 1);
        CHECK(read(deployment(container("{requests: {memory: 2Gi}, limits: {memory: 1Gi}}")))
                  .count("error: memory cannot be more than the limit") == 1);
        CHECK(read(deployment(container("{requests: {cpu: 1}, limits: {cpu: 1000m}}")))
                  .said()
                  .empty());
    }

    TEST_CASE("who limits and does not ask, asks for the limit") {
        CHECK(of(container("{limits: {cpu: 1, memory: 1Gi}}")) ==
              PodResources{.cpu_request = 1000,
                           .cpu_limit = 1000,
                           .memory_request = 1U << 30U,
                           .memory_limit = 1U << 30U});
    }

    TEST_CASE("containers add up, and one without a limit leaves the pod without") {
        const std::string limited = container("{limits: {cpu: 1}}");
        const std::string asking = container("{requests: {cpu: 100m}}");
        CHECK(of(limited + ", " + limited) == PodResources{.cpu_request = 2000, .cpu_limit = 2000});
        CHECK(of(limited + ", " + asking) == PodResources{.cpu_request = 1100});
        CHECK(of(asking + ", " + limited) == PodResources{.cpu_request = 1100});
        CHECK(of(limited + ", " + asking + ", " + limited) == PodResources{.cpu_request = 2100});
    }

    TEST_CASE("what is no quantity is a mistake, and what nobody counts is warned of") {
        CHECK(read(deployment(container("{limits: {cpu: fast}}"))).said().front() ==
              "a.yaml:8:62: error: cpu must be a number of cores, such as 0.5 or 500m");
        CHECK(read(deployment(container("{limits: {cpu: -1}}"))).count("cpu must be") == 1);
        CHECK(read(deployment(container("{requests: {memory: 1Q}}"))).count("memory must be") == 1);
        CHECK(read(deployment(container("{requests: {memory: 1e99}}"))).count("memory must be") ==
              1);
        CHECK(read(deployment(container("{limits: {cpu: 1.2.3}}"))).count("cpu must be") == 1);
        CHECK(read(deployment(container("{limits: {gpu: 1}}")))
                  .count("resources.limits.gpu is not honoured") == 1);
    }
}

}  // namespace weft::scenarios::samples::pod_resources_test
