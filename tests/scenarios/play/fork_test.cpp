#include "scenarios/play/fork.hpp"

#include "reports/store/read_run.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/fault_catalogue.hpp"
#include "tests/folder.hpp"
#include "tests/two_pods.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace fork_test {

namespace {

using namespace weft;
using scenarios::Fork;
namespace fs = std::filesystem;

constexpr const char* shop = R"(# A shop.
apiVersion: weft/v1
kind: Scenario
name: shop
seed: 3
horizon: 3s
manifests: [shop/app.yaml]
load:
  - {id: web, to: app, rate: 50/s}
timeline:
  - {at: 1s, for: 500ms, fault: slow, target: {service: app}}  # As it was.

expect:
  - success(web) >= 0%
)";

const std::string more = "{at: 2s, fault: error, target: {service: app}, rate: 50%}";

fs::path shop_file(const tests::Folder& folder) {
    fs::create_directories(folder.path() / "shop");
    std::ofstream{folder.path() / "shop/app.yaml"} << weft::tests::two_pods;
    std::ofstream{folder.path() / "shop.yaml"} << shop;
    return folder.path() / "shop.yaml";
}

reports::RecordedRun played_run(scenarios::PlayOptions options, const fs::path& out) {
    options.out = out;
    std::ostringstream said;
    std::ostringstream err;
    const int code = scenarios::play(options, said, err);
    // What is expected of a whole run need not hold for the beginning of it.
    const bool is_played =
        code == scenarios::exit_code::done || code == scenarios::exit_code::expectation_failed;
    REQUIRE_MESSAGE(is_played, err.str());
    return reports::read_run(out);
}

reports::RecordedRun run_of(const fs::path& scenario, const fs::path& out) {
    scenarios::PlayOptions options;
    options.scenario = scenario.string();
    return played_run(options, out);
}

reports::RunHead head_with(const std::string& text) {
    reports::RunHead head;
    head.seed = 3;
    head.given = {{"scenario", "x.yaml"}};
    head.sources = {{"x.yaml", text}};
    return head;
}

}  // namespace

TEST_SUITE("fork") {
    TEST_CASE("a run with one more step is the same up to it, and then not") {
        const tests::Folder folder;
        const auto parent = run_of(shop_file(folder), folder.path() / "run.db");
        auto fork = Fork::of(parent.head);
        REQUIRE(fork);
        fork->add(more);
        CHECK(fork->mistakes(scenarios::built_in_kinds()) == "");
        const fs::path file = folder.path() / "elsewhere/fork.yaml";
        REQUIRE(fork->write(file));
        CHECK(fs::exists(folder.path() / "elsewhere/shop/app.yaml"));

        const auto child = played_run(fork->options(file), folder.path() / "child.db");
        REQUIRE(child.intervals.size() == parent.intervals.size());
        CHECK(child.intervals[0].fingerprint == parent.intervals[0].fingerprint);
        CHECK(child.intervals[1].fingerprint == parent.intervals[1].fingerprint);
        CHECK(child.intervals[2].fingerprint != parent.intervals[2].fingerprint);
        CHECK(child.head.seed == 3);
        const auto again = run_of(file, folder.path() / "again.db");
        CHECK(again.summary.fingerprint == child.summary.fingerprint);
    }

    TEST_CASE("a run of the library with another seed is forked with that seed") {
        const tests::Folder folder;
        scenarios::PlayOptions options;
        options.scenario = "gateway";
        options.seed = 77;
        options.until = std::chrono::seconds{2};
        const auto parent = played_run(options, folder.path() / "run.db");
        const auto fork = Fork::of(parent.head);
        REQUIRE(fork);
        const fs::path file = folder.path() / "gateway.yaml";
        REQUIRE(fork->write(file));
        options.scenario = file.string();
        options.seed.reset();
        const auto child = played_run(options, folder.path() / "child.db");
        CHECK(child.head.seed == 77);
        CHECK(child.summary.fingerprint == parent.summary.fingerprint);
    }

    TEST_CASE("steps go behind the others, and comments stay") {
        auto fork = Fork::of(head_with(shop));
        REQUIRE(fork);
        fork->add(more);
        const std::string text = fork->text();
        CHECK(text.starts_with("# A shop.\n"));
        CHECK(text.find("# As it was.\n  - " + more + "\n\nexpect:") != std::string::npos);
        fork->undo();
        CHECK(fork->text() == shop);
        CHECK(fork->text(more) == text);
    }

    TEST_CASE("a timeline is made where there is none, in one line, or in JSON") {
        const std::string head = "apiVersion: weft/v1\nkind: Scenario\n";
        const auto text_of = [](const std::string& scenario) {
            return Fork::of(head_with(scenario))->text("{at: 1s}");
        };
        CHECK(text_of(head) == head + "seed: 3\ntimeline:\n  - {at: 1s}\n");
        CHECK(text_of(head + "timeline: [{at: 0s}]\nname: x\n") ==
              head + "timeline:\n  - {at: 0s}\n  - {at: 1s}\nname: x\nseed: 3\n");
        CHECK(text_of(head + "timeline: []\n") == head + "timeline:\n  - {at: 1s}\nseed: 3\n");
        CHECK(text_of(head + "timeline:\n- at: 0s\n  do: x\nname: x\n") ==
              head + "timeline:\n- at: 0s\n  do: x\n- {at: 1s}\nname: x\nseed: 3\n");
        CHECK(text_of(R"({"apiVersion": "weft/v1", "seed": 9, "load": [{"id": "a"}]})")
                  .ends_with("timeline:\n  - {at: 1s}\n"));
    }

    TEST_CASE("what is wrong with a step is said with its place") {
        const tests::Folder folder;
        const auto parent = run_of(shop_file(folder), folder.path() / "run.db");
        const auto fork = Fork::of(parent.head);
        REQUIRE(fork);
        const std::string said = fork->mistakes(scenarios::built_in_kinds(),
                                                "{at: 2s, fault: eror, target: {service: app}}");
        CHECK(said.find("shop.yaml:12:") != std::string::npos);
        CHECK(said.find("did you mean 'error'?") != std::string::npos);
    }

    TEST_CASE("a manifest that says something else is not replaced") {
        const tests::Folder folder;
        const auto parent = run_of(shop_file(folder), folder.path() / "run.db");
        const auto fork = Fork::of(parent.head);
        REQUIRE(fork);
        std::ofstream{folder.path() / "shop/app.yaml"} << "other";
        const auto written = fork->write(folder.path() / "fork.yaml");
        REQUIRE_FALSE(written);
        CHECK(written.error().find("app.yaml") != std::string::npos);
        CHECK_FALSE(fs::exists(folder.path() / "fork.yaml"));
    }

    TEST_CASE("what cannot be written is named with the reason, and nothing is left of it") {
        const tests::Folder folder;
        const auto parent = run_of(shop_file(folder), folder.path() / "run.db");
        const auto fork = Fork::of(parent.head);
        REQUIRE(fork);
        fs::create_directories(folder.path() / "taken.yaml/within");
        const auto written = fork->write(folder.path() / "taken.yaml");
        REQUIRE_FALSE(written);
        CHECK(written.error().find("taken.yaml cannot be written: Is a directory") !=
              std::string::npos);
        CHECK_FALSE(fs::exists(folder.path() / "taken.yaml.weft-new"));
    }

    TEST_CASE("what was made without a scenario, or by an earlier weft, has no fork") {
        CHECK_FALSE(Fork::of({}));
        reports::RunHead head = head_with("kind: Deployment\n");
        CHECK_FALSE(Fork::of(head));
        head.given = {{"manifest", "x.yaml"}};
        CHECK_FALSE(Fork::of(head));
    }
}

TEST_SUITE("fault catalogue") {
    TEST_CASE("primitives and presets are told with what a step may say of them") {
        const auto all = scenarios::known_faults(scenarios::built_in_kinds().faults);
        const auto named = [&](const char* name) {
            const auto found = std::ranges::find(all, name, &scenarios::KnownFault::name);
            REQUIRE(found != all.end());
            return *found;
        };
        const auto error = named("error");
        CHECK(error.acts_on(sim::FaultKind::Acts::on_pods));
        CHECK(error.file.empty());
        REQUIRE(error.parameters.size() >= 2);
        CHECK(error.parameters[0].name == "rate");
        CHECK(error.parameters[0].fallback == "100%");
        CHECK(error.parameters[1].fallback == "500");
        const auto bad_deploy = named("bad_deploy");
        CHECK_FALSE(bad_deploy.file.empty());
        CHECK(bad_deploy.parameters[0].fallback == "20%");
        CHECK(bad_deploy.parameters[2].about == "how many times as long it computes");
        const auto brown_out = named("brown_out");
        CHECK(brown_out.acts_on(sim::FaultKind::Acts::on_links));
        CHECK_FALSE(brown_out.acts_on(sim::FaultKind::Acts::on_nodes));
        CHECK(brown_out.places == std::vector<std::string>{"target"});
        CHECK(named("delay").places == std::vector<std::string>{"from", "to"});
        CHECK(named("ca_outage").places.empty());
    }
}

}  // namespace fork_test
