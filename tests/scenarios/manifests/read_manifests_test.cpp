#include "tests/folder.hpp"
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace weft::scenarios::samples::read_manifests_test {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

std::string account(const std::string& name) {
    return "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: " + name + "}\n";
}

std::vector<std::string> names(const Reading& reading) {
    std::vector<std::string> names;
    for (const auto& resource : reading.resources)
        names.push_back(metadata_of(resource).name);
    return names;
}

Reading read_files(const std::vector<fs::path>& files) {
    Reading reading;
    read_manifest_files(files, reading.resources, reading.diagnostics);
    return reading;
}

}  // namespace

TEST_SUITE("manifests") {
    TEST_CASE("documents are read in their order, and empty ones skipped") {
        const Reading reading = read(account("b") + "---\n---\n# nothing\n---\n" + account("a"));
        CHECK(reading.said().empty());
        CHECK(names(reading) == Lines{"b", "a"});
    }

    TEST_CASE("a document says its apiVersion and kind") {
        CHECK(read("metadata: {name: a}").said() ==
              Lines{"a.yaml:1:1: error: apiVersion is missing",
                    "a.yaml:1:1: error: kind is missing"});
        CHECK(read("- a").count("must be a mapping") == 1);
    }

    TEST_CASE("what says nothing that an object says is passed over, and that is said") {
        const Reading reading =
            read("meshConfig: {accessLogFile: /dev/stdout}\n---\n" + account("a"));
        CHECK(reading.said() == Lines{"a.yaml:1:1: warning: is no Kubernetes object (apiVersion "
                                      "and kind are missing)"});
        CHECK(names(reading) == Lines{"a"});
    }

    TEST_CASE("a graph of services is told where it belongs") {
        CHECK(read("services: [{name: a}]")
                  .count("is a graph of services, which is played by "
                         "itself: weft run ") == 1);
    }

    TEST_CASE("a scenario is told where it belongs, also without its apiVersion and kind") {
        const std::string hint =
            "a.yaml:1:1: warning: is a scenario, which is played by itself: weft run a.yaml";
        const std::string held = "manifests: [shop.yaml]\nload: [{id: a, to: web, rate: 1/s}]\n";
        for (const std::string lead : {"apiVersion: weft/v1\nkind: Scenario\n", "kind: Scenario\n",
                                       "apiVersion: weft/v1\n", ""}) {
            CAPTURE(lead);
            CHECK(read(lead + held).said() == Lines{hint});
        }
        CHECK(read("load: []\n").count("is no Kubernetes object") == 1);
    }

    TEST_CASE("a kind that is not honoured is named, with what may have been meant") {
        const std::string rest = "\nmetadata: {name: x}\n";
        CHECK(read("apiVersion: v1\nkind: LimitRange" + rest).said() ==
              Lines{"a.yaml:2:7: warning: LimitRange 'x' is not honoured"});
        // They are no misspelt HTTPRoute, nor a Job.
        CHECK(
            read("apiVersion: gateway.networking.k8s.io/v1alpha2\nkind: TCPRoute" + rest).said() ==
            Lines{"a.yaml:2:7: warning: TCPRoute 'x' is not honoured"});
        CHECK(read("apiVersion: v1\nkind: Pod" + rest).said() ==
              Lines{"a.yaml:2:7: warning: Pod 'x' is not honoured"});
        CHECK(read("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTRoute" + rest)
                  .count("did you mean 'HTTPRoute'?") == 1);
        CHECK(read("apiVersion: apps/v1\nkind: Deploymnt" + rest).said() ==
              Lines{"a.yaml:2:7: warning: Deploymnt 'x' is not honoured; did you mean "
                    "'Deployment'?"});
        CHECK(read("apiVersion: networking.istio.io/v9\nkind: Gateway" + rest).said() ==
              Lines{"a.yaml:2:7: warning: Gateway 'x' is not honoured in apiVersion "
                    "networking.istio.io/v9"});
        CHECK(read("apiVersion: apps/v1beta1\nkind: Deployment" + rest).count("not honoured") == 1);
    }

    TEST_CASE("a list is opened") {
        const Reading reading = read(
            "apiVersion: v1\nkind: List\nitems:\n"
            "- {apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}\n"
            "- {apiVersion: v1, kind: ServiceAccount, metadata: {name: b}}\n");
        CHECK(reading.said().empty());
        CHECK(names(reading) == Lines{"a", "b"});
    }

    TEST_CASE("the later of two versions replaces the earlier, with a warning") {
        const Reading reading =
            read(account("a") + "---\n" + account("b") + "---\n" +
                 "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, labels: {is: new}}\n");
        CHECK(names(reading) == Lines{"a", "b"});
        CHECK(metadata_of(reading.resources[0]).labels.at("is") == "new");
        CHECK(reading.said() ==
              Lines{"a.yaml:9:1: warning: ServiceAccount 'a' replaces the one at a.yaml:1"});
    }

    TEST_CASE("one name in two namespaces is two resources") {
        const Reading reading = read(account("a") + "---\n" + account("a, namespace: other"));
        CHECK(reading.said().empty());
        CHECK(reading.resources.size() == 2);
    }

    TEST_CASE("what was there before is replaced too") {
        Reading reading = read(account("a"));
        read_manifest_text(account("a"), "b.yaml", reading.resources, reading.diagnostics);
        CHECK(reading.resources.size() == 1);
        CHECK(reading.count(
                  "b.yaml:1:1: warning: ServiceAccount 'a' replaces the one read before") == 1);
    }

    TEST_CASE("one mistake does not hide the next") {
        const Reading reading =
            read("kind: Service\n---\n" + account("a") + "---\napiVersion: v1\n");
        CHECK(reading.count("error") == 2);
        CHECK(names(reading) == Lines{"a"});
    }

    TEST_CASE("a folder stands for its YAML files, sorted, without the hidden") {
        const ::weft::tests::Folder folder;
        folder.write("b.yaml", account("b"));
        folder.write("a.yml", account("a"));
        folder.write("inner/c.yaml", account("c"));
        folder.write(".git/d.yaml", account("d"));
        folder.write(".e.yaml", account("e"));
        folder.write("notes.txt", "none: of this");
        const Reading reading = read_files({folder.path()});
        CHECK(reading.said().empty());
        CHECK(names(reading) == Lines{"a", "b", "c"});
    }

    TEST_CASE("the library's own manifests are read without a finding") {
        const fs::path library = fs::path{SOURCE_ROOT} / "scenarios" / "library";
        const std::vector<fs::path> folders{
            library / "basics" / "shop", library / "rollout" / "canary",
            library / "metastable" / "retry_storm", library / "zone" / "zone_outage",
            library / "balancing" / "connections"};
        CHECK(read_files(folders).said() == Lines{});
    }

    TEST_CASE("a folder without manifests and a file that is not there are errors") {
        const ::weft::tests::Folder folder;
        CHECK(read_files({folder.path()}).count("holds no *.yaml or *.yml file") == 1);
        CHECK(read_files({folder.path() / "missing.yaml"}).diagnostics.has_errors());
    }
}

}  // namespace weft::scenarios::samples::read_manifests_test
