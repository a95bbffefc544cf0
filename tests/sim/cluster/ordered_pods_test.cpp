#include "sim/cluster/ordered_pods.hpp"

#include <doctest/doctest.h>

namespace ordered_pods_test {

using weft::sim::next_ordered_step;
using weft::sim::OrderedPod;
using weft::sim::OrderedStep;

namespace {

using Pods = std::vector<OrderedPod>;

OrderedPod ready(std::uint32_t ordinal) {
    return {.ordinal = ordinal, .is_available = true};
}

OrderedPod old(std::uint32_t ordinal) {
    return {.ordinal = ordinal, .is_new = false, .is_available = true};
}

}  // namespace

TEST_SUITE("ordered pods") {
    TEST_CASE("pods start one after the other, each once the one before is available") {
        CHECK(next_ordered_step(3, false, {}) == OrderedStep{.start = {0}});
        CHECK(next_ordered_step(3, false, Pods{{.ordinal = 0}}) == OrderedStep{});
        CHECK(next_ordered_step(3, false, Pods{ready(0)}) == OrderedStep{.start = {1}});
        CHECK(next_ordered_step(3, false, Pods{ready(0), ready(1), ready(2)}) == OrderedStep{});
    }

    TEST_CASE("a pod that is gone comes back under its name") {
        CHECK(next_ordered_step(3, false, Pods{ready(0), ready(2)}) == OrderedStep{.start = {1}});
        const Pods ending{ready(0), {.ordinal = 1, .is_ending = true}, ready(2)};
        CHECK(next_ordered_step(3, false, ending) == OrderedStep{});
    }

    TEST_CASE("pods end from the last one on, one at a time") {
        CHECK(next_ordered_step(1, false, Pods{ready(0), ready(1), ready(2)}) ==
              OrderedStep{.stop = {2}});
        const Pods ending{ready(0), ready(1), {.ordinal = 2, .is_ending = true}};
        CHECK(next_ordered_step(1, false, ending) == OrderedStep{});
    }

    TEST_CASE("a rolling update replaces the last one first, and waits for it") {
        CHECK(next_ordered_step(2, false, Pods{old(0), old(1)}) == OrderedStep{.stop = {1}});
        CHECK(next_ordered_step(2, false, Pods{old(0), {.ordinal = 1}}) == OrderedStep{});
        CHECK(next_ordered_step(2, false, Pods{old(0), ready(1)}) == OrderedStep{.stop = {0}});
    }

    TEST_CASE("pods before the partition stay as they are") {
        const weft::mesh::control::SetUpdateRules rules{.partition = 1};
        CHECK(next_ordered_step(2, false, Pods{old(0), old(1)}, rules) == OrderedStep{.stop = {1}});
        CHECK(next_ordered_step(2, false, Pods{old(0), ready(1)}, rules) == OrderedStep{});
    }

    TEST_CASE("with OnDelete old pods stay, and others take the place of those that are gone") {
        const weft::mesh::control::SetUpdateRules rules{.on_delete = true};
        CHECK(next_ordered_step(2, false, Pods{old(0), old(1)}, rules) == OrderedStep{});
        CHECK(next_ordered_step(2, false, Pods{old(0)}, rules) == OrderedStep{.start = {1}});
    }

    TEST_CASE("several pods of a set may be replaced at a time") {
        const weft::mesh::control::SetUpdateRules two{.max_unavailable = {2, false}};
        const Pods all{old(0), old(1), old(2), old(3)};
        CHECK(next_ordered_step(4, true, all, two) == OrderedStep{.stop = {3, 2}});
        const Pods one_back{old(0), old(1), {.ordinal = 2}, ready(3)};
        CHECK(next_ordered_step(4, true, one_back, two) == OrderedStep{.stop = {1}});
        const Pods both_away{old(0), old(1), {.ordinal = 2}, {.ordinal = 3}};
        CHECK(next_ordered_step(4, true, both_away, two) == OrderedStep{});
        // Half of four are two; of one it is one, since one is the least.
        const weft::mesh::control::SetUpdateRules half{.max_unavailable = {50, true}};
        CHECK(next_ordered_step(4, true, all, half) == OrderedStep{.stop = {3, 2}});
        CHECK(next_ordered_step(1, true, Pods{old(0)}, half) == OrderedStep{.stop = {0}});
    }

    TEST_CASE("a parallel set starts and ends its pods at once, but updates them one by one") {
        CHECK(next_ordered_step(3, true, {}) == OrderedStep{.start = {0, 1, 2}});
        CHECK(next_ordered_step(1, true, Pods{ready(0), ready(1), ready(2)}) ==
              OrderedStep{.stop = {2, 1}});
        CHECK(next_ordered_step(2, true, Pods{old(0), old(1)}) == OrderedStep{.stop = {1}});
    }
}

}  // namespace ordered_pods_test
