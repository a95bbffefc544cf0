#include "scenarios/read/read_scenario.hpp"

#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

namespace read_scenario_test {

namespace {

using namespace weft;
using namespace weft::scenarios;
using namespace weft::tests;
using namespace std::chrono_literals;
using Messages = std::vector<std::string>;

}  // namespace

TEST_SUITE("scenario") {
    TEST_CASE("what is not said has the documented defaults") {
        const Scenario scenario = valid_shop("");
        CHECK(scenario.name == "a");
        CHECK(scenario.profile == "istio");
        CHECK(scenario.horizon == mesh::Instant{60s});
        CHECK(scenario.interval == 1s);
        CHECK(scenario.seed == 1);
        CHECK(scenario.network.same_zone.mean == 250us);
        CHECK(scenario.network.cross_zone.mean == 1ms);
        CHECK(scenario.network.loss.is_zero());
        CHECK(scenario.network.sidecar_cost.mean == 0ns);
        REQUIRE(scenario.cluster.zones.size() == 1);
        CHECK(scenario.cluster.zones.front().zone == "zone-a");
        CHECK(scenario.cluster.crash_noticed_after == 1s);
        CHECK(scenario.cluster.pod_start.mean == 2s);
        CHECK(scenario.cluster.cpu.slice == 100ms);
        CHECK(scenario.cluster.cpu.least_quota == 1ms);
        CHECK(scenario.cluster.autoscaler.sync == 15s);
        CHECK(scenario.cluster.autoscaler.tolerance == 0.1);
        CHECK(scenario.cluster.autoscaler.cpu_initialization == 5min);
        CHECK(scenario.cluster.autoscaler.initial_readiness == 30s);
        CHECK(scenario.cluster.autoscaler.down_stabilization == 5min);
        CHECK(scenario.cluster.propagation.pod_status.mean == 50ms);
        CHECK(scenario.cluster.propagation.apply.mean == 10ms);
        CHECK(scenario.resources.size() == 6);
    }

    TEST_CASE("services, scripts and their steps become behaviours") {
        const Scenario scenario = valid_shop(R"(
services:
  web:
    workers: 4
    mode: async
    on_cancel: drop_queued
    queue: 9
    errors: 1%
    error_status: 503
    response_size: 1KB
    forward: [End-User]
    script:
      - compute: lognormal 6ms scv 2
      - [{call: cart}, [{sleep: 1ms}], {call: {service: "search:80", method: POST, path: /q, retries: 2}}]
      - {call: "cart:8080", probability: 50%, timeout: 1s, on_failure: ignore, headers: {X-A: b}}
)");
        REQUIRE(scenario.services.size() == 1);
        const sim::Behaviour& web = scenario.services.front().behaviour;
        CHECK(web.workers == 4);
        CHECK(web.mode == sim::WorkerMode::async);
        CHECK(web.on_cancel == sim::OnCancel::drop_queued);
        CHECK(web.queue_limit == 9);
        CHECK(web.error_rate.parts == 10'000);
        CHECK(web.error_status == 503);
        CHECK(web.response_size == 1000);
        CHECK(web.forward == std::vector<std::string>{"end-user"});
        REQUIRE(web.script.size() == 3);
        CHECK(web.script[0].time.scv == 2);
        REQUIRE(web.script[1].branches.size() == 3);  // The list in the list joined it.
        CHECK(web.script[1].branches[1].kind == sim::ScriptStep::Kind::sleep);
        CHECK(web.script[1].branches[2].head.method == "POST");
        CHECK(web.script[1].branches[2].retries == 2);
        CHECK(web.script[2].probability.parts == 500'000);
        CHECK(web.script[2].timeout == 1s);
        CHECK(web.script[2].on_failure == sim::ScriptStep::OnFailure::ignore);
        CHECK(web.script[2].head.headers.front().name == "x-a");
    }

    TEST_CASE("loads are open by a rate or closed by users") {
        const Scenario scenario = valid_shop(R"(
load:
  - {id: web, to: web, rate: 400/s, start: 1s, end: 9s, mix: [{weight: 3}, {path: /b, headers: {a: c}}]}
  - {id: people, to: web, path: /p, users: 5, think: exponential 2s, timeout: 1s}
)");
        REQUIRE(scenario.loads.size() == 2);
        CHECK(scenario.loads[0].arrivals->name == "poisson");
        CHECK(scenario.loads[0].arrivals->rate == 400);
        CHECK(scenario.loads[0].from == "ingress");
        CHECK(scenario.loads[0].mix[0].weight == 3);
        CHECK(scenario.loads[0].mix[1].head.path == "/b");
        CHECK(scenario.loads[0].end == mesh::Instant{9s});
        CHECK(scenario.loads[1].users->count == 5);
        CHECK(scenario.loads[1].mix.front().head.path == "/p");
    }

    TEST_CASE("a load that is both open and closed, or neither, is refused") {
        CHECK(shop_refusal("load: [{id: a, to: web}]\n") ==
              "a.yaml:4:8: error: a load has either arrivals and rate, or users and think");
        CHECK(shop_refusal("load: [{id: a, to: web, rate: 1/s, users: 1, think: 1s}]\n")
                  .ends_with("a load has either arrivals and rate, or users and think"));
    }

    TEST_CASE("a scenario's name is printed, and holds nothing that steers a terminal") {
        CHECK(shop_refusal("name: \"a\\e[31m\"\n")
                  .ends_with("error: name must hold no control character"));
        CHECK(valid_shop("name: \"über b\"\n").name == "über b");
    }

    TEST_CASE("a load that begins when the run is over is warned of") {
        const auto messages = [](const std::string& start) {
            return read_shop("horizon: 10s\nload: [{id: a, to: web, rate: 1/s, start: " + start +
                             "}]\n")
                .messages;
        };
        CHECK(messages("9999ms").empty());
        CHECK(messages("10s") ==
              Messages{"a.yaml:5:43: warning: load 'a' never begins: the run ends at its horizon, "
                       "10s"});
    }

    TEST_CASE("two zones have one latency, and headers have names that HTTP takes") {
        const std::string zones = "cluster: {zones: {a: {}, b: {}}}\nnetwork: {latency: {pairs: [";
        CHECK(read_shop(zones + "{between: [a, b], latency: 1ms}, {between: [a, a], latency: 1ms}]"
                                "}}\n")
                  .messages.empty());
        CHECK(shop_refusal(zones + "{between: [a, b], latency: 1ms}, {between: [b, a], latency: "
                                   "1ms}]}}\n")
                  .ends_with("there is already a latency between b and a"));
        for (const std::string name : {"\"a b\"", "\":path\"", "käse"}) {
            CAPTURE(name);
            CHECK(shop_refusal("load: [{id: a, to: web, rate: 1/s, headers: {" + name + ": x}}]\n")
                      .ends_with("cannot be the name of a header"));
        }
    }

    TEST_CASE("the timeline holds faults of pods, faults of links and manifests to apply") {
        const Scenario scenario = valid_shop(R"(
cluster: {zones: {zone-a: {nodes: 1}, zone-b: {nodes: 2}}}
timeline:
  - {id: sick, at: 10s, for: 5s, fault: error, target: {pods: {app: cart}, pick: one}, rate: 100%}
  - {at: 20s, fault: partition, from: {zone: zone-a}, to: {service: cart, pick: 50%}, one_way: true}
  - {at: 30s, do: apply, manifest: shop.yaml}
)");
        REQUIRE(scenario.timeline.size() == 3);
        const auto& sick = std::get<InjectFault>(scenario.timeline[0].action);
        CHECK(sick.target.pods.labels.at("app") == "cart");
        CHECK(sick.target.pods.pick == sim::PodSelector::Pick::one);
        CHECK(sick.length == 5s);
        CHECK(sick.effect != nullptr);
        CHECK(scenario.timeline[1].id == "step-2");
        const auto& cut = std::get<InjectFault>(scenario.timeline[1].action);
        CHECK(cut.target.to.amount == 50);
        CHECK(cut.target.one_way);
        CHECK(std::get<ApplyManifest>(scenario.timeline[2].action).resources.size() == 6);
    }

    TEST_CASE("policies name a balancer, with or without its parameters") {
        const Scenario scenario = valid_shop(
            "policies: {cart: {balancer: random}, web: {balancer: {kind: least_request, choices: "
            "3}}}\n");
        REQUIRE(scenario.policies.size() == 2);
        CHECK(scenario.policies[0].policy.balancer->name == "random");
        CHECK(scenario.policies[1].policy.balancer->parameters.at("choices") == "3");
        CHECK(shop_refusal("policies: {cart: {balancer: randon}}\n")
                  .ends_with("did you mean 'random'?"));
    }

    TEST_CASE("every mistake is reported in one go") {
        const Messages messages = read_shop(R"(horizon: 60
sed: 1
services: {web: {workers: 0, script: [{compute: 5}]}}
load: [{id: web, to: wbe, rate: -4/s, timeout: 0s}]
expect: [success(web) > 99]
)")
                                      .messages;
        CHECK(
            messages ==
            Messages{
                "a.yaml:4:10: error: horizon must be a duration with its unit, such as 25ms or 2s",
                "a.yaml:5:1: error: unknown key 'sed'; did you mean 'seed'?",
                "a.yaml:6:27: error: workers must be between 1 and 1000000",
                "a.yaml:6:49: error: compute: the mean must be a duration with its unit, such as "
                "25ms or 2s, not '5'",
                "a.yaml:7:22: error: unknown service 'wbe'; did you mean 'web'?",
                "a.yaml:7:33: error: rate must be a rate with its unit, such as 400/s or 30/m",
                "a.yaml:7:48: error: timeout must be between 1ns and 87600h",
                "a.yaml:8:25: error: success is compared with a share in percent, such as 99.9%"});
    }

    TEST_CASE("what names nothing in the manifests is refused with what may have been meant") {
        CHECK(shop_refusal("services: {web: {script: [{call: crat}]}}\n") ==
              "a.yaml:4:34: error: unknown service 'crat'; did you mean 'cart'?");
        CHECK(shop_refusal("load: [{id: a, to: 'web:81', rate: 1/s}]\n") ==
              "a.yaml:4:20: error: service 'web' has no port 81; it has 80");
        CHECK(
            shop_refusal("load: [{id: a, to: search, rate: 1/s}]\n").find("has the ports 80, 81") !=
            std::string::npos);
        CHECK(shop_refusal("policies: {crat: {}}\n").ends_with("did you mean 'cart'?"));
        CHECK(shop_refusal("timeline: [{at: 1s, fault: crash, target: {pods: {app: crt}}}]\n")
                  .ends_with("no workload's pods have these labels"));
        CHECK(shop_refusal("cluster: {zones: {eu//a: {}}}\n")
                  .ends_with("must be region/zone/subzone, region/zone or a name without a slash"));
        CHECK(shop_refusal("load: [{id: a, to: web, zone: zone-b, rate: 1/s}]\n")
                  .ends_with("unknown zone 'zone-b'; did you mean 'zone-a'?"));
        CHECK(read_shop("services: {web-v1: {}}\n").messages.front().find("warning: 'web-v1'") !=
              std::string::npos);
    }

    TEST_CASE("services are found by every name that the cluster gives them") {
        for (const std::string name :
             {"web", "web.default", "web.default.svc", "'web.default.svc.cluster.local:80'"}) {
            CAPTURE(name);
            CHECK(read_shop("load: [{id: a, to: " + name + ", rate: 1/s}]\n").scenario);
        }
        CHECK_FALSE(read_shop("load: [{id: a, to: web.other, rate: 1/s}]\n").scenario);
    }

    TEST_CASE("weights that sum to nothing are refused") {
        CHECK(shop_refusal("load: [{id: a, to: web, rate: 1/s, mix: [{weight: 0}, {weight: 0}]}]\n")
                  .ends_with("mix must list requests whose weights sum to more than 0"));
    }

    TEST_CASE("negative and unit-less times are refused") {
        for (const std::string time : {"-5s", "5", "5 parsecs", "s"}) {
            CAPTURE(time);
            CHECK(shop_refusal("horizon: " + time + "\n").find("horizon must be a duration") !=
                  std::string::npos);
        }
    }

    TEST_CASE("a circle of calls is refused with the circle, unless chance ends it") {
        CHECK(shop_refusal("services:\n  web: {script: [{call: cart}]}\n"
                           "  cart: {script: [[{sleep: 1ms}, {call: web}]]}\n") ==
              "a.yaml:5:8: error: calls go in a circle that never ends: web -> cart -> web; give "
              "one of "
              "them a probability below 100%");
        CHECK(read_shop("services:\n  web: {script: [{call: cart}]}\n"
                        "  cart: {script: [{call: web, probability: 99%}]}\n")
                  .scenario);
    }

    TEST_CASE("what comes later is refused as not supported yet") {
        for (const std::string text : {"study: {}\n"}) {
            CAPTURE(text);
            CHECK(shop_refusal(text).find("not supported yet") != std::string::npos);
        }
    }

    TEST_CASE("a scenario without manifests says what to give") {
        CHECK(read_text("apiVersion: weft/v1\nkind: Scenario\nneeds_manifests: the shop's\n")
                  .messages == Messages{"a.yaml: error: needs manifests: the shop's"});
        CHECK(read_text("apiVersion: weft/v1\nkind: Scenario\n").messages.size() == 1);
    }

    TEST_CASE("another kind, another version or no mapping is refused") {
        CHECK(read_text("apiVersion: weft/v2\nkind: Study\nmanifests: [shop.yaml]\n").messages ==
              Messages{"a.yaml:1:13: error: apiVersion must be weft/v1",
                       "a.yaml:2:7: error: kind must be Scenario"});
        CHECK(read_text("[1, 2]\n").messages.size() == 1);
        CHECK(read_text(head + "---\n" + head).messages.size() == 1);
    }

    TEST_CASE("ids are unique and can be named in expressions") {
        CHECK(shop_refusal("load: [{id: a, to: web, rate: 1/s}, {id: a, to: web, rate: 1/s}]\n")
                  .ends_with("there is already a load 'a'"));
        CHECK(
            shop_refusal("load: [{id: a.b, to: web, rate: 1/s}]\n").find("id must be of letters") !=
            std::string::npos);
    }

    TEST_CASE("--set changes values by path, by id or by position") {
        const std::string text = "load: [{id: web, to: web, rate: 1/s}]\n";
        CHECK(valid_shop(text, {.sets = {"load.web.rate=500/s"}}).loads[0].arrivals->rate == 500);
        CHECK(valid_shop(text, {.sets = {"load.0.rate=5/s"}}).loads[0].arrivals->rate == 5);
        CHECK(valid_shop(text, {.sets = {"network.loss=1%"}}).network.loss.parts == 10'000);
        CHECK(
            valid_shop("", {.sets = {"services.web={workers: 3}"}}).services[0].behaviour.workers ==
            3);
        CHECK(shop_refusal(text, {.sets = {"load.wb.rate=5/s"}}).find("no 'wb' in this list") !=
              std::string::npos);
        CHECK(shop_refusal(text, {.sets = {"load.7.rate=5/s"}})
                  .ends_with("there is no '7' in this list"));
        CHECK(shop_refusal(text, {.sets = {"horizon"}}).find("must be PATH=VALUE") !=
              std::string::npos);
        CHECK(shop_refusal(text, {.sets = {"horizn=5s"}}).find("unknown key 'horizn'") !=
              std::string::npos);
    }

    TEST_CASE("what is wrong with --set is said of --set, not of the file") {
        const std::string text = "load: [{id: web, to: web, rate: 1/s}]\nnetwork: {loss: 1%}\n";
        const auto says = [&](const std::string& set, const std::string& rest) {
            const std::string said = shop_refusal(text, {.sets = {set}});
            CAPTURE(said);
            CHECK(said.starts_with("--set " + set + ": error: " + rest));
        };
        says("horizon=5", "horizon must be a duration");
        says("horizn=5s", "unknown key 'horizn'; did you mean 'horizon'?");
        says("load.web.rate=fast", "rate must be a rate");
        says("load.web.rte=1/s", "unknown key 'rte'; did you mean 'rate'?");
        says("load.web.to=wbe", "unknown service 'wbe'; did you mean 'web'?");
        says("load.wb.rate=1/s", "there is no 'wb' in this list; did you mean 'web'?");
        says("services.web={wrkers: 3}", "unknown key 'wrkers'; did you mean 'workers'?");
        says("servces.web.workers=3", "unknown key 'servces'; did you mean 'services'?");
        says("network.loss=[", "not valid YAML");
    }

    TEST_CASE("--set of a key that is made does not lose what stands beside it") {
        const ReadOptions sets{.sets = {"services.web.workers=3", "services.web.queue=7"}};
        const auto services = valid_shop("", sets).services;
        REQUIRE(services.size() == 1);
        CHECK(services[0].behaviour.workers == 3);
        CHECK(services[0].behaviour.queue_limit == 7);
    }

    TEST_CASE("--set of what an anchor and its aliases share changes it for the one alone") {
        const std::string text =
            "services:\n"
            "  cart: &app {workers: 3, script: [{compute: 1ms}, {compute: 2ms}]}\n"
            "  search: *app\n"
            "  web: *app\n";
        const ReadOptions sets{.sets = {"services.search.workers=5", "services.web={workers: 7}",
                                        "services.search.script.1={sleep: 3ms}"}};
        const auto services = valid_shop(text, sets).services;
        REQUIRE(services.size() == 3);
        CHECK(services[0].behaviour.workers == 3);
        CHECK(services[1].behaviour.workers == 5);
        CHECK(services[2].behaviour.workers == 7);
        CHECK(services[0].behaviour.script[1].kind != sim::ScriptStep::Kind::sleep);
        CHECK(services[1].behaviour.script[1].kind == sim::ScriptStep::Kind::sleep);
    }

    TEST_CASE("--set leaves the places of what stands around it") {
        const std::string text = "load:\n  - {id: a, to: web}\n";
        const std::string said = shop_refusal(text);
        CAPTURE(said);
        CHECK(said.find(".yaml:") != std::string::npos);
        CHECK(shop_refusal(text, {.sets = {"load.a.path=/x"}}) == said);
        CHECK(shop_refusal(text, {.sets = {"load.a.path=/x", "load.a.method=POST"}}) == said);
    }

    TEST_CASE("the command line's seed wins") {
        CHECK(valid_shop("seed: 7\n").seed == 7);
        CHECK(valid_shop("seed: 7\n", {.seed = 9}).seed == 9);
        CHECK(shop_refusal("seed: -1\n").find("seed must be a whole number") != std::string::npos);
    }

    TEST_CASE("strict reading makes errors of warnings") {
        const std::string text = "services: {nobody: {}}\n";
        CHECK(read_shop(text).scenario);
        CHECK_FALSE(read_shop(text, {.strict = true}).scenario);
    }

    TEST_CASE("the canonical form is the same for two ways to write it, and can be read again") {
        const std::string one =
            valid_shop("horizon: 5s\nload: [{id: a, to: web, rate: 1/s}]\n").canonical;
        const std::string other =
            valid_shop("load:\n  - rate: 1/s  # a comment\n    to: web\n    id: a\nhorizon: 5s\n")
                .canonical;
        CHECK(one == other);
        CHECK(read_text(one).scenario);
        CHECK(valid_shop("horizon: 6s\n").canonical != valid_shop("horizon: 5s\n").canonical);
    }
}

}  // namespace read_scenario_test
