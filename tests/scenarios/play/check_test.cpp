#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "tests/folder.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace check_test {

using namespace weft;
namespace fs = std::filesystem;

namespace {

struct Ended {
    int exit_code = -1;
    std::string out;
    std::string said;
};

Ended check(const scenarios::CheckOptions& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = scenarios::check(options, out, err);
    return {code, out.str(), err.str()};
}

bool says(const Ended& ended, const std::string& text) {
    return ended.said.find(text) != std::string::npos;
}

const std::string cart = R"(
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {containers: []}}
)";

std::string rules(const std::string& name, const std::string& host) {
    return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: " + name +
           "}\nspec:\n  hosts: [cart]\n  http: [{route: [{destination: {host: " + host + "}}]}]\n";
}

}  // namespace

TEST_SUITE("check") {
    TEST_CASE("a profile and a preset of faults are checked as what they are") {
        const tests::Folder folder;
        const auto checked = [&](const std::string& text) {
            scenarios::CheckOptions options;
            options.files = {folder.write("own.yaml", "apiVersion: weft/v1\n" + text)};
            return check(options);
        };
        const std::string profile = "kind: Profile\nname: own\nabout: x\nbased_on: istio\n";
        CHECK(checked(profile + "request_timeout: 5s\n").exit_code == scenarios::exit_code::done);
        const Ended wrong = checked(profile + "request_timout: 5s\n");
        CHECK(wrong.exit_code == scenarios::exit_code::bad_input);
        CHECK(says(wrong, "own.yaml:6:1: error: unknown key 'request_timout'"));

        const std::string fault = "kind: Fault\nabout: x\nfaults: [{fault: slow}]\n";
        CHECK(checked(fault).said.empty());
        CHECK(says(checked(fault + "rate: 1%\n"), "own.yaml:5:1: error: unknown key 'rate'"));
        const std::string own =
            "kind: Fault\nabout: x\nparameters: {rate: {default: 2%, about: y}}\n";
        CHECK(
            checked(own + "faults: [{fault: error, rate: $rate, target: $target}]\n").said.empty());
        CHECK(says(checked(own + "faults: [{fault: error, rate: $rte}]\n"),
                   "own.yaml:5:31: error: '$rte' is no parameter of the preset; did you mean "
                   "'rate'?"));
        CHECK(says(checked(own + "faults: [{fault: slo}]\n"),
                   "own.yaml:5:18: error: unknown fault 'slo'; did you mean 'slow'?"));
    }

    TEST_CASE("an experiment of Chaos Mesh is checked by itself") {
        const tests::Folder folder;
        scenarios::CheckOptions options;
        const std::string head =
            "apiVersion: chaos-mesh.org/v1alpha1\nkind: PodChaos\nmetadata: {name: a}\nspec:\n"
            "  selector: {labelSelectors: {app: cart}}\n  action: pod-failure\n";
        options.files = {folder.write("hurt.yaml", head + "  mode: one\n")};
        CHECK(check(options).exit_code == scenarios::exit_code::done);
        CHECK(check(options).said.empty());
        options.files = {folder.write("hurt.yaml", head + "  mode: two\n")};
        CHECK(check(options).exit_code == scenarios::exit_code::bad_input);
        CHECK(says(check(options), "mode must be one of one, all, fixed"));
    }

    TEST_CASE("all manifests that are named make one mesh") {
        const tests::Folder folder;
        scenarios::CheckOptions options;
        options.files = {folder.write("routes.yaml", rules("a", "cart")),
                         folder.write("cart.yaml", cart)};
        const Ended ended = check(options);
        CHECK(ended.exit_code == scenarios::exit_code::done);
        CHECK(ended.out == "2 files checked\n");
        CHECK(ended.said.empty());
    }

    TEST_CASE("the files of a folder are counted one by one") {
        const tests::Folder folder;
        folder.write("mesh/routes.yaml", rules("a", "cart"));
        folder.write("mesh/apps/cart.yaml", cart);
        scenarios::CheckOptions options;
        options.files = {folder.path() / "mesh"};
        CHECK(check(options).out == "2 files checked\n");
        options.files.push_back(folder.write(
            "other.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: other}\n"));
        CHECK(check(options).out == "3 files checked\n");
    }

    TEST_CASE("an error of the analysis is one of the input; rules by themselves are not") {
        const tests::Folder folder;
        scenarios::CheckOptions options;
        options.files = {folder.write("routes.yaml", rules("a", "crt"))};
        CHECK(check(options).exit_code == scenarios::exit_code::done);
        CHECK(says(check(options), "routes.yaml:6:40: warning: there is no host 'crt' [IST0101]"));
        options.strict = true;
        CHECK(check(options).exit_code == scenarios::exit_code::bad_input);
        options.strict = false;
        options.files.push_back(folder.write("cart.yaml", cart));
        CHECK(check(options).exit_code == scenarios::exit_code::bad_input);
        CHECK(says(check(options),
                   "routes.yaml:6:40: error: there is no host 'crt'; did you mean "
                   "'cart'? [IST0101]"));
    }

    TEST_CASE("two VirtualServices of a host are an error, said once") {
        const tests::Folder folder;
        scenarios::CheckOptions options;
        options.files = {folder.write(
            "all.yaml", cart + "---\n" + rules("a", "cart") + "---\n" + rules("b", "cart"))};
        const Ended ended = check(options);
        CHECK(ended.exit_code == scenarios::exit_code::bad_input);
        const std::size_t first = ended.said.find(
            "error: host 'cart' has the rules of "
            "VirtualService 'a' already");
        CHECK(first != std::string::npos);
        CHECK(ended.said.find("[IST0109]") == ended.said.rfind("[IST0109]"));
    }

    TEST_CASE("in a scenario's manifests what a run can play is a warning, and run says nothing") {
        const tests::Folder folder;
        folder.write("mesh.yaml", cart + "---\n" + rules("a", "crt"));
        const std::string scenario =
            folder
                .write("shop.yaml",
                       "apiVersion: weft/v1\nkind: Scenario\nmanifests: [mesh.yaml]\nhorizon: 1s\n"
                       "load: [{id: web, to: cart, arrivals: poisson, rate: 5/s}]\n")
                .string();
        scenarios::CheckOptions options;
        options.files = {scenario};
        const Ended ended = check(options);
        CHECK(ended.exit_code == scenarios::exit_code::done);
        CHECK(says(ended, "mesh.yaml:19:40: warning: there is no host 'crt'"));

        scenarios::PlayOptions playing;
        playing.scenario = scenario;
        playing.record = reports::RecordLevel::none;
        std::ostringstream out;
        std::ostringstream err;
        CHECK(scenarios::play(playing, out, err) == scenarios::exit_code::done);
        CHECK(err.str().find("IST0101") == std::string::npos);
    }

    TEST_CASE("findings for programs have their code, or null") {
        const tests::Folder folder;
        scenarios::CheckOptions options;
        options.json = true;
        options.files = {folder.write("routes.yaml", rules("a", "crt") + "extra: 1\n")};
        const auto answer = nlohmann::json::parse(check(options).out);
        REQUIRE(answer["diagnostics"].size() == 2);
        CHECK(answer["diagnostics"][0]["code"] == "IST0101");
        CHECK(answer["diagnostics"][0]["message"] == "there is no host 'crt'");
        CHECK(answer["diagnostics"][1]["code"].is_null());
    }

    TEST_CASE("every real manifest is checked, and bookinfo's own rules are in order") {
        const char* const given = std::getenv("WEFT_SHARED");
        const fs::path manifests =
            (given != nullptr ? fs::path{given} : fs::path{SOURCE_ROOT} / ".." / "shared") /
            "manifests";
        if (!fs::is_directory(manifests)) {
            MESSAGE("skipped: " << manifests.string() << " is missing");
            return;
        }
        for (const auto& entry : fs::recursive_directory_iterator{manifests}) {
            if (entry.path().extension() != ".yaml") continue;
            CAPTURE(entry.path().string());
            scenarios::CheckOptions options;
            options.files = {entry.path()};
            CHECK(check(options).exit_code <= scenarios::exit_code::bad_input);
        }
        const fs::path bookinfo = manifests / "istio" / "samples" / "bookinfo";
        scenarios::CheckOptions options;
        options.files = {bookinfo / "platform" / "kube" / "bookinfo.yaml",
                         bookinfo / "networking" / "bookinfo-gateway.yaml",
                         bookinfo / "networking" / "destination-rule-all.yaml",
                         bookinfo / "networking" / "virtual-service-all-v1.yaml"};
        const Ended ended = check(options);
        CAPTURE(ended.said);
        CHECK(ended.exit_code == scenarios::exit_code::done);
    }
}

}  // namespace check_test
