#include "mesh/balance/host_weights.hpp"

#include <doctest/doctest.h>

namespace host_weights_test {

using namespace weft::mesh;

namespace {

bool are_equal(const std::vector<std::uint32_t>& weights) {
    return equal_weights(weights);
}

}  // namespace

TEST_SUITE("host weights") {
    TEST_CASE("no host weighs nothing") {
        CHECK(host_weight(0) == 1);
        CHECK(host_weight(1) == 1);
        CHECK(host_weight(4'294'967'295) == 4'294'967'295);
    }

    TEST_CASE("weights are equal if no host differs, the last one included") {
        CHECK(are_equal({}));
        CHECK(are_equal({7}));
        CHECK(are_equal({3, 3, 3}));
        CHECK_FALSE(are_equal({3, 3, 4}));
        CHECK_FALSE(are_equal({2, 3, 3}));
    }

    TEST_CASE("normalised weights are shares of the sum, which may exceed 32 bits") {
        const std::vector<std::uint32_t> weights{1, 3};
        CHECK(normalised_weights(weights) == std::vector<double>{0.25, 0.75});
        const std::vector<std::uint32_t> huge(4, 4'000'000'000U);
        CHECK(normalised_weights(huge) == std::vector<double>(4, 0.25));
    }
}

}  // namespace host_weights_test
