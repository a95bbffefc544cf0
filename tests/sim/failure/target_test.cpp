#include "sim/failure/target.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace target_test {

using namespace weft;
using mesh::Draws;
using mesh::control::Labels;
using sim::Candidate;
using sim::PodId;
using sim::PodSelector;

namespace {

const Labels ratings_v1{{"app", "ratings"}, {"version", "v1"}};
const Labels ratings_v2{{"app", "ratings"}, {"version", "v2"}};

const std::vector<Candidate> pods{
    {PodId{5}, "ratings", &ratings_v1, "zone-b"},
    {PodId{0}, "ratings", &ratings_v1, "zone-a"},
    {PodId{3}, "ratings", &ratings_v2, "zone-a"},
    {PodId{4}, "reviews", nullptr, "zone-a"},
};

std::vector<std::uint32_t> selected(const PodSelector& selector, std::uint64_t seed = 1) {
    Draws draws{seed};
    std::vector<std::uint32_t> numbers;
    for (const PodId pod : sim::select(selector, pods, draws))
        numbers.push_back(pod.number());
    return numbers;
}

using Numbers = std::vector<std::uint32_t>;

}  // namespace

TEST_SUITE("fault target") {
    TEST_CASE("service, labels and zone must all match, and the result is in pod order") {
        CHECK(selected({}) == Numbers{0, 3, 4, 5});
        CHECK(selected({.service = "ratings"}) == Numbers{0, 3, 5});
        CHECK(selected({.labels = {{"app", "ratings"}}, .zone = "zone-a"}) == Numbers{0, 3});
        CHECK(selected({.labels = {{"app", "ratings"}, {"version", "v2"}}}) == Numbers{3});
        CHECK(selected({.labels = {{"tier", "front"}}}).empty());
        CHECK(selected({.service = "reviews", .labels = {{"app", "reviews"}}}).empty());
    }

    TEST_CASE("a percentage is rounded up, to the last pod") {
        const auto picked = [](std::uint32_t percent) {
            return selected({.pick = PodSelector::Pick::percent, .amount = percent}).size();
        };
        CHECK(picked(0) == 0);
        CHECK(picked(1) == 1);
        CHECK(picked(25) == 1);
        CHECK(picked(26) == 2);
        CHECK(picked(75) == 3);
        CHECK(picked(76) == 4);
        CHECK(picked(100) == 4);
    }

    TEST_CASE("more than there are is all of them, and of none there is none") {
        CHECK(selected({.pick = PodSelector::Pick::count, .amount = 9}) == Numbers{0, 3, 4, 5});
        CHECK(selected({.pick = PodSelector::Pick::count, .amount = 0}).empty());
        CHECK(selected({.service = "nobody", .pick = PodSelector::Pick::one}).empty());
    }

    TEST_CASE("the draws decide which ones, without replacement") {
        const PodSelector two{.pick = PodSelector::Pick::count, .amount = 2};
        std::vector<Numbers> seen;
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            const Numbers numbers = selected(two, seed);
            REQUIRE(numbers.size() == 2);
            CHECK(numbers[0] < numbers[1]);
            CHECK(numbers == selected(two, seed));
            if (std::find(seen.begin(), seen.end(), numbers) == seen.end()) seen.push_back(numbers);
        }
        CHECK(seen.size() == 6);  // All pairs of four.
    }

    TEST_CASE("the order of the candidates does not matter") {
        const PodSelector one{.pick = PodSelector::Pick::one};
        std::vector<Candidate> reversed{pods.rbegin(), pods.rend()};
        Draws draws{3};
        const auto from_reversed = sim::select(one, reversed, draws);
        CHECK(selected(one, 3) == Numbers{from_reversed.front().number()});
    }

    TEST_CASE("a namespace and a pod's name narrow the choice") {
        const std::vector<Candidate> named{
            {PodId{0}, "cart", nullptr, "zone-a", "blue", "cart-0"},
            {PodId{1}, "cart", nullptr, "zone-a", "green", "cart-0"},
            {PodId{2}, "cart", nullptr, "zone-a", "green", "cart-1"},
        };
        const auto chosen = [&](const PodSelector& selector) {
            Draws draws{1};
            return sim::select(selector, named, draws);
        };
        CHECK(chosen({.namespaces = {"green"}}).size() == 2);
        CHECK(chosen({.namespaces = {"blue", "green"}}).size() == 3);
        CHECK(chosen({.names = {"cart-0"}}).size() == 2);
        CHECK(chosen({.namespaces = {"green"}, .names = {"cart-0"}}) == std::vector{PodId{1}});
        CHECK(chosen({.namespaces = {"red"}}).empty());
        CHECK(chosen({.nodes = {"a-node-0"}}).empty());
    }

    TEST_CASE("a percentage gives at least one pod, unless it is rounded down") {
        PodSelector selector{.pick = PodSelector::Pick::percent, .amount = 30};
        CHECK(selected(selector).size() == 2);
        selector.rounds_down = true;
        CHECK(selected(selector).size() == 1);
        selector.amount = 24;
        CHECK(selected(selector).empty());
    }

    TEST_CASE("a share up to a percentage is drawn anew each time, evenly") {
        const PodSelector selector{
            .pick = PodSelector::Pick::up_to_percent, .amount = 99, .rounds_down = true};
        std::vector<std::size_t> sizes(5);
        for (std::uint64_t seed = 0; seed < 4'000; ++seed)
            ++sizes[selected(selector, seed).size()];
        // Of four pods none for 0 to 24 %, one for 25 to 49 %, …: a quarter each.
        for (std::size_t size = 0; size < 4; ++size) {
            CHECK(sizes[size] > 880);
            CHECK(sizes[size] < 1120);
        }
        CHECK(sizes[4] == 0);
    }
}

}  // namespace target_test
