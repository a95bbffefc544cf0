#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::job_rules_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;

std::string job(const std::string& spec) {
    return "apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\n"
           "spec:\n"
           "  template: {spec: {restartPolicy: Never, containers: [{image: x}]}}\n" +
           spec;
}

}  // namespace

TEST_SUITE("jobs in manifests") {
    TEST_CASE("a Job that says nothing runs one pod to its end") {
        const auto read = read_one<Workload>(job(""));
        CHECK(read.replicas == 1);
        CHECK(read.job == JobRules{});
    }

    TEST_CASE("it says when it gives up, whether it waits, and for how long it is kept") {
        const auto read = read_one<Workload>(
            job("  completions: 4\n  parallelism: 2\n  completionMode: Indexed\n"
                "  backoffLimit: 0\n  suspend: true\n  activeDeadlineSeconds: 60\n"
                "  ttlSecondsAfterFinished: 0\n"));
        CHECK(read.replicas == 2);
        CHECK(read.job == JobRules{.completions = 4,
                                   .backoff_limit = 0,
                                   .is_suspended = true,
                                   .deadline = 60s,
                                   .kept = 0s});
    }

    TEST_CASE("without completions several pods work off a queue") {
        CHECK(read_one<Workload>(job("  parallelism: 3\n")).job.is_queue);
        CHECK_FALSE(read_one<Workload>(job("  completions: 3\n")).job.is_queue);
    }

    TEST_CASE("what cannot be meant is an error") {
        CHECK(read(job("  completionMode: Indexed\n"))
                  .count("error: completionMode Indexed needs completions") == 1);
        CHECK(read(job("  activeDeadlineSeconds: 0\n")).diagnostics.has_errors());
    }
}

}  // namespace weft::scenarios::samples::job_rules_test
