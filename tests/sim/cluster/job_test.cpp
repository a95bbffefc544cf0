#include "sim/cluster/job.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace job_test {

using namespace std::chrono_literals;
using weft::mesh::control::JobRules;
using weft::sim::JobStep;
using weft::sim::next_job_step;
using weft::sim::wait_after_failures;

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

    TEST_CASE("so it has when the containers of its pods have started again so often") {
        const JobRules rules{.backoff_limit = 2};
        CHECK(next_job_step(rules, 1, {.active = 1, .restarts = 1}) == JobStep{});
        CHECK(next_job_step(rules, 1, {.active = 1, .restarts = 2}) ==
              JobStep{.state = JobStep::State::failed, .stop = 1});
        const JobRules none{.backoff_limit = 0};
        CHECK(next_job_step(none, 1, {.active = 1}) == JobStep{});
        CHECK(next_job_step(none, 1, {.active = 1, .restarts = 1}).state == JobStep::State::failed);
    }

    TEST_CASE("its time may be over, and while it is suspended it has no pods") {
        CHECK(next_job_step({}, 1, {.active = 1, .is_late = true}) ==
              JobStep{.state = JobStep::State::failed, .stop = 1});
        CHECK(next_job_step({.is_suspended = true}, 2, {.active = 1}) == JobStep{.stop = 1});
        CHECK(next_job_step({.is_suspended = true}, 2, {}) == JobStep{});
    }

    TEST_CASE("a queue is worked off by all until one is done, and then by those that are there") {
        const JobRules queue{.is_queue = true};
        CHECK(next_job_step(queue, 3, {}) == JobStep{.start = 3});
        CHECK(next_job_step(queue, 3, {.active = 2}) == JobStep{.start = 1});
        CHECK(next_job_step(queue, 3, {.active = 2, .succeeded = 1}) == JobStep{});
        CHECK(next_job_step(queue, 3, {.succeeded = 1}) == JobStep{.state = JobStep::State::done});
    }

    TEST_CASE("each pod that fails doubles the time to the next, up to the longest") {
        const weft::sim::JobBackoffPlan plan{.first = 10s, .longest = 10min};
        CHECK(wait_after_failures(1, plan) == 10s);
        CHECK(wait_after_failures(2, plan) == 20s);
        CHECK(wait_after_failures(6, plan) == 320s);
        CHECK(wait_after_failures(7, plan) == 600s);
        CHECK(wait_after_failures(1000, plan) == 600s);
    }
}

}  // namespace job_test
