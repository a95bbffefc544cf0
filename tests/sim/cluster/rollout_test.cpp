#include "sim/cluster/rollout.hpp"

#include <doctest/doctest.h>

namespace rollout_test {

using weft::mesh::control::RolloutRules;
using weft::sim::next_step;
using weft::sim::RolloutStep;
using weft::sim::WorkloadPods;

TEST_CASE("a workload that has what it wants is left alone") {
    CHECK(next_step({}, 3, {.new_pods = 3, .new_available = 3}) == RolloutStep{});
    CHECK(next_step({}, 0, {}) == RolloutStep{});
}

TEST_CASE("more or fewer replicas are started and stopped at once") {
    CHECK(next_step({}, 5, {.new_pods = 3, .new_available = 3}) == RolloutStep{.start_new = 2});
    CHECK(next_step({}, 1, {.new_pods = 3, .new_available = 3}) == RolloutStep{.stop_new = 2});
    CHECK(next_step({}, 4, {}) == RolloutStep{.start_new = 4});
}

TEST_CASE("a rolling update of ten begins with three more and two fewer") {
    // 25 % of ten: the surge is rounded up, the unavailable ones down.
    CHECK(next_step({}, 10, {.old_pods = 10, .old_available = 10}) ==
          RolloutStep{.start_new = 3, .stop_old = 2});
}

TEST_CASE("old pods end as new ones become available") {
    const WorkloadPods begun{.new_pods = 3, .old_pods = 8, .old_available = 8};
    CHECK(next_step({}, 10, begun) == RolloutStep{.start_new = 2});
    const WorkloadPods one_up{.new_pods = 5, .new_available = 1, .old_pods = 8, .old_available = 8};
    CHECK(next_step({}, 10, one_up) == RolloutStep{.stop_old = 1});
    const WorkloadPods all_up{
        .new_pods = 10, .new_available = 10, .old_pods = 3, .old_available = 3};
    CHECK(next_step({}, 10, all_up) == RolloutStep{.stop_old = 3});
}

TEST_CASE("old pods that are not available end first and cost nothing") {
    const WorkloadPods broken{.old_pods = 4, .old_available = 2};
    // One may be unavailable and two are: they end, and no other.
    CHECK(next_step({}, 4, broken) == RolloutStep{.start_new = 1, .stop_old = 1});
}

TEST_CASE("if neither surge nor unavailable ones are allowed, one may be unavailable") {
    const RolloutRules none{.max_surge = {0, false}, .max_unavailable = {0, false}};
    CHECK(next_step(none, 3, {.old_pods = 3, .old_available = 3}) == RolloutStep{.stop_old = 1});
    const RolloutRules little{.max_surge = {0, true}, .max_unavailable = {10, true}};
    CHECK(next_step(little, 3, {.old_pods = 3, .old_available = 3}) == RolloutStep{.stop_old = 1});
}

TEST_CASE("with a surge and nothing unavailable, each old pod waits for a new one") {
    const RolloutRules careful{.max_surge = {1, false}, .max_unavailable = {0, false}};
    CHECK(next_step(careful, 2, {.old_pods = 2, .old_available = 2}) ==
          RolloutStep{.start_new = 1});
    CHECK(next_step(careful, 2, {.new_pods = 1, .old_pods = 2, .old_available = 2}) ==
          RolloutStep{});
    CHECK(next_step(careful, 2,
                    {.new_pods = 1, .new_available = 1, .old_pods = 2, .old_available = 2}) ==
          RolloutStep{.stop_old = 1});
}

TEST_CASE("where pods are recreated, new ones begin when all old ones are gone") {
    const RolloutRules rules{.recreate = true};
    CHECK(next_step(rules, 3, {.old_pods = 3, .old_available = 3}) == RolloutStep{.stop_old = 3});
    CHECK(next_step(rules, 3, {.ending = 3}) == RolloutStep{});
    CHECK(next_step(rules, 3, {}) == RolloutStep{.start_new = 3});
}

}  // namespace rollout_test
