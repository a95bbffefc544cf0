#include "scenarios/read/check_containers.hpp"

#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace read_check_containers_test {

using namespace weft::scenarios;
using weft::mesh::control::Workload;

namespace {

Workload workload(Workload::Kind kind) {
    Workload made;
    made.kind = kind;
    made.meta.name = "cart-v1";
    made.meta.ns = "shop";
    made.pod.labels = {{"app", "cart"}};
    made.pod.init = {{.name = "migrate"}, {.name = "logs", .stays = true}};
    made.pod.beside = {"backup"};
    return made;
}

/// What is said of a container at a.yaml:5:3.
std::string said_of(const ContainerReference& written, Workload::Kind kind = Workload::Kind::job) {
    ContainerReference reference = written;
    reference.place = {"a.yaml", 5, 3};
    Diagnostics diagnostics;
    check_container(reference, {workload(kind)}, diagnostics);
    std::string said;
    for (const Diagnostic& diagnostic : diagnostics.all())
        said += to_text(diagnostic);
    return said;
}

}  // namespace

TEST_SUITE("containers of a scenario") {
    TEST_CASE("each may be described by what acts on it, under any name of its pod") {
        for (const std::string of : {"cart", "cart-v1", "cart.shop", "cart-v1.shop"})
            CHECK(said_of({.of = of, .name = "migrate", .keys = {"run", "errors"}}).empty());
        CHECK(said_of({.of = "cart", .name = "logs", .keys = {"start", "run"}}).empty());
        CHECK(said_of({.of = "cart", .name = "backup", .keys = {"run"}}).empty());
    }

    TEST_CASE("a scenario says how long they need") {
        using namespace std::chrono_literals;
        const weft::tests::ScenarioFolder folder;
        folder.write("shop.yaml",
                     "apiVersion: batch/v1\nkind: Job\nmetadata: {name: report}\nspec:\n"
                     "  template:\n"
                     "    metadata: {labels: {app: report}}\n"
                     "    spec: {restartPolicy: Never, initContainers: [{name: fetch}], "
                     "containers: [{name: app}, {name: logs}]}\n");
        const auto file = folder.write(
            "a.yaml", weft::tests::head +
                          "services: {report: {containers: {fetch: {run: 3s, errors: 25%}, "
                          "logs: {run: 20s}}}}\n");
        Diagnostics diagnostics;
        const auto scenario = read_scenario(file, ReadOptions{}, diagnostics);
        REQUIRE(scenario);
        const auto& containers = scenario->services.front().behaviour.containers;
        REQUIRE(containers.size() == 2);
        CHECK(containers[0].name == "fetch");
        CHECK(containers[0].run.value().mean == 3s);
        CHECK(containers[0].error_rate == weft::mesh::Ratio{250'000});
        CHECK(containers[1].name == "logs");
        CHECK(containers[1].run.value().mean == 20s);
    }

    TEST_CASE("what does not act is an error") {
        CHECK(said_of({.of = "cart", .name = "migrate", .keys = {"run", "start"}}) ==
              "a.yaml:5:3: error: 'start' does not act on container 'migrate', which is an init "
              "container: it has 'run' and 'errors'");
        CHECK(said_of({.of = "cart", .name = "logs", .keys = {"errors"}}) ==
              "a.yaml:5:3: error: 'errors' does not act on container 'logs', which is a native "
              "sidecar: it has 'start' and 'run'");
        CHECK(said_of({.of = "cart", .name = "backup", .keys = {"errors"}}) ==
              "a.yaml:5:3: error: 'errors' does not act on container 'backup', which is beside a "
              "Job's app: it has 'run'");
        CHECK(said_of({.of = "cart", .name = "backup", .keys = {"run"}},
                      Workload::Kind::deployment) ==
              "a.yaml:5:3: error: 'run' does not act on container 'backup', which is beside the "
              "app of no Job: nothing acts on it");
    }

    TEST_CASE("a container that is nowhere is an error, unless its pod is nowhere") {
        CHECK(said_of({.of = "cart", .name = "migrat"}) ==
              "a.yaml:5:3: error: no pod of 'cart' has a container 'migrat' beside its app; did "
              "you mean 'migrate'?");
        CHECK(said_of({.of = "search", .name = "migrate"}).empty());
    }
}

}  // namespace read_check_containers_test
