#include "sim/service/normal_quantile.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace normal_quantile_test {

using namespace weft;
using sim::normal_quantile;
using sim::NormalTable;

TEST_SUITE("normal quantile") {
    TEST_CASE("it undoes the cumulative law, in the middle and far out") {
        for (double share = 0x1p-50; share < 1; share += share < 0.01 ? share / 7 : 0.003) {
            CAPTURE(share);
            const double value = normal_quantile(share);
            const double back = std::erfc(-value / std::sqrt(2.0)) / 2;
            CHECK(std::abs(back / share - 1) < 1e-12);
        }
    }

    TEST_CASE("known points") {
        CHECK(normal_quantile(0.5) == 0);
        CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-15));
        CHECK(normal_quantile(0.001) == doctest::Approx(-3.090232306167814).epsilon(1e-15));
    }

    TEST_CASE("the table is as good as the formula for a simulation") {
        const NormalTable& table = NormalTable::shared();
        CHECK(table.quantile(0.5) == 0);
        CHECK(table.quantile(0) == doctest::Approx(normal_quantile(0x1p-54)).epsilon(1e-12));
        for (double share = 0x1p-53; share < 0.5; share += share / 1000) {
            CHECK(std::abs(table.quantile(share) - normal_quantile(share)) < 1e-8);
        }
        for (double tail = 0x1p-53; tail < 0.5; tail *= 1.01) {
            CHECK(std::abs(table.quantile(1 - tail) - normal_quantile(1 - tail)) < 1e-8);
        }
    }
}

}  // namespace normal_quantile_test
