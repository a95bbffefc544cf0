#include "sim/cluster/rollout.hpp"

#include "sim/cluster/count_or_percent.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace rollout_test {

using weft::mesh::control::RolloutRules;
using weft::sim::PodSet;
using weft::sim::resize_sets;
using weft::sim::rounded_up;

namespace {

using Sizes = std::vector<std::uint32_t>;

/// Sets by their pods and those that are available, scaled for so many replicas.
std::vector<PodSet> sets_of(const RolloutRules& rules,
                            std::uint32_t replicas,
                            const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pods) {
    std::vector<PodSet> sets;
    for (const auto& [wanted, available] : pods) {
        sets.push_back({.replicas = wanted,
                        .available = available,
                        .has_pods = wanted > 0,
                        .scaled_for = replicas,
                        .scaled_most = replicas + rounded_up(rules.max_surge, replicas)});
    }
    return sets;
}

/// What becomes of the sets; the last one is the newest.
Sizes resized(const RolloutRules& rules, std::uint32_t replicas, std::vector<PodSet> sets) {
    resize_sets(rules, replicas, sets, &sets.back());
    Sizes sizes;
    for (const PodSet& set : sets)
        sizes.push_back(set.replicas);
    return sizes;
}

Sizes after(const RolloutRules& rules,
            std::uint32_t replicas,
            const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pods) {
    return resized(rules, replicas, sets_of(rules, replicas, pods));
}

}  // namespace

TEST_SUITE("sets of a Deployment") {
    TEST_CASE("one that has what it wants is left alone") {
        CHECK(after({}, 3, {{3, 3}}) == Sizes{3});
        CHECK(after({}, 0, {{0, 0}}) == Sizes{0});
    }

    TEST_CASE("more or fewer replicas are wanted at once") {
        CHECK(after({}, 4, {{0, 0}}) == Sizes{4});
        CHECK(resized({}, 5, sets_of({}, 3, {{3, 3}})) == Sizes{5});
        CHECK(resized({}, 1, sets_of({}, 3, {{3, 3}})) == Sizes{1});
    }

    TEST_CASE("a rolling update of ten begins with three more and two fewer") {
        // 25 % of ten: the surge is rounded up, the unavailable ones down. In place of the two that
        // end there are two more at once.
        CHECK(after({}, 10, {{10, 10}, {0, 0}}) == Sizes{8, 5});
    }

    TEST_CASE("old pods end as new ones become available") {
        CHECK(after({}, 10, {{8, 8}, {5, 0}}) == Sizes{8, 5});
        CHECK(after({}, 10, {{8, 8}, {5, 1}}) == Sizes{7, 6});
        CHECK(after({}, 10, {{3, 3}, {10, 10}}) == Sizes{0, 10});
    }

    TEST_CASE("old pods that are not available end first and cost nothing") {
        // One may be unavailable and two are: one of them ends, and no other.
        CHECK(after({}, 4, {{4, 2}, {0, 0}}) == Sizes{3, 2});
    }

    TEST_CASE("of several old sets the oldest shrinks first, once none has unavailable pods") {
        CHECK(after({}, 4, {{2, 2}, {2, 1}, {1, 1}}) == Sizes{1, 1, 3});
    }

    TEST_CASE("if neither surge nor unavailable ones are allowed, one may be unavailable") {
        const RolloutRules none{.max_surge = {0, false}, .max_unavailable = {0, false}};
        CHECK(after(none, 3, {{3, 3}, {0, 0}}) == Sizes{2, 1});
        const RolloutRules little{.max_surge = {0, true}, .max_unavailable = {10, true}};
        CHECK(after(little, 3, {{3, 3}, {0, 0}}) == Sizes{2, 1});
    }

    TEST_CASE("with a surge and nothing unavailable, each old pod waits for a new one") {
        const RolloutRules careful{.max_surge = {1, false}, .max_unavailable = {0, false}};
        CHECK(after(careful, 2, {{2, 2}, {0, 0}}) == Sizes{2, 1});
        CHECK(after(careful, 2, {{2, 2}, {1, 0}}) == Sizes{2, 1});
        CHECK(after(careful, 2, {{2, 2}, {1, 1}}) == Sizes{1, 2});
    }

    TEST_CASE("where pods are recreated, new ones begin when all old ones are gone") {
        const RolloutRules rules{.recreate = true};
        CHECK(after(rules, 3, {{3, 3}, {0, 0}}) == Sizes{0, 0});
        std::vector<PodSet> sets = sets_of(rules, 3, {{0, 0}, {0, 0}});
        sets.front().has_pods = true;  // They are ending.
        CHECK(resized(rules, 3, sets) == Sizes{0, 0});
        sets.front().has_pods = false;
        CHECK(resized(rules, 3, sets) == Sizes{0, 3});
    }

    TEST_CASE("the template of an old set makes it the newest again") {
        std::vector<PodSet> sets = sets_of({}, 4, {{3, 3}, {2, 0}});
        resize_sets({}, 4, sets, &sets.front());
        CHECK(sets[0].replicas == 4);
        CHECK(sets[1].replicas == 0);
    }

    TEST_CASE("a Deployment that is scaled in a rollout scales its sets as they are") {
        // The example of Kubernetes' documentation: of five more, three are of the old set.
        const RolloutRules rules{.max_surge = {3, false}, .max_unavailable = {2, false}};
        CHECK(resized(rules, 15, sets_of(rules, 10, {{8, 8}, {5, 0}})) == Sizes{11, 7});
        // Down to five and three; then two of the five old ones may end, since three must be there.
        CHECK(resized(rules, 5, sets_of(rules, 10, {{8, 8}, {5, 0}})) == Sizes{3, 5});
        CHECK(resized(rules, 0, sets_of(rules, 10, {{8, 8}, {5, 0}})) == Sizes{0, 0});
    }

    TEST_CASE("what cannot be divided goes to the largest set, and of equal ones to the newest") {
        RolloutRules rules{.max_surge = {0, false}, .max_unavailable = {1, false}};
        rules.is_paused = true;
        CHECK(resized(rules, 5, sets_of(rules, 4, {{2, 2}, {2, 2}})) == Sizes{2, 3});
        CHECK(resized(rules, 3, sets_of(rules, 4, {{2, 2}, {2, 2}})) == Sizes{1, 2});
        CHECK(resized(rules, 5, sets_of(rules, 4, {{3, 3}, {1, 1}})) == Sizes{4, 1});
    }

    TEST_CASE("another template and another number at once: the old set is scaled first") {
        // To eight, of which four are not there: two of them are spared, and two more replaced.
        CHECK(resized({}, 8, sets_of({}, 4, {{4, 4}, {0, 0}})) == Sizes{6, 4});
    }

    TEST_CASE("a paused one goes on with the sets that it has, and can be scaled") {
        const RolloutRules paused{.is_paused = true};
        CHECK(after(paused, 4, {{3, 3}, {2, 2}}) == Sizes{3, 2});
        CHECK(after({}, 4, {{3, 3}, {2, 2}}) == Sizes{1, 4});
        std::vector<PodSet> sets = sets_of(paused, 4, {{4, 4}});
        resize_sets(paused, 6, sets, nullptr);
        CHECK(sets.front().replicas == 6);
        resize_sets(paused, 6, {}, nullptr);  // None has begun.
    }

    TEST_CASE("sets that were left while no pods were wanted grow as their sizes are") {
        // As a paused one does whose pods would be recreated. Seven for the four that there are.
        const RolloutRules paused{.is_paused = true};
        CHECK(resized(paused, 5, sets_of(paused, 0, {{3, 3}, {1, 0}})) == Sizes{5, 2});
    }
}

}  // namespace rollout_test
