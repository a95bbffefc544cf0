#include "reports/explain/critical_path.hpp"
#include "reports/explain/tracing.hpp"
#include "reports/store/read_run.hpp"
#include "reports/write/cause_steps.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/play/world_plan.hpp"
#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/read_scenario.hpp"
#include "sim/world/world.hpp"
#include "tests/folder.hpp"
#include "tests/two_pods.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace explain_test {

namespace {

using namespace weft;
namespace fs = std::filesystem;

struct Said {
    int code = 0;
    std::string out;
    std::string err;
};

Said explain(const scenarios::ExplainOptions& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = scenarios::explain(options, out, err);
    return {code, out.str(), err.str()};
}

/// The run file of first_steps, stopped after its fault began.
fs::path first_steps(const tests::Folder& folder) {
    scenarios::PlayOptions options;
    options.scenario = "first_steps";
    options.out = folder.path() / "run.db";
    options.until = std::chrono::seconds{70};
    std::ostringstream out;
    std::ostringstream err;
    scenarios::play(options, out, err);
    return options.out;
}

/// An app that asks for its settings before it is up, and again after it has ended.
constexpr const char* scenario_that_asks = R"(apiVersion: weft/v1
kind: Scenario
name: asks
manifests: [app.yaml]
horizon: 10s
services: {app: {on_start: {call: settings}}}
load: [{id: web, to: app, arrivals: constant, rate: 1/s}]
timeline: [{at: 2s, for: 100ms, fault: exit, target: {service: app}}]
)";

/// One pod of two answers 500 from the second second on.
constexpr const char* scenario_that_ejects = R"(apiVersion: weft/v1
kind: Scenario
name: ejects
manifests: [app.yaml, rule.yaml]
horizon: 10s
load: [{id: web, to: app, arrivals: constant, rate: 20/s}]
timeline: [{id: sick, at: 2s, fault: error, target: {service: app, pick: one}}]
)";

constexpr const char* rule_that_ejects = R"(apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: app}
spec:
  host: app
  trafficPolicy:
    outlierDetection:
      {consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 60s, maxEjectionPercent: 100}
)";

}  // namespace

TEST_SUITE("explain") {
    TEST_CASE("the parts of every sampled request sum to its latency, in every library scenario") {
        for (const std::string& name : scenarios::data_names(scenarios::data::library)) {
            scenarios::Diagnostics diagnostics;
            const fs::path file = scenarios::find_data(scenarios::data::library, name);
            const auto scenario = scenarios::read_scenario(file, {}, diagnostics);
            if (!scenario) continue;  // It needs manifests that the library does not have.
            reports::Tracing tracing;
            sim::World world{scenarios::world_plan(*scenario, scenarios::built_in_kinds(), 50),
                             &tracing};
            std::size_t traces = 0;
            const mesh::Instant end =
                std::min(scenario->horizon, mesh::Instant{std::chrono::minutes{2}});
            world.run_until(end);
            world.close_interval();
            for (const reports::RequestTrace& trace : tracing.take_complete()) {
                mesh::Instant now = trace.sent();
                bool is_whole = true;
                for (const reports::Part& part : reports::critical_path(trace)) {
                    is_whole = is_whole && part.from == now && part.to > part.from;
                    now = part.to;
                }
                CHECK_MESSAGE((is_whole && now == trace.ended()), name, " request ", trace.request);
                ++traces;
            }
            CHECK_MESSAGE(traces > 0, name);
        }
    }

    TEST_CASE("the slowest and the first that failed are told in full") {
        const tests::Folder folder;
        scenarios::ExplainOptions options;
        options.run = first_steps(folder);
        options.slowest = 1;
        options.failed = 1;
        const Said said = explain(options);
        CHECK(said.code == 0);
        CHECK(said.out.find("where its time went:") != std::string::npos);
        CHECK(said.out.find("failed by: ") != std::string::npos);
        CHECK(said.out.find("attempt 1 to ") != std::string::npos);
    }

    TEST_CASE("what an app asked for before it was up is told as any other request") {
        const tests::Folder folder;
        folder.write("app.yaml", tests::app_of("app", 1) + "---\n" + tests::app_of("settings", 1));
        scenarios::PlayOptions played;
        played.scenario = folder.write("asks.yaml", scenario_that_asks).string();
        played.out = folder.path() / "run.db";
        std::ostringstream out;
        std::ostringstream err;
        REQUIRE(scenarios::play(played, out, err) == 0);
        scenarios::ExplainOptions options;
        options.run = played.out;
        options.slowest = 100;
        const Said said = explain(options);
        CHECK(said.code == 0);
        CHECK(said.out.find("app.default-start/0") != std::string::npos);
        options.slowest = 0;
        options.request = "app.default-start/0";
        CHECK(explain(options).code == 0);
        options.request = "app.default-start/1000";
        CHECK(explain(options).err.find("has not ended in this run") != std::string::npos);
    }

    TEST_CASE("without a request it says what all of a window waited for and why they failed") {
        const tests::Folder folder;
        scenarios::ExplainOptions options;
        options.run = first_steps(folder);
        const Said said = explain(options);
        CHECK(said.code == 0);
        CHECK(said.out.find("why they failed:") != std::string::npos);
        CHECK(said.out.find("where the time of the slowest 1% went:") != std::string::npos);

        options.to = mesh::Instant{std::chrono::seconds{1}};
        options.json = true;
        std::istringstream lines{explain(options).out};
        std::size_t requests = 0;
        for (std::string line; std::getline(lines, line); ++requests) {
            const auto json = nlohmann::json::parse(line);
            double sum = 0;
            for (const auto& part : json.at("parts"))
                sum += part.at("took_ms").get<double>();
            CHECK(sum == doctest::Approx(json.at("latency_ms").get<double>()));
            CHECK_FALSE(json.contains("causes"));
        }
        CHECK(requests > 10);
    }

    TEST_CASE("programs get what led to a request's end, from there backwards") {
        const tests::Folder folder;
        scenarios::ExplainOptions options;
        options.run = first_steps(folder);
        options.failed = 1;
        options.json = true;
        const auto json = nlohmann::json::parse(explain(options).out);
        const auto& causes = json.at("causes");
        REQUIRE(causes.size() > 1);
        CHECK(causes[0].at("about") == "request");
        const auto request = std::to_string(json.at("request").get<std::uint64_t>());
        CHECK(causes[0].at("name") == json.at("load").get<std::string>() + "/" + request);
        for (std::size_t row = 1; row < causes.size(); ++row) {
            CHECK(causes[row].at("at_s") <= causes[row - 1].at("at_s"));
            CHECK(causes[row].at("what") != "");
            CHECK(causes[row].at("evidence") != "");
        }
    }

    TEST_CASE("a condition chooses whom it tells of, all together or one by one") {
        const tests::Folder folder;
        scenarios::ExplainOptions options;
        options.run = first_steps(folder);
        options.where = "failed and calls(payment) > 0";
        const Said failed = explain(options);
        CHECK(failed.code == 0);
        const std::string some = failed.out.substr(0, failed.out.find(" requests, "));
        CHECK(failed.out.starts_with(some + " requests, " + some + " failed, "));
        CHECK(some != "0");

        options.slowest = 1;
        options.where = "not failed";
        const Said slowest = explain(options);
        CHECK(slowest.out.find(": 200 after ") != std::string::npos);
        options.slowest = 0;
        options.failed = 1;
        CHECK(explain(options).out == "no such request in this run\n");

        options.where = "latncy > 1s";
        const Said wrong = explain(options);
        CHECK(wrong.code == 2);
        CHECK(wrong.err ==
              "error: --where, character 1: unknown attribute of a request 'latncy'; did you mean "
              "'latency'?\n");

        options.where = "calls(paymnt) > 0";
        const Said unknown = explain(options);
        CHECK(unknown.code == 2);
        CHECK(unknown.err ==
              "error: --where: there is no service 'paymnt'; did you mean 'payment'?\n");
    }

    TEST_CASE("where no request is meant, programs get no line") {
        const tests::Folder folder;
        scenarios::ExplainOptions options;
        options.run = first_steps(folder);
        options.failed = 1;
        options.to = mesh::Instant{std::chrono::seconds{1}};  // Before the fault.
        CHECK(explain(options).out == "no such request in this run\n");
        options.json = true;
        const Said said = explain(options);
        CHECK(said.code == 0);
        CHECK(said.out.empty());
        CHECK(said.err == "no such request in this run\n");
    }

    TEST_CASE("who asks for an explanation is told how far it is, and may stop it") {
        const tests::Folder folder;
        scenarios::ExplainOptions options;
        options.run = first_steps(folder);
        options.request = "shoppers/10000";
        std::vector<mesh::Instant> told;
        options.goes_on = [&](mesh::Instant now) {
            told.push_back(now);
            return told.size() < 3;
        };
        const Said said = explain(options);
        CHECK(said.code == 2);
        CHECK(said.err.find("stopped") != std::string::npos);
        REQUIRE(told.size() == 3);
        CHECK(told[2] == mesh::Instant{std::chrono::seconds{3}});
    }

    TEST_CASE("who plays a run may stop it, and has what came before") {
        const tests::Folder folder;
        scenarios::PlayOptions options;
        options.scenario = "first_steps";
        options.out = folder.path() / "run.db";
        const mesh::Instant enough{std::chrono::seconds{2}};
        options.goes_on = [&](mesh::Instant now) { return now < enough; };
        std::ostringstream out;
        std::ostringstream err;
        CHECK(scenarios::play(options, out, err) == 3);
        const reports::RecordedRun run = reports::read_run(options.out);
        CHECK(run.summary.status == reports::RunStatus::interrupted);
        CHECK(run.summary.simulated_s == 2);

        scenarios::ExplainOptions asked;
        asked.run = options.out;
        asked.slowest = 1;
        CHECK(explain(asked).err ==
              "note: this run was interrupted at 2s: what came later is not known\n");
        SQLite::Database{options.out.string(), SQLite::OPEN_READWRITE}.exec(
            "update meta set value = 'failed' where key = 'status';"
            "insert or replace into meta values ('why', 'it broke')");
        CHECK(explain(asked).err == "note: this run failed after 2s: it broke\n");
    }

    TEST_CASE("what is interrupted while it is read is not played, and replaces no run") {
        const tests::Folder folder;
        scenarios::PlayOptions options;
        options.scenario = "first_steps";
        options.out = folder.path() / "run.db";
        options.is_interrupted = [] { return true; };
        std::ostringstream out;
        std::ostringstream err;
        CHECK(scenarios::play(options, out, err) == 3);
        CHECK(err.str().find("interrupted: nothing was played") != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(options.out));
    }

    TEST_CASE("a run that is interrupted ends after the slice that it is in") {
        const tests::Folder folder;
        scenarios::PlayOptions options;
        options.scenario = "first_steps";
        options.out = folder.path() / "run.db";
        int asked = 0;  // Before there is a file, and after each 10 ms.
        options.is_interrupted = [&] { return ++asked > 100; };
        std::ostringstream out;
        std::ostringstream err;
        CHECK(scenarios::play(options, out, err) == 3);
        const reports::RecordedRun run = reports::read_run(options.out);
        CHECK(run.summary.status == reports::RunStatus::interrupted);
        CHECK(run.summary.simulated_s == 1);
    }

    TEST_CASE("a host that is out is told with the failures and the fault that led to it") {
        const tests::Folder folder;
        folder.write("app.yaml", tests::two_pods);
        folder.write("rule.yaml", rule_that_ejects);
        scenarios::PlayOptions played;
        played.scenario = folder.write("ejects.yaml", scenario_that_ejects).string();
        played.out = folder.path() / "run.db";
        std::ostringstream out;
        std::ostringstream err;
        REQUIRE(scenarios::play(played, out, err) == 0);
        scenarios::ExplainOptions options;
        options.run = played.out;
        options.request = "web/150";
        reports::CauseChain chain;
        options.on_causes = [&chain](const reports::CauseChain& found) { chain = found; };
        const Said said = explain(options);
        CAPTURE(said.out);
        const auto is_told = [&chain](const std::string& what) {
            return std::ranges::any_of(chain.steps, [&](const reports::CauseStep& step) {
                return step.what.find(what) != std::string::npos;
            });
        };
        CHECK(is_told("host_ejected.consecutive_5xx app-"));
        CHECK(is_told("5 failures in a row, from 2."));
        CHECK(is_told("fault_started sick"));
        CHECK(chain.faults == std::vector<std::string>{"sick"});
        CHECK(said.code == 0);
        CHECK(said.out.find("host_ejected.consecutive_5xx app-") != std::string::npos);
        CHECK(said.out.find("5 failures in a row, from 2.") != std::string::npos);
        CHECK(said.out.find(": 5 x 500 of app-") != std::string::npos);
        CHECK(said.out.find("fault sick on app-") != std::string::npos);
    }

    TEST_CASE("a run that was cut off before its first interval was over says so") {
        const tests::Folder folder;
        scenarios::ExplainOptions options;
        options.run = first_steps(folder);
        SQLite::Database{options.run.string(), SQLite::OPEN_READWRITE}.exec(
            "delete from fingerprint");
        const Said said = explain(options);
        CHECK(said.code == 2);
        CHECK(said.err.find("holds no interval") != std::string::npos);
        CHECK(said.out.empty());
    }

    TEST_CASE("a request that is none, or not of this run, is the user's mistake") {
        const tests::Folder folder;
        scenarios::ExplainOptions options;
        options.run = first_steps(folder);
        options.request = "1234";
        CHECK(explain(options).code == 2);
        options.request = "nobody/1";
        CHECK(explain(options).err.find("there is no load 'nobody'") != std::string::npos);
        options.request = "web/99999999";
        CHECK(explain(options).code == 2);
        options.request.clear();
        options.from = options.to = mesh::Instant{std::chrono::seconds{2}};
        CHECK(explain(options).err == "error: --to must be later than --from\n");
        options.run = folder.write("x.db", "text");
        CHECK(explain(options).code == 2);
    }
}

}  // namespace explain_test
