#include "mesh/balance/edf.hpp"

#include <doctest/doctest.h>

namespace edf_test {

using namespace weft::mesh;

namespace {

using Items = std::vector<std::size_t>;

Items picks(EdfScheduler& scheduler, const std::vector<double>& weights, std::size_t count) {
    Items picked;
    while (picked.size() < count) {
        picked.push_back(scheduler.pick([&](std::size_t item) { return weights[item]; }));
    }
    return picked;
}

Items first_picks(const std::vector<double>& weights, std::uint64_t seed, std::size_t count) {
    EdfScheduler scheduler{weights, seed};
    return picks(scheduler, weights, count);
}

}  // namespace

TEST_SUITE("EDF scheduler") {
    TEST_CASE("the heavier item comes as often as its weight says, spread out") {
        CHECK(first_picks({1, 3}, 0, 8) == Items{1, 1, 0, 1, 1, 1, 0, 1});
    }

    TEST_CASE("items of one weight take turns in the order of the list") {
        CHECK(first_picks({2, 2, 2}, 0, 6) == Items{0, 1, 2, 0, 1, 2});
    }

    TEST_CASE("it starts as if `picks` picks were done") {
        const std::vector<double> weights{2.5, 1.7, 0.9, 4.1};
        const Items all = first_picks(weights, 0, 1'030);
        for (const std::uint64_t done : {1U, 2U, 3U, 9U, 100U, 999U}) {
            CAPTURE(done);
            const auto from = all.begin() + static_cast<std::ptrdiff_t>(done);
            CHECK(first_picks(weights, done, 30) == Items(from, from + 30));
        }
    }

    TEST_CASE("the picks done before are counted modulo 429496729") {
        const std::vector<double> weights{1, 2, 5};
        CHECK(first_picks(weights, 429'496'729, 16) == first_picks(weights, 0, 16));
        CHECK(first_picks(weights, 429'496'730, 16) == first_picks(weights, 1, 16));
    }

    TEST_CASE("a change of weight counts from the item's next pick on") {
        std::vector<double> weights{1, 2};
        EdfScheduler scheduler{weights, 0};
        CHECK(picks(scheduler, weights, 1) == Items{1});  // Due again at 1.0, whatever comes now.
        weights[1] = 100;
        CHECK(picks(scheduler, weights, 4) == Items{0, 1, 1, 1});
    }
}

}  // namespace edf_test
