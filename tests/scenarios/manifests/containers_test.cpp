// The containers of a pod: the app's, those before it and those beside it.
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::containers_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;
using Names = std::vector<std::string>;

/// A Deployment whose pods have these init containers, these containers and this annotation.
std::string deployment(const std::string& init,
                       const std::string& containers = "{name: app}",
                       const std::string& annotation = "") {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\n"
           "spec:\n"
           "  selector: {matchLabels: {app: cart}}\n"
           "  template:\n"
           "    metadata: {labels: {app: cart}, annotations: {" +
           annotation +
           "}}\n"
           "    spec: {initContainers: [" +
           init + "], containers: [" + containers + "]}\n";
}

PodTemplate pod_of(const std::string& init,
                   const std::string& containers = "{name: app}",
                   const std::string& annotation = "") {
    return read_one<Workload>(deployment(init, containers, annotation)).pod;
}

std::string asking(const std::string& cpu, const std::string& more = "") {
    return "{name: x, resources: {requests: {cpu: " + cpu + ", memory: 1Gi}}" + more + "}";
}

}  // namespace

TEST_SUITE("containers in manifests") {
    TEST_CASE("init containers have their order, and one that always restarts is a sidecar") {
        const PodTemplate pod = pod_of(
            "{name: migrate, image: x, command: [up], ports: [{containerPort: 99}]}, "
            "{name: logs, restartPolicy: Always, ports: [{name: logs, containerPort: 24224}], "
            "startupProbe: {periodSeconds: 2}, lifecycle: {preStop: {sleep: {seconds: 4}}}}");
        REQUIRE(pod.init.size() == 2);
        CHECK(pod.init[0] == InitContainer{.name = "migrate"});
        CHECK(pod.init[1] ==
              InitContainer{.name = "logs",
                            .stays = true,
                            .life = {.startup = Probe{.period = 2s}, .pre_stop = 4s}});
        REQUIRE(pod.ports.size() == 1);
        CHECK(pod.ports[0].port == 24224);
        CHECK(pod.containers.empty());
        CHECK(pod_of("").init.empty());
    }

    TEST_CASE("what an init container may not have, and what is not played, is warned of") {
        CHECK(read(deployment("{name: migrate, livenessProbe: {periodSeconds: 1}}"))
                  .count("spec.template.spec.initContainers.livenessProbe is not honoured") == 1);
        CHECK(read(deployment("{name: migrate, restartPolicy: Never}"))
                  .count("spec.template.spec.initContainers.restartPolicy: Never is not "
                         "honoured") == 1);
        CHECK(read(deployment("{name: logs, restartPolicy: Always, lifecycle: {stop: {}}}"))
                  .count("spec.template.spec.initContainers.lifecycle.stop is not honoured") == 1);
    }

    TEST_CASE("the first container is the app's, unless an annotation names another one") {
        const std::string two = "{name: app}, {name: logs}";
        CHECK(pod_of("", two).beside == Names{"logs"});
        CHECK(pod_of("", two, "kubectl.kubernetes.io/default-container: logs").beside ==
              Names{"app"});
        CHECK(pod_of("", two, "kubectl.kubernetes.io/default-container: nobody").beside ==
              Names{"logs"});
        CHECK(pod_of("").beside.empty());
    }

    TEST_CASE("a container that the proxy is merged with is the proxy") {
        CHECK(pod_of("", "{name: istio-proxy, image: auto}, {name: app}").beside.empty());
        CHECK(pod_of("", "{name: istio-proxy, image: auto}").beside.empty());
    }

    TEST_CASE("a pod asks for what it needs at most, before its app runs or with it") {
        const auto cpu = [](const std::string& init, const std::string& containers) {
            return pod_of(init, containers).resources.cpu_request;
        };
        const std::string stays = ", restartPolicy: Always";
        CHECK(cpu(asking("2"), asking("1")) == 2000);
        CHECK(cpu(asking("2") + ", " + asking("3"), asking("1")) == 3000);
        CHECK(cpu(asking("500m"), asking("1")) == 1000);
        CHECK(cpu(asking("500m", stays), asking("1")) == 1500);
        // An init container runs beside the sidecars before it, not beside those after it.
        CHECK(cpu(asking("500m", stays) + ", " + asking("2"), asking("1")) == 2500);
        CHECK(cpu(asking("2") + ", " + asking("500m", stays), asking("1")) == 2000);
        CHECK(
            pod_of(asking("1") + ", " + asking("1", stays), asking("1")).resources.memory_request ==
            std::uint64_t{2} << 30U);
    }

    TEST_CASE("a limit of an init container is none of the app's, that of a sidecar is") {
        const std::string limited = "resources: {limits: {cpu: 1}}";
        CHECK(
            pod_of("{name: migrate, resources: {limits: {cpu: 4}}}", "{name: app, " + limited + "}")
                .resources == PodResources{.cpu_request = 4000, .cpu_limit = 1000});
        CHECK(pod_of("{name: logs, restartPolicy: Always, " + limited + "}",
                     "{name: app, " + limited + "}")
                  .resources == PodResources{.cpu_request = 2000, .cpu_limit = 2000});
        CHECK(pod_of("{name: logs, restartPolicy: Always}", "{name: app, " + limited + "}")
                  .resources.cpu_limit == 0);
    }

    TEST_CASE("an annotation makes the proxy a native sidecar, or not") {
        const auto native = [](const std::string& word) {
            return pod_of("", "{name: app}", "sidecar.istio.io/nativeSidecar: '" + word + "'")
                .native_proxy;
        };
        CHECK(native("true") == true);
        CHECK(native("false") == false);
        CHECK_FALSE(pod_of("").native_proxy);
        CHECK(read(deployment("", "{name: app}", "sidecar.istio.io/nativeSidecar: maybe"))
                  .count("annotation 'sidecar.istio.io/nativeSidecar' is not honoured") == 1);
    }
}

}  // namespace weft::scenarios::samples::containers_test
