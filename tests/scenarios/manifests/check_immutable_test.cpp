#include "scenarios/manifests/check_immutable.hpp"

#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::check_immutable_test {
namespace {

using Lines = std::vector<std::string>;

/// What is said of a second file that is applied after a first one.
Lines said_of(const std::string& first, const std::string& second) {
    Reading reading;
    Documents documents;
    read_manifest_text(first, "a.yaml", reading.resources, reading.diagnostics, &documents);
    Reading later;
    Documents applied;
    read_manifest_text(second, "b.yaml", later.resources, later.diagnostics, &applied);
    documents.insert(documents.end(), applied.begin(), applied.end());
    check_immutable(documents, later.diagnostics);
    return later.said();
}

std::string cart(const std::string& kind, const std::string& label, const std::string& more = "") {
    return "apiVersion: apps/v1\nkind: " + kind +
           "\nmetadata: {name: cart}\n"
           "spec:\n"
           "  selector: {matchLabels: {app: " +
           label + "}}\n  template: {metadata: {labels: {app: " + label +
           "}}, spec: {containers: [{image: x}]}}\n" + more;
}

std::string job(const std::string& account, const std::string& more = "") {
    return "apiVersion: batch/v1\nkind: Job\nmetadata: {name: cart}\n"
           "spec:\n"
           "  template: {spec: {restartPolicy: Never, serviceAccountName: " +
           account + ", containers: [{image: x}]}}\n" + more;
}

}  // namespace

TEST_SUITE("what cannot be changed") {
    TEST_CASE("a workload keeps its selector") {
        CHECK(said_of(cart("Deployment", "cart"), cart("Deployment", "cart")) == Lines{});
        CHECK(
            said_of(cart("Deployment", "cart"), cart("Deployment", "basket")) ==
            Lines{"b.yaml:5:13: error: selector of Deployment 'cart' cannot be changed once it is "
                  "there: give the new one another name"});
        // Another kind is another workload.
        CHECK(said_of(cart("Deployment", "cart"), cart("DaemonSet", "basket")) == Lines{});
    }

    TEST_CASE("a StatefulSet keeps the order in which its pods come") {
        const Lines said =
            said_of(cart("StatefulSet", "cart"),
                    cart("StatefulSet", "cart", "  podManagementPolicy: Parallel\n"));
        REQUIRE(said.size() == 1);
        CHECK(said.front().starts_with("b.yaml:7:24: error: podManagementPolicy of StatefulSet"));
    }

    TEST_CASE("a Job keeps its template as long as it is there") {
        CHECK(said_of(job("one"), job("one", "  parallelism: 2\n")) == Lines{});
        CHECK(said_of(job("one"), job("two")).size() == 1);
        CHECK(said_of(job("one"), job("one", "  completions: 2\n")).size() == 1);
        CHECK(said_of(job("one", "  ttlSecondsAfterFinished: 5\n"), job("two")) == Lines{});
    }
}

}  // namespace weft::scenarios::samples::check_immutable_test
