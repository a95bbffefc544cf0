#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::pod_life_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;

/// A Deployment with a container that has these keys, and a spec that has these.
std::string deployment(const std::string& container,
                       const std::string& spec = "",
                       const std::string& pod = "") {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart}\n"
           "spec:\n"
           "  selector: {matchLabels: {app: cart}}\n"
           "  template:\n"
           "    metadata: {labels: {app: cart}}\n"
           "    spec: {containers: [{image: x" +
           container + "}]" + pod + "}\n" + spec;
}

ContainerLife life_of(const std::string& container) {
    const auto read = read_one<Workload>(deployment(container));
    return read.pod.containers.empty() ? ContainerLife{} : read.pod.containers.front();
}

}  // namespace

TEST_SUITE("pod lives in manifests") {
    TEST_CASE("probes say when they begin and how often they look") {
        const auto life = life_of(
            ", startupProbe: {tcpSocket: {port: 80}, periodSeconds: 1}, "
            "readinessProbe: {httpGet: {path: /, port: 80}, initialDelaySeconds: 5, "
            "timeoutSeconds: 2, failureThreshold: 4, successThreshold: 2}");
        CHECK(life.startup == Probe{.period = 1s});
        CHECK(life.readiness == Probe{.initial_delay = 5s,
                                      .period = 10s,
                                      .successes = 2,
                                      .failures = 4,
                                      .timeout = 2s,
                                      .asks_app = true});
        CHECK(life_of("") == ContainerLife{});
    }

    TEST_CASE("a liveness probe is one of them") {
        const auto life = life_of(", livenessProbe: {grpc: {port: 80}, failureThreshold: 5}");
        CHECK(life.liveness == Probe{.failures = 5, .asks_app = true});
        CHECK_FALSE(life_of(", livenessProbe: {exec: {command: [x]}}").liveness->asks_app);
    }

    TEST_CASE("a 0 where none makes sense leaves a probe its default") {
        CHECK(life_of(", readinessProbe: {periodSeconds: 0, timeoutSeconds: 0, "
                      "successThreshold: 0, failureThreshold: 0}")
                  .readiness == Probe{});
    }

    TEST_CASE("a probe asks in one way, and only readiness asks for several successes") {
        CHECK(read(deployment(", readinessProbe: {exec: {command: [x]}, tcpSocket: {port: 1}}"))
                  .count("error: readinessProbe must ask in one way alone") == 1);
        CHECK(read(deployment(", livenessProbe: {tcpSocket: {port: 1}, successThreshold: 2}"))
                  .count("error: successThreshold must be 1") == 1);
    }

    TEST_CASE("a probe that names a port its container lacks is warned of") {
        const std::string probe = ", readinessProbe: {httpGet: {path: /, port: http}}";
        const std::string ports = ", ports: [{containerPort: 80}, {name: http, containerPort: 81}]";
        CHECK(read(deployment(probe)).count("warning: no port of the container is called 'http'") ==
              1);
        CHECK(read(deployment(probe + ports)).said().empty());
    }

    TEST_CASE("a preStop hook sleeps, in whatever way that is written") {
        CHECK(life_of(", lifecycle: {preStop: {sleep: {seconds: 7}}}").pre_stop == 7s);
        CHECK(life_of(", lifecycle: {preStop: {exec: {command: [sleep, '15']}}}").pre_stop == 15s);
        CHECK(
            life_of(", lifecycle: {preStop: {exec: {command: [/bin/sh, -c, sleep 5]}}}").pre_stop ==
            5s);
        CHECK(life_of(", lifecycle: {preStop: {exec: {command: [sh, -c, 'sleep 5; quit']}}}")
                  .pre_stop == 5s);
        const auto slept = [](const std::string& words) {
            return life_of(", lifecycle: {preStop: {exec: {command: [sleep, '" + words + "']}}}")
                .pre_stop;
        };
        CHECK(slept("1m") == 60s);
        CHECK(slept("1.5m") == 90s);
        CHECK(slept("0.25") == 250ms);
        CHECK(slept("20s && quit") == 20s);
        CHECK(read(deployment(", lifecycle: {preStop: {exec: {command: [sleep, 5x]}}}"))
                  .count("warning: a preStop hook that does not sleep") == 1);
    }

    TEST_CASE("so does a postStart hook, beside it") {
        const auto life = life_of(
            ", lifecycle: {preStop: {sleep: {seconds: 7}}, postStart: {exec: {command: [sleep, "
            "'3']}}}");
        CHECK(life.pre_stop == 7s);
        CHECK(life.post_start == 3s);
    }

    TEST_CASE("a hook that does something else is warned of") {
        const Reading reading =
            read(deployment(", lifecycle: {preStop: {exec: {command: [/stop]}}}"));
        CHECK(reading.count("warning: a preStop hook that does not sleep") == 1);
        CHECK(read(deployment(", lifecycle: {postStart: {exec: {command: [x]}}}"))
                  .count("warning: a postStart hook that does not sleep") == 1);
        CHECK(read(deployment(", lifecycle: {postStart: {httpGet: {port: 80}}}"))
                  .count("lifecycle.postStart.httpGet is not honoured") == 1);
    }

    TEST_CASE("the grace period is the pod's") {
        CHECK(read_one<Workload>(deployment("")).pod.grace == 30s);
        const auto longer =
            read_one<Workload>(deployment("", "", ", terminationGracePeriodSeconds: 90"));
        CHECK(longer.pod.grace == 90s);
    }

    TEST_CASE("a strategy says how many pods come and go at a time") {
        CHECK(read_one<Workload>(deployment("")).rollout == RolloutRules{});
        const auto rolling = read_one<Workload>(
            deployment("",
                       "  minReadySeconds: 4\n"
                       "  progressDeadlineSeconds: 60\n"
                       "  strategy: {rollingUpdate: {maxSurge: 2, maxUnavailable: 0%}}\n"));
        CHECK(rolling.rollout == RolloutRules{.max_surge = {2, false},
                                              .max_unavailable = {0, true},
                                              .min_ready = 4s,
                                              .progress_deadline = 60s});
        CHECK(
            read_one<Workload>(deployment("", "  strategy: {type: Recreate}\n")).rollout.recreate);
    }

    TEST_CASE("a Deployment may be paused, and how many old sets it keeps does not matter") {
        CHECK(read_one<Workload>(deployment("", "  paused: true\n  revisionHistoryLimit: 2\n"))
                  .rollout == RolloutRules{.is_paused = true});
    }

    TEST_CASE("StatefulSets and DaemonSets say how they are updated") {
        const auto update_of = [](const std::string& kind, const std::string& strategy) {
            std::string text = deployment("", "  updateStrategy: " + strategy + "\n");
            text.replace(text.find("Deployment"), std::string{"Deployment"}.size(), kind);
            return read_one<Workload>(text).update;
        };
        CHECK(update_of("StatefulSet", "{rollingUpdate: {partition: 2, maxUnavailable: 50%}}") ==
              SetUpdateRules{.partition = 2, .max_unavailable = {50, true}});
        CHECK(update_of("StatefulSet", "{type: OnDelete}") == SetUpdateRules{.on_delete = true});
        CHECK(update_of("DaemonSet", "{rollingUpdate: {maxUnavailable: 30%}}") ==
              SetUpdateRules{.max_unavailable = {30, true}});
        CHECK(update_of("DaemonSet", "{rollingUpdate: {maxSurge: 2, maxUnavailable: 0}}") ==
              SetUpdateRules{.max_unavailable = {0, false}, .max_surge = {2, false}});
    }

    TEST_CASE("an update of a DaemonSet either surges or has pods away") {
        const auto complaints = [](const std::string& rolling) {
            std::string text =
                deployment("", "  updateStrategy: {rollingUpdate: " + rolling + "}\n");
            text.replace(text.find("Deployment"), std::string{"Deployment"}.size(), "DaemonSet");
            return read(text);
        };
        CHECK(complaints("{maxSurge: 1}").count("error: maxSurge needs a maxUnavailable of 0") ==
              1);
        CHECK(complaints("{maxUnavailable: 0}").count("error: maxUnavailable cannot be 0") == 1);
        CHECK(complaints("{partition: 1}").count("partition is not honoured") == 1);
    }

    TEST_CASE("a StatefulSet that is updated by hand has no rules for rolling") {
        std::string text =
            deployment("", "  updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}}\n");
        text.replace(text.find("Deployment"), std::string{"Deployment"}.size(), "StatefulSet");
        CHECK(read(text).count("error: rollingUpdate cannot stand beside OnDelete") == 1);
    }

    TEST_CASE("what cannot be meant is an error at its place") {
        const auto said = [](const std::string& strategy) {
            return read(deployment("", "  strategy: {rollingUpdate: " + strategy + "}\n")).said();
        };
        CHECK(said("{maxSurge: 0, maxUnavailable: 0}") ==
              std::vector<std::string>{
                  "a.yaml:9:59: error: maxUnavailable cannot be 0 beside a maxSurge of 0"});
        CHECK(said("{maxSurge: 101%}") ==
              std::vector<std::string>{"a.yaml:9:40: error: maxSurge must be a number, or a "
                                       "percentage up to 100%"});
        CHECK(said("{maxSurge: -1}").size() == 1);
        CHECK(said("{maxSurge: 100%}").empty());
        CHECK(read(deployment("", "  strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}\n"))
                  .count("error: rollingUpdate cannot stand beside Recreate") == 1);
        CHECK(read(deployment("", "  strategy: {type: Recreate, rollingUpdate: null}\n"))
                  .said()
                  .empty());
        CHECK(read(deployment("", "  minReadySeconds: 600\n"))
                  .count("error: minReadySeconds must be less than progressDeadlineSeconds") == 1);
        CHECK(read(deployment("", "  minReadySeconds: 599\n")).said().empty());
        CHECK(read(deployment("", "  strategy: {type: Rolling}\n")).diagnostics.has_errors());
        CHECK(read(deployment(", readinessProbe: {periodSeconds: -1}")).diagnostics.has_errors());
    }
}

}  // namespace weft::scenarios::samples::pod_life_test
