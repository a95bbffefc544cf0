#include "scenarios/play/test_runs.hpp"

#include "scenarios/play/exit_code.hpp"
#include "tests/folder.hpp"
#include "tests/pages.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace test_runs_test {

using namespace weft;
using scenarios::TestOptions;

namespace {

const std::string web_mesh =
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata: {name: web}\n"
    "spec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n"
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web}\n"
    "spec:\n"
    "  selector: {matchLabels: {app: web}}\n"
    "  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app}]}}\n";

/// Plays for a second; 100 requests are sent and 99 of them end. `more` is what it expects, say.
std::string scenario(const std::string& more) {
    return "apiVersion: weft/v1\nkind: Scenario\nmanifests: [mesh.yaml]\nhorizon: 1s\n"
           "services: {web: {script: []}}\n"
           "load: [{id: users, to: web, rate: 100/s, arrivals: constant}]\n" +
           more;
}

struct Tested {
    int exit_code = -1;
    std::string out;
    std::string err;

    bool says(const std::string& text) const { return out.find(text) != std::string::npos; }
    nlohmann::json json() const { return nlohmann::json::parse(out); }
};

Tested tested(const TestOptions& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = scenarios::test_runs(options, out, err);
    return {code, out.str(), err.str()};
}

Tested tested(const tests::Folder& folder, bool json = false) {
    TestOptions options;
    options.paths = {folder.path().string()};
    options.json = json;
    return tested(options);
}

/// What became of the only scenario of a folder.
std::pair<int, std::string> verdict_on(const std::string& text) {
    const tests::Folder folder;
    folder.write("mesh.yaml", web_mesh);
    folder.write("one.yaml", text);
    const Tested run = tested(folder, true);
    REQUIRE(run.json().at("scenarios").size() == 1);
    return {run.exit_code, run.json().at("scenarios")[0].at("verdict")};
}

using Verdict = std::pair<int, std::string>;

}  // namespace

TEST_SUITE("weft test") {
    TEST_CASE("each verdict has its exit code") {
        namespace exit_code = scenarios::exit_code;
        CHECK(verdict_on(scenario("expect: [success(users) == 100%]\n")) ==
              Verdict{exit_code::done, "held"});
        CHECK(verdict_on(scenario("expect: [success(users) < 100%]\n")) ==
              Verdict{exit_code::expectation_failed, "failed"});
        CHECK(verdict_on(scenario("")) == Verdict{exit_code::done, "no expectations"});
        CHECK(verdict_on(scenario("expcet: []\n")) == Verdict{exit_code::bad_input, "error"});
        CHECK(verdict_on("kind: Scenario\nload: [\n") == Verdict{exit_code::bad_input, "error"});
    }

    TEST_CASE("a scenario that takes its manifests by -f is skipped, and says what to give") {
        const std::string head =
            "apiVersion: weft/v1\nkind: Scenario\nneeds_manifests: those of the shop\n";
        CHECK(verdict_on(head) == Verdict{scenarios::exit_code::done, "skipped"});
        CHECK(verdict_on(head + "lode: []\n") == Verdict{scenarios::exit_code::bad_input, "error"});

        const tests::Folder folder;
        folder.write("one.yaml", head);
        CHECK(tested(folder).says("    those of the shop\n"));
    }

    TEST_CASE("the table says what each scenario did, and the first expectation that fails") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("zone/mesh.yaml", web_mesh);
        folder.write("calm.yaml", scenario("expect: [success(users) == 100%]\n"));
        folder.write("zone/gale.yaml",
                     scenario("expect: [success(users) > 0%, requests(users) > 100, "
                              "requests(users) > 200]\n"));
        folder.write("zone/lull.yml", scenario(""));
        const Tested run = tested(folder);
        CHECK(run.exit_code == scenarios::exit_code::expectation_failed);
        CHECK(run.says("/calm       held 1 of 1              99      1.00s"));
        CHECK(run.says("/zone/gale  FAILED 1 of 3            99      1.00s"));
        CHECK(run.says("    requests(users) > 100: measured 99\n"));
        CHECK_FALSE(run.says("> 200"));
        CHECK(run.says("3 scenarios in "));
        CHECK(run.says(": 1 held, 1 failed, 1 no expectations; 2 of 4 expectations hold\n"));
        CHECK(run.err.empty());
    }

    TEST_CASE("what is interrupted is stopped, and not judged") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("one.yaml", scenario("expect: [success(users) < 100%]\n"));
        for (const int looks : {0, 5}) {  // Before it is played, and while it is.
            int asked = 0;
            TestOptions options;
            options.paths = {folder.path().string()};
            options.json = true;
            options.is_interrupted = [&] { return asked++ >= looks; };
            const Tested run = tested(options);
            CHECK(run.exit_code == scenarios::exit_code::environment_failed);
            CHECK(run.json().at("scenarios")[0].at("verdict") == "stopped");
        }
    }

    TEST_CASE("what is wrong with one scenario is said, and the others are played") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("a.yaml", scenario("expcet: []\n"));
        folder.write("b.yaml", scenario("expect: [success(users) < 100%]\n"));
        const Tested run = tested(folder);
        CHECK(run.exit_code == scenarios::exit_code::bad_input);
        CHECK(run.err.find("a.yaml:7:1: error: unknown key 'expcet'") != std::string::npos);
        CHECK(run.says("FAILED 0 of 1"));
        CHECK(run.says("1 failed, 1 error"));
    }

    TEST_CASE("warnings are told of a scenario that fails, and always to machines") {
        const std::string unknown = web_mesh +
                                    "---\nkind: Sprocket\napiVersion: shop/v1\n"
                                    "metadata: {name: a}\n";
        for (const bool holds : {true, false}) {
            const tests::Folder folder;
            folder.write("mesh.yaml", unknown);
            folder.write("a.yaml", scenario(holds ? "expect: [success(users) == 100%]\n"
                                                  : "expect: [success(users) < 100%]\n"));
            const Tested run = tested(folder, true);
            CAPTURE(run.out);
            CHECK(run.json().at("scenarios")[0].at("diagnostics").size() == 1);
            CHECK(run.err.empty() == holds);
        }
    }

    TEST_CASE("a path may be a file, a folder or a name of the library, and none is played twice") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        const std::string calm = folder.write("calm.yaml", scenario("")).string();
        TestOptions options;
        options.paths = {calm, folder.path().string() + "/", "sticky_canary", "no_such", ""};
        options.json = true;
        const auto runs = tested(options).json().at("scenarios");
        REQUIRE(runs.size() == 4);
        CHECK(runs[0].at("verdict") == "no expectations");
        CHECK(runs[1].at("name") == "balancing/sticky_canary");
        CHECK(runs[1].at("verdict") == "held");
        CHECK(runs[2].at("verdict") == "error");
        CHECK(runs[3].at("verdict") == "error");
    }

    TEST_CASE("a folder without scenarios is a mistake") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("note.yaml", "# kind: Scenario\nkind: Scenarios\n");
        const Tested run = tested(folder);
        CHECK(run.exit_code == scenarios::exit_code::bad_input);
        CHECK(run.err.find("holds no scenario") != std::string::npos);
    }

    TEST_CASE("what cannot be read in a folder is a mistake, and the others are played") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("calm.yaml", scenario(""));
        std::filesystem::create_symlink("nowhere.yaml", folder.path() / "lost.yaml");
        const Tested run = tested(folder);
        CHECK(run.exit_code == scenarios::exit_code::bad_input);
        CHECK(run.err.find("lost.yaml: error: no such file") != std::string::npos);
        CHECK(run.says("1 no expectations, 1 error"));
    }

    TEST_CASE("pipes and folders that are named as files are none") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("calm.yaml", scenario(""));
        folder.write("folder.yaml/note.txt", "");
        REQUIRE(::mkfifo((folder.path() / "pipe.yaml").c_str(), 0600) == 0);
        const Tested run = tested(folder);
        CHECK(run.exit_code == scenarios::exit_code::done);
        CHECK(run.says("1 scenario in "));
    }

    TEST_CASE("mechanisms are told where something was played alone") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("a.yaml", scenario("expcet: []\n"));
        CHECK_FALSE(tested(folder).says("Mechanisms"));
        folder.write("b.yaml", scenario(""));
        CHECK(tested(folder).says("Mechanisms"));
    }

    TEST_CASE("how many are played at a time changes nothing that is said of them") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        for (const char name : {'a', 'b', 'c', 'd', 'e'}) {
            folder.write(std::string{name} + ".yaml",
                         scenario("expect: [p99(users) < 1s]\nseed: " +
                                  std::to_string(static_cast<int>(name)) + "\n"));
        }
        std::vector<nlohmann::json> said;
        for (const std::uint32_t jobs : {1U, 4U}) {
            TestOptions options;
            options.paths = {folder.path().string()};
            options.jobs = jobs;
            options.json = true;
            nlohmann::json report = tested(options).json();
            report.erase("wall_s");
            for (auto& run : report.at("scenarios"))
                run.erase("wall_s");
            said.push_back(report);
        }
        CHECK(said[0].at("scenarios").size() == 5);
        CHECK(said[0] == said[1]);
    }

    TEST_CASE("progress is told where it is wanted alone") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("a.yaml", scenario(""));
        TestOptions options;
        options.paths = {folder.path().string()};
        options.progress = true;
        CHECK(tested(options).err.find("1 of 1  ") != std::string::npos);
    }

    TEST_CASE("the verdicts are written as JUnit's XML, a case for each expectation") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        const std::string file = folder
                                     .write("one.yaml", scenario("expect: [success(users) == 100%, "
                                                                 "requests(users) > 100]\n"))
                                     .string();
        TestOptions options;
        options.paths = {file};
        options.junit = folder.path() / "verdicts.xml";
        CHECK(tested(options).exit_code == scenarios::exit_code::expectation_failed);
        const std::string xml = tests::text_of(options.junit);
        CAPTURE(xml);
        CHECK(xml.find("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\"") !=
              std::string::npos);
        CHECK(xml.find("one\" name=\"success(users) == 100%\"/>") != std::string::npos);
        CHECK(xml.find("one\" name=\"requests(users) &#62; 100\">") != std::string::npos);
        CHECK(xml.find("<failure message=\"measured 99\"/>") != std::string::npos);

        for (const auto& place : {folder.path() / "no such folder" / "verdicts.xml", folder.path(),
                                  std::filesystem::path{"/dev/full"}}) {
            options.junit = place;
            const Tested run = tested(options);
            CAPTURE(place.string());
            CHECK(run.exit_code == scenarios::exit_code::environment_failed);
            CHECK(run.err.find(" cannot be written\n") != std::string::npos);
            // Only of a device that takes nothing is it learnt late.
            CHECK(run.out.empty() == (place != "/dev/full"));
        }
    }

    TEST_CASE("verdicts take the place of verdicts, and of nothing else") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        TestOptions options;
        options.paths = {folder.write("one.yaml", scenario("")).string()};
        options.junit = options.paths.front();
        const Tested refused = tested(options);
        CHECK(refused.exit_code == scenarios::exit_code::bad_input);
        CHECK(refused.err.find("one.yaml: exists and is no XML\n") != std::string::npos);
        CHECK(tests::text_of(options.junit) == scenario(""));
        options.junit = folder.write("verdicts.xml", "<?xml version=\"1.0\"?>\n");
        CHECK(tested(options).exit_code == scenarios::exit_code::done);
        CHECK(tests::text_of(options.junit).find("<testsuites") != std::string::npos);
    }

    TEST_CASE("the mechanisms that were exercised are named, with those who did") {
        const tests::Folder folder;
        folder.write("mesh.yaml", web_mesh);
        folder.write("one.yaml", scenario("timeline:\n  - {at: 500ms, fault: crash, "
                                          "target: {service: web}}\n"));
        const auto mechanisms = tested(folder, true).json().at("mechanisms");
        std::size_t exercised = 0;
        for (const auto& mechanism : mechanisms) {
            const std::size_t runs = mechanism.at("scenarios").size();
            if (runs > 0) ++exercised;
            if (mechanism.at("name") == "pod_crashed") CHECK(runs == 1);
            if (mechanism.at("name") == "hedge") CHECK(runs == 0);
        }
        CHECK(exercised > 1);
        CHECK(tested(folder).says("pod_crashed 1"));
    }
}

}  // namespace test_runs_test
