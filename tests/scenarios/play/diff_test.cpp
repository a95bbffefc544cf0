#include "reports/store/read_run.hpp"
#include "scenarios/play/first_difference.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/play/replay.hpp"
#include "tests/folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace diff_test {

namespace {

using namespace weft;
namespace fs = std::filesystem;

/// Two pods of one service; the scenario file, its manifest and the run files go with it.
class Runs {
public:
    Runs() {
        folder_.write("shop.yaml", R"(apiVersion: weft/v1
kind: Scenario
name: shop
manifests: [manifests]
horizon: 5s
seed: 7
services:
  web: {workers: 2, script: [{compute: exponential 5ms}]}
load:
  - {id: users, to: web, arrivals: poisson, rate: 100/s}
timeline:
  - {id: sick, at: 3s, for: 1s, fault: error, target: {service: web}, rate: 50%}
)");
        scale(2);
    }

    void scale(int replicas) const {
        folder_.write("manifests/web.yaml", R"(apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: )" + std::to_string(replicas) + R"(
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app}]}}
)");
    }

    fs::path play(const std::string& name,
                  const std::vector<std::string>& sets = {},
                  std::optional<std::uint64_t> seed = std::nullopt,
                  std::optional<mesh::Duration> until = std::nullopt) const {
        scenarios::PlayOptions options;
        options.scenario = (folder_.path() / "shop.yaml").string();
        options.sets = sets;
        options.seed = seed;
        options.until = until;
        options.out = folder_.path() / name;
        std::ostringstream out;
        std::ostringstream err;
        REQUIRE_MESSAGE(scenarios::play(options, out, err) == 0, err.str());
        return options.out;
    }

    void forget_inputs() const {
        fs::remove(folder_.path() / "shop.yaml");
        fs::remove_all(folder_.path() / "manifests");
    }

    fs::path write(const std::string& name, const std::string& text) const {
        return folder_.write(name, text);
    }

private:
    tests::Folder folder_;
};

struct Said {
    int code = 0;
    std::string out;
    std::string err;
};

Said diff(const fs::path& a, const fs::path& b, bool json = false) {
    std::ostringstream out;
    std::ostringstream err;
    scenarios::DiffOptions options;
    options.a = a;
    options.b = b;
    options.json = json;
    const int code = scenarios::diff(options, out, err);
    return {code, out.str(), err.str()};
}

}  // namespace

TEST_SUITE("replay") {
    TEST_CASE("a run file alone is enough to play its run again, interval by interval") {
        const Runs runs;
        const fs::path file = runs.play("a.db", {"load.users.rate=150/s"}, 11);
        runs.forget_inputs();
        const reports::RecordedRun run = reports::read_run(file);
        const auto scenario = scenarios::read_again(run.head, scenarios::built_in_kinds());
        REQUIRE(scenario);
        CHECK(scenario->seed == 11);
        scenarios::Replay replay{run, *scenario, scenarios::built_in_kinds(), 1, nullptr};
        CHECK_FALSE(replay.run_until(mesh::never));
        CHECK(replay.world().fingerprint() == run.summary.fingerprint);
    }

    TEST_CASE("the first interval that is not as it was recorded is named, with both builds") {
        const Runs runs;
        reports::RecordedRun run = reports::read_run(runs.play("a.db"));
        run.intervals[2].fingerprint ^= 1;
        run.head.build = "another compiler";
        const auto scenario = scenarios::read_again(run.head, scenarios::built_in_kinds());
        REQUIRE(scenario);
        scenarios::Replay replay{run, *scenario, scenarios::built_in_kinds(), 0, nullptr};
        const auto failed = replay.run_until(mesh::never);
        REQUIRE(failed);
        CHECK(*failed == 2);
        const std::string text = scenarios::not_as_recorded(run, *failed);
        CHECK(text.find("interval 2 (2s to 3s)") != std::string::npos);
        CHECK(text.find("another compiler") != std::string::npos);
    }
}

TEST_SUITE("diff") {
    TEST_CASE("two runs of one scenario and seed are the same") {
        const Runs runs;
        const Said said = diff(runs.play("a.db"), runs.play("b.db"));
        CHECK(said.code == 0);
        CHECK(said.out.find("the same in all of the 5 intervals") != std::string::npos);
    }

    TEST_CASE("a run that was stopped earlier is no other, in the middle of an interval or not") {
        using namespace std::chrono_literals;
        const Runs runs;
        const fs::path whole = runs.play("whole.db");
        const fs::path at_end = runs.play("at_end.db", {}, {}, 3s);
        const fs::path within = runs.play("within.db", {}, {}, 3500ms);
        for (const fs::path& shorter : {at_end, within}) {
            for (const Said& said : {diff(whole, shorter), diff(shorter, whole)}) {
                CHECK(said.code == 0);
                CHECK(said.out.find("the same in all of the 3 intervals") != std::string::npos);
            }
        }
    }

    TEST_CASE("runs whose intervals are of other lengths cannot be compared") {
        const Runs runs;
        const Said said = diff(runs.play("a.db"), runs.play("b.db", {"interval=500ms"}));
        CHECK(said.code == 2);
        CHECK(said.err.find("their intervals are not of one length") != std::string::npos);
    }

    TEST_CASE("a fault that is stronger in one of them is the first event that differs") {
        const Runs runs;
        const fs::path a = runs.play("a.db");
        const fs::path b = runs.play("b.db", {"timeline.sick.rate=100%"});
        const Said said = diff(a, b, true);
        CHECK(said.code == 1);
        const auto json = nlohmann::json::parse(said.out);
        CHECK(json.at("same") == false);
        const auto& found = json.at("first_difference");
        CHECK(found.at("interval") == 3);
        CHECK(found.at("events_before") > 0);
        CHECK(found.at("a").at("event").at("at_s") >= 3);
        CHECK(found.at("a") != found.at("b"));
        CHECK(json.at("inputs").dump().find("timeline.sick.rate=100%") != std::string::npos);
    }

    TEST_CASE("another seed parts the runs in the first interval") {
        const Runs runs;
        const Said said = diff(runs.play("a.db"), runs.play("b.db", {}, 8));
        CHECK(said.code == 1);
        CHECK(said.out.find("first difference in interval 0 (0s to 1s)") != std::string::npos);
        CHECK(said.out.find("seed: 7 | 8") != std::string::npos);
    }

    TEST_CASE("a manifest that changed between two runs is shown by its first other line") {
        const Runs runs;
        const fs::path a = runs.play("a.db");
        runs.scale(3);
        const Said said = diff(a, runs.play("b.db"));
        CHECK(said.code == 1);
        CHECK(said.out.find("line 10: '  replicas: 2' | '  replicas: 3'") != std::string::npos);
    }

    TEST_CASE("a file that is no run file, or is not there, is the user's mistake") {
        const Runs runs;
        const fs::path a = runs.play("a.db");
        CHECK(diff(a, runs.write("b.db", "text")).code == 2);
        CHECK(diff(a, "none.db").code == 2);
    }
}

}  // namespace diff_test
