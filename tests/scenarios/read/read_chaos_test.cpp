// Experiments of Chaos Mesh as steps of the timeline.
#include "scenarios/read/read_chaos.hpp"

#include "tests/scenarios/read/scenario_sample.hpp"

#include <variant>

namespace read_chaos_test {

using namespace weft;
using namespace std::chrono_literals;
using scenarios::InjectFault;
using scenarios::TimelineStep;

namespace {

using Pick = sim::PodSelector::Pick;

std::string experiment(const std::string& kind, const std::string& spec) {
    return "apiVersion: chaos-mesh.org/v1alpha1\nkind: " + kind +
           "\nmetadata: {name: hurt, namespace: default}\nspec: " + spec + "\n";
}

/// Of a scenario of the shop with this experiment among its manifests, or applied at 30s.
tests::ReadResult read_experiment(const std::string& text, bool is_applied = false) {
    const tests::ScenarioFolder folder;
    folder.write("hurt.yaml", text);
    const std::string manifests = is_applied ? "[shop.yaml]" : "[shop.yaml, hurt.yaml]";
    const std::string steps =
        is_applied ? "timeline: [{id: go, at: 30s, do: apply, manifest: hurt.yaml}]\n" : "";
    const auto file = folder.write(
        "a.yaml", "apiVersion: weft/v1\nkind: Scenario\nmanifests: " + manifests + "\n" + steps);
    scenarios::Diagnostics diagnostics;
    tests::ReadResult result{scenarios::read_scenario(file, {}, diagnostics), {}};
    for (const scenarios::Diagnostic& diagnostic : diagnostics.sorted())
        result.messages.push_back(diagnostic.message);
    return result;
}

TimelineStep only_step(const std::string& kind, const std::string& spec) {
    tests::ReadResult result = read_experiment(experiment(kind, spec));
    for (const std::string& message : result.messages)
        MESSAGE(message);
    REQUIRE(result.scenario);
    REQUIRE(result.scenario->timeline.size() == 1);
    return std::move(result.scenario->timeline.front());
}

InjectFault injected(const std::string& kind, const std::string& spec) {
    return std::get<InjectFault>(only_step(kind, spec).action);
}

const std::string cart = "selector: {labelSelectors: {app: cart}}";

}  // namespace

TEST_SUITE("experiments of Chaos Mesh") {
    TEST_CASE("a pod that fails is down for the duration, from the beginning of the run") {
        const TimelineStep step =
            only_step("PodChaos", "{action: pod-failure, mode: one, duration: 30s, " + cart + "}");
        CHECK(step.id == "hurt");
        CHECK(step.at == mesh::Instant{});
        const auto& fault = std::get<InjectFault>(step.action);
        CHECK(fault.length == 30s);
        CHECK(fault.acts == sim::FaultKind::Acts::on_pods);
        CHECK(fault.target.pods.labels.at("app") == "cart");
        CHECK(fault.target.pods.pick == Pick::one);
        CHECK(fault.target.pods.namespaces == std::vector<std::string>{"default"});
    }

    TEST_CASE("a pod that is killed is deleted, by force unless there is a grace period") {
        const auto killed = [](const std::string& more) {
            const auto step =
                only_step("PodChaos", "{action: pod-kill, mode: all, " + more + cart + "}");
            return std::get<sim::PlannedDeletion>(step.action);
        };
        CHECK(killed("").by_force);
        CHECK_FALSE(killed("gracePeriod: 10, ").by_force);
        CHECK(killed("").pods.labels.at("app") == "cart");
    }

    TEST_CASE("a container that is killed ends once") {
        const auto fault =
            injected("PodChaos", "{action: container-kill, mode: all, duration: 1h, " + cart + "}");
        CHECK(fault.length == 1ns);
    }

    TEST_CASE("modes say how many pods are chosen; percentages are rounded down") {
        const auto pods = [](const std::string& mode) {
            return injected("PodChaos", "{action: pod-failure, " + mode + ", " + cart + "}")
                .target.pods;
        };
        CHECK(pods("mode: all").pick == Pick::all);
        CHECK(pods("mode: fixed, value: \"2\"").pick == Pick::count);
        CHECK(pods("mode: fixed, value: \"2\"").amount == 2);
        CHECK(pods("mode: fixed-percent, value: \"40\"").pick == Pick::percent);
        CHECK(pods("mode: fixed-percent, value: \"40\"").rounds_down);
        CHECK(pods("mode: random-max-percent, value: \"60\"").pick == Pick::up_to_percent);
        CHECK(pods("mode: random-max-percent, value: \"60\"").amount == 60);
    }

    TEST_CASE("selectors name namespaces, labels and pods; others are named as not honoured") {
        const auto pods = [](const std::string& selector) {
            return injected("PodChaos",
                            "{action: pod-failure, mode: all, selector: " + selector + "}")
                .target.pods;
        };
        CHECK(pods("{namespaces: [default, other]}").namespaces.size() == 2);
        const auto named = pods("{pods: {default: [cart-0, cart-1]}}");
        CHECK(named.namespaces == std::vector<std::string>{"default"});
        CHECK(named.names == std::vector<std::string>{"cart-0", "cart-1"});
        const auto result = read_experiment(experiment(
            "PodChaos", "{action: pod-failure, mode: all, selector: {nodeSelectors: {a: b}}}"));
        REQUIRE(result.messages.size() == 1);
        CHECK(result.messages.front() == "selector.nodeSelectors is not honoured");
    }

    TEST_CASE("a network is cut from the selected pods to the targets, back, or both ways") {
        const auto cut = [](const std::string& direction) {
            return injected("NetworkChaos", "{action: partition, mode: all, " + direction + cart +
                                                ", target: {mode: all, selector: {labelSelectors: "
                                                "{app: web}}}}")
                .target;
        };
        CHECK(cut("").from.labels.at("app") == "cart");
        CHECK(cut("").to.labels.at("app") == "web");
        CHECK(cut("").one_way);
        CHECK(cut("direction: from, ").from.labels.at("app") == "web");
        CHECK(cut("direction: from, ").one_way);
        CHECK_FALSE(cut("direction: both, ").one_way);
    }

    TEST_CASE("without targets everybody is one") {
        const auto fault = injected(
            "NetworkChaos", "{action: delay, mode: all, delay: {latency: 90ms}, " + cart + "}");
        CHECK(fault.acts == sim::FaultKind::Acts::on_links);
        CHECK(fault.target.to.namespaces.empty());
        CHECK(fault.target.to.labels.empty());
    }

    TEST_CASE("targets outside alone are no reason to strike everybody") {
        const std::string cut = "action: partition, mode: all, " + cart;
        const auto outside = read_experiment(
            experiment("NetworkChaos", "{" + cut + ", externalTargets: [example.com]}"));
        REQUIRE(outside.scenario);
        CHECK(outside.scenario->timeline.empty());
        CHECK(outside.messages ==
              std::vector<std::string>{"NetworkChaos 'hurt': externalTargets are not honoured, and "
                                       "since it has no other target it is not played"});
        const std::string target = "target: {mode: all, selector: {labelSelectors: {app: web}}}";
        const auto both = read_experiment(experiment(
            "NetworkChaos", "{" + cut + ", externalTargets: [example.com], " + target + "}"));
        REQUIRE(both.scenario);
        CHECK(both.scenario->timeline.size() == 1);
        CHECK(both.messages ==
              std::vector<std::string>{"NetworkChaos 'hurt': externalTargets are not honoured"});
        const auto none =
            read_experiment(experiment("NetworkChaos", "{" + cut + ", externalTargets: []}"));
        REQUIRE(none.scenario);
        CHECK(none.scenario->timeline.size() == 1);
        CHECK(none.messages.empty());
    }

    TEST_CASE("several disturbances of one network are one step") {
        const auto fault = injected("NetworkChaos",
                                    "{action: netem, mode: all, delay: {latency: 90ms, jitter: "
                                    "0ms}, loss: {loss: \"25\", correlation: \"0\"}, corrupt: "
                                    "{corrupt: \"1\"}, " +
                                        cart + "}");
        CHECK(fault.others.size() == 2);
    }

    TEST_CASE("what cannot be honoured is a warning that names it") {
        const auto messages = [](const std::string& kind, const std::string& spec) {
            return read_experiment(experiment(kind, spec)).messages;
        };
        const auto jitter = messages(
            "NetworkChaos",
            "{action: delay, mode: all, delay: {latency: 90ms, jitter: 5ms}, " + cart + "}");
        REQUIRE(jitter.size() == 1);
        CHECK(jitter.front() == "NetworkChaos 'hurt': delay.jitter is not honoured");
        const auto mistyped = messages("PodChaos", "{action: pod-kil, mode: all, " + cart + "}");
        REQUIRE(mistyped.size() == 1);
        CHECK(mistyped.front() ==
              "PodChaos 'hurt': action pod-kil is not honoured; did you mean "
              "'pod-kill'?");
    }

    TEST_CASE("a mistake in an experiment is refused") {
        const auto refused = [](const std::string& kind, const std::string& spec) {
            const auto result = read_experiment(experiment(kind, spec));
            CHECK_FALSE(result.scenario);
            REQUIRE(result.messages.size() == 1);
            return result.messages.front();
        };
        CHECK(refused("PodChaos", "{action: pod-failure, mode: al, " + cart + "}")
                  .find("mode must be one of") != std::string::npos);
        CHECK(refused("PodChaos", "{action: pod-failure, mode: fixed, value: two, " + cart + "}")
                  .find("value must be a whole number") != std::string::npos);
        CHECK(refused("PodChaos",
                      "{action: pod-failure, mode: all, selector: {labelSelectors: {app: crt}}}") ==
              "no workload's pods have these labels");
        CHECK(refused("NetworkChaos",
                      "{action: bandwidth, mode: all, bandwidth: {rate: fast}, " + cart + "}")
                  .find("rate must be a rate such as 1mbps") != std::string::npos);
        CHECK(refused("NetworkChaos",
                      "{action: delay, mode: all, delay: {latency: soon}, " + cart + "}")
                  .find("'soon'") != std::string::npos);
        CHECK(refused("NetworkChaos", "{action: loss, mode: all, loss: {loss: some}, " + cart + "}")
                  .find("'some%' is not a share") != std::string::npos);
        CHECK(refused("PodChaos", "all") == "spec must be a mapping of keys to values");
    }

    TEST_CASE("an experiment that does not say what it does is refused") {
        const auto refused = [](const std::string& kind, const std::string& spec) {
            const auto result = read_experiment(experiment(kind, spec));
            CHECK_FALSE(result.scenario);
            REQUIRE(result.messages.size() == 1);
            return result.messages.front();
        };
        CHECK(refused("NetworkChaos", "{action: delay, mode: all, " + cart + "}") ==
              "delay is missing: what the action does");
        CHECK(refused("StressChaos", "{mode: all, " + cart + "}") ==
              "stressors is missing: cpu, memory or both");
        CHECK(refused("StressChaos", "{mode: all, stressors: {}, " + cart + "}") ==
              "stressors have cpu, memory or both");
    }

    TEST_CASE("an experiment that is applied begins when it is, under its own name") {
        const auto result = read_experiment(
            experiment("PodChaos", "{action: pod-failure, mode: all, duration: 5s, " + cart + "}"),
            true);
        REQUIRE(result.scenario);
        const auto& steps = result.scenario->timeline;
        REQUIRE(steps.size() == 2);
        CHECK(steps[1].id == "hurt");
        CHECK(steps[1].start.kind == sim::StepStart::Kind::after_start);
        CHECK(steps[1].start.step == 0);
    }
}

}  // namespace read_chaos_test
