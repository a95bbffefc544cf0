#include "scenarios/manifests/service_graph.hpp"

#include "scenarios/read/yaml_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace weft::scenarios::samples::service_graph_test {
namespace {

using namespace std::chrono_literals;
using mesh::control::Service;
using mesh::control::Workload;
using sim::ScriptStep;
using Lines = std::vector<std::string>;

struct GraphReading {
    std::optional<ServiceGraph> graph;
    Lines said;

    std::ptrdiff_t count(const std::string& part) const {
        return std::ranges::count_if(
            said, [&](const std::string& line) { return line.find(part) != std::string::npos; });
    }
};

GraphReading read(const std::string& text) {
    GraphReading reading;
    Diagnostics diagnostics;
    const auto documents = parse_yaml(text, "g.yaml", diagnostics);
    REQUIRE(documents.size() == 1);
    reading.graph = read_service_graph(documents[0], "g.yaml", diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.sorted())
        reading.said.push_back(to_text(diagnostic));
    return reading;
}

ServiceGraph read_clean(const std::string& text) {
    GraphReading reading = read(text);
    CHECK(reading.said == Lines{});
    REQUIRE(reading.graph);
    return *reading.graph;
}

/// The script of a service `a` among others that it may call.
std::vector<ScriptStep> read_script(const std::string& script) {
    const std::string text =
        "services: [{name: a, isEntrypoint: true, script: " + script + "}, {name: b}, {name: c}]";
    return read_clean(text).services.at(0).behaviour.script;
}

}  // namespace

TEST_SUITE("service graph") {
    TEST_CASE("it is known by its kind, or by a list of services") {
        CHECK(is_service_graph(YAML::Load("{kind: MockServiceGraph, services: []}")));
        CHECK(is_service_graph(YAML::Load("{services: [{name: a}]}")));
        CHECK_FALSE(is_service_graph(YAML::Load("{kind: Scenario, services: [a]}")));
        CHECK_FALSE(is_service_graph(YAML::Load("{services: {a: {}}}")));
        CHECK_FALSE(is_service_graph(YAML::Load("[a]")));
        CHECK_FALSE(is_service_graph(YAML::Load("")));
    }

    TEST_CASE("every service is a workload, a service and a behaviour") {
        const auto graph = read_clean(
            "defaults: {numReplicas: 2, responseSize: 1 KB, errorRate: 1%}\n"
            "services: [{name: a, isEntrypoint: true}, {name: b, numReplicas: 5, errorRate: 0.25,"
            " responseSize: 7, type: grpc}]");
        REQUIRE(graph.resources.size() == 4);
        const auto& a = std::get<Workload>(graph.resources[0]);
        CHECK(a.meta.name == "a");
        CHECK(a.replicas == 2);
        CHECK(a.pod.labels.at("version") == "v1");
        const auto& a_service = std::get<Service>(graph.resources[1]);
        CHECK(a_service.selector == a.selector);
        CHECK(a_service.ports.at(0).port == 8080);
        CHECK(a_service.ports.at(0).name == "http");
        CHECK(std::get<Workload>(graph.resources[2]).replicas == 5);
        CHECK(std::get<Service>(graph.resources[3]).ports.at(0).name == "grpc");
        REQUIRE(graph.services.size() == 2);
        CHECK(graph.services[0].name == "a");
        CHECK(graph.services[0].behaviour.error_rate.parts == 10'000);
        CHECK(graph.services[0].behaviour.response_size == 1000);
        CHECK(graph.services[0].behaviour.script.empty());
        CHECK(graph.services[1].behaviour.error_rate.parts == 250'000);
        CHECK(graph.services[1].behaviour.response_size == 7);
        CHECK(graph.entry_points == Lines{"a"});
    }

    TEST_CASE("a script is a list of steps, and a nested list is begun at once") {
        const auto script = read_script("[sleep: 10ms, [call: b, call: c], call: b]");
        REQUIRE(script.size() == 3);
        CHECK(script[0].kind == ScriptStep::Kind::sleep);
        CHECK(script[0].time.is_constant());
        CHECK(script[0].time.mean == 10ms);
        CHECK(script[1].kind == ScriptStep::Kind::parallel);
        REQUIRE(script[1].branches.size() == 2);
        CHECK(script[1].branches[1].service == "c");
        CHECK(script[2].kind == ScriptStep::Kind::call);
        CHECK(script[2].service == "b");
    }

    TEST_CASE("a call has a size and a probability") {
        const auto script = read_script(
            "[call: {service: b, size: 2 KB, probability: 30}, "
            "call: {service: c, payloadSize: 10, probability: 100}]");
        CHECK(script[0].request_size == 2000);
        CHECK(script[0].probability.parts == 300'000);
        CHECK(script[1].request_size == 10);
        CHECK(script[1].probability.parts == mesh::Ratio::whole);
        const std::string text =
            "{name: a, isEntrypoint: true, script: [call: {service: a, "
            "probability: 101}]}";
        CHECK(read("services: [" + text + "]").count("probability must be") == 1);
    }

    TEST_CASE("defaults give calls their size and services their script") {
        const auto graph = read_clean(
            "defaults: {requestSize: 3 KB, script: [call: b]}\n"
            "services: [{name: a, isEntrypoint: true}, {name: b, script: []}]");
        CHECK(graph.services[0].behaviour.script.at(0).request_size == 3000);
        CHECK(graph.services[1].behaviour.script.empty());
    }

    TEST_CASE("another namespace is reached by a host name only") {
        const std::string services =
            "services: [{name: a, namespace: one, isEntrypoint: true, script: [call: ";
        const std::string b = "]}, {name: b, namespace: two}]";
        const auto graph =
            read_clean(services + "{service: b, hostname: 'b.two.svc.cluster.local:8080'}" + b);
        CHECK(graph.services[0].behaviour.script.at(0).service == "b.two.svc.cluster.local:8080");
        CHECK(metadata_of(graph.resources[3]).ns == "two");
        CHECK(graph.entry_points == Lines{"a.one"});
        CHECK(read(services + "b" + b).count("'b' is in namespace 'two', so the call needs") == 1);
    }

    TEST_CASE("an unknown service is an error where it is called") {
        const auto reading =
            read("services:\n- name: ratings\n  isEntrypoint: true\n  script:\n  - call: rating\n");
        CHECK_FALSE(reading.graph);
        CHECK(reading.said == Lines{"g.yaml:5:11: error: unknown service 'rating'; did you mean "
                                    "'ratings'?"});
    }

    TEST_CASE("mistakes are reported at their place") {
        const auto graph_of = [](const std::string& fields) {
            return read("services: [{name: a, isEntrypoint: true, " + fields + "}]");
        };
        CHECK(read("services: [{name: a}]").count("no service is an entry point") == 1);
        CHECK(read("services: []").count("services is empty") == 1);
        CHECK(read("kind: MockServiceGraph").count("services is missing") == 1);
        CHECK(read("services: [{name: a, isEntrypoint: true}, {name: a}]")
                  .count("there is a service 'a' already") == 1);
        CHECK(graph_of("script: [wait: 3s]").count("a step must be a call, a sleep") == 1);
        CHECK(graph_of("script: [sleep: 3]").count("sleep must be a duration") == 1);
        CHECK(graph_of("script: {call: a}").count("a script must be a list") == 1);
        CHECK(graph_of("errorRate: 2").count("errorRate must be a share") == 1);
        CHECK(graph_of("responseSize: big").count("a size must be bytes") == 1);
        CHECK(graph_of("type: htttp").count("did you mean 'http'?") == 1);
    }

    TEST_CASE("policies are noted once, unknown fields warned of") {
        const auto reading = read(
            "defaults: {numRbacPolicies: 3}\n"
            "services: [{name: a, isEntrypoint: true, numRbacPolicies: 2, colour: red}]");
        CHECK(reading.graph);
        CHECK(reading.said == Lines{"g.yaml:1:29: note: numRbacPolicies is not honoured yet",
                                    "g.yaml:2:62: warning: services.colour is not honoured"});
    }
}

}  // namespace weft::scenarios::samples::service_graph_test
