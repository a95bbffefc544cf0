#include "mesh/balance/edf.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <rapidcheck.h>

namespace edf_property_test {

using namespace weft::mesh;

namespace {

constexpr double rounding = 1e-6;  // Picks. Deadlines are sums of inexact reciprocals.

std::vector<double> some_weights() {
    const auto one =
        rc::gen::map(rc::gen::inRange(1, 1000), [](int whole) { return double(whole); });
    return *rc::gen::nonEmpty(rc::gen::container<std::vector<double>>(one));
}

std::vector<std::uint32_t> counts(const std::vector<double>& weights,
                                  std::uint64_t seed,
                                  std::size_t picks) {
    EdfScheduler scheduler{weights, seed};
    std::vector<std::uint32_t> found(weights.size(), 0);
    for (std::size_t i = 0; i < picks; ++i) {
        ++found[scheduler.pick([&](std::size_t item) { return weights[item]; })];
    }
    return found;
}

}  // namespace

TEST_SUITE("EDF scheduler") {
    TEST_CASE("no item is ever more than one pick of its own ahead of another") {
        CHECK(rc::check([] {
            const std::vector<double> weights = some_weights();
            const auto picks = *rc::gen::inRange<std::size_t>(0, 3000);
            const auto found = counts(weights, 0, picks);
            for (std::size_t i = 0; i < weights.size(); ++i) {
                for (std::size_t j = 0; j < weights.size(); ++j) {
                    const double fair = (found[j] + 1) / weights[j] * weights[i];
                    RC_ASSERT(found[i] <= fair + rounding);
                }
            }
        }));
    }

    TEST_CASE("over as many picks as the weights sum to each has its weight, within one") {
        CHECK(rc::check([] {
            const std::vector<double> weights = some_weights();
            const auto picks =
                static_cast<std::size_t>(std::accumulate(weights.begin(), weights.end(), 0.0));
            const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1'000'000);
            const auto found = counts(weights, seed, picks);
            for (std::size_t i = 0; i < weights.size(); ++i) {
                RC_ASSERT(found[i] >= weights[i] - 1);
                RC_ASSERT(found[i] <= weights[i] + 1);
            }
        }));
    }
}

}  // namespace edf_property_test
