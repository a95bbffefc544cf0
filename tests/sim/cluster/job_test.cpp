#include "sim/cluster/job.hpp"

#include <doctest/doctest.h>

namespace job_test {

using weft::mesh::control::JobRules;
using weft::sim::JobStep;
using weft::sim::next_job_step;

TEST_SUITE("jobs") {
    TEST_CASE("as many pods run at a time as the job wants and still needs") {
        const JobRules five{.completions = 5};
        CHECK(next_job_step(five, 2, {}) == JobStep{.start = 2});
        CHECK(next_job_step(five, 2, {.active = 1, .succeeded = 3}) == JobStep{.start = 1});
        CHECK(next_job_step(five, 2, {.active = 1, .succeeded = 4}) == JobStep{});
        CHECK(next_job_step(five, 1, {.active = 2, .succeeded = 1}) == JobStep{.stop = 1});
    }

    TEST_CASE("it is done when enough pods have ended well") {
        CHECK(next_job_step({.completions = 2}, 1, {.succeeded = 2}) ==
              JobStep{.state = JobStep::State::done});
    }

    TEST_CASE("it has failed when more pods have than it allows") {
        const JobRules rules{.completions = 1, .backoff_limit = 2};
        CHECK(next_job_step(rules, 1, {.failed = 2}) == JobStep{.start = 1});
        CHECK(next_job_step(rules, 1, {.active = 1, .failed = 3}) ==
              JobStep{.state = JobStep::State::failed, .stop = 1});
    }
}

}  // namespace job_test
