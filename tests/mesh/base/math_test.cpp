#include "mesh/base/math.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace math_test {

using namespace weft::mesh;

namespace {

using Real = long double;  ///< What the results are held against.

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();

/// Distance in units of the last place of a double as large as the true value.
double error_in_ulps(double value, Real truth) {
    const auto rounded = static_cast<double>(truth);
    if (value == rounded) return 0.5;
    const double size = std::fabs(rounded);
    const Real unit = std::nextafter(size, infinity) - size;
    return static_cast<double>(std::fabs((value - truth) / unit));
}

/// A number whose logarithm is uniform.
double any_size(Draws& draws, double low, double high) {
    return std::exp(std::log(low) + draws.unit() * std::log(high / low));
}

double between(Draws& draws, double low, double high) {
    return low + draws.unit() * (high - low);
}

constexpr int samples = 200'000;

}  // namespace

TEST_SUITE("mathematics") {
    TEST_CASE("a logarithm is within 2 units in the last place of the true one") {
        Draws draws{1, "log"};
        double worst = 0;
        for (int i = 0; i < samples; ++i) {
            for (const double x :
                 {any_size(draws, 1e-300, 1e300), between(draws, 0, 1), between(draws, 0.5, 2),
                  1 - any_size(draws, 1e-16, 1e-2), 1 + any_size(draws, 1e-16, 1e-2)}) {
                worst = std::max(worst, error_in_ulps(math::log(x), std::log(Real{x})));
            }
        }
        CHECK(worst < 1.5);
    }

    TEST_CASE("an exponential is within 2 units in the last place of the true one") {
        Draws draws{1, "exp"};
        double worst = 0;
        for (int i = 0; i < samples; ++i) {
            for (const double x : {between(draws, -708, 709), between(draws, -1, 1),
                                   between(draws, -745, -708), any_size(draws, 1e-18, 1e-1)}) {
                worst = std::max(worst, error_in_ulps(math::exp(x), std::exp(Real{x})));
            }
        }
        CHECK(worst < 1.5);
    }

    TEST_CASE("a power is within 2 units in the last place of the true one") {
        Draws draws{1, "pow"};
        double worst = 0;
        for (int i = 0; i < samples; ++i) {
            const double x = any_size(draws, 1e-300, 1e300);
            const double y = between(draws, -700, 700) / std::log(x);
            const double near_one = between(draws, 0.5, 2);
            const double small = between(draws, -20, 20);
            const double large = between(draws, -1000, 1000);
            const auto truth = [](double base, double exponent) {
                return std::pow(Real{base}, Real{exponent});
            };
            worst = std::max(worst, error_in_ulps(math::pow(x, y), truth(x, y)));
            worst =
                std::max(worst, error_in_ulps(math::pow(near_one, small), truth(near_one, small)));
            worst =
                std::max(worst, error_in_ulps(math::pow(near_one, large), truth(near_one, large)));
        }
        CHECK(worst < 1.5);
    }

    TEST_CASE("a cosine of turns is within 2 units in the last place of the true one") {
        Draws draws{1, "cos"};
        double worst = 0;
        for (int i = 0; i < samples; ++i) {
            const double turns = draws.unit();
            // Quarter turns are taken off first: a multiple of a rounded pi would blur the zeros.
            const int quarters = static_cast<int>(std::nearbyint(4 * turns));
            const Real rest = 2 * std::numbers::pi_v<Real> * (turns - 0.25 * quarters);
            const Real truth = quarters % 2 == 1
                                   ? (quarters == 1 ? -std::sin(rest) : std::sin(rest))
                                   : (quarters == 2 ? -std::cos(rest) : std::cos(rest));
            worst = std::max(worst, error_in_ulps(math::cos_turns(turns), truth));
        }
        CHECK(worst < 1.7);
    }

    TEST_CASE("logarithms at the edges") {
        CHECK(math::log(1) == 0);
        CHECK(math::log(0) == -infinity);
        CHECK(math::log(-0.0) == -infinity);
        CHECK(math::log(infinity) == infinity);
        CHECK(std::isnan(math::log(-smallest)));
        CHECK(std::isnan(math::log(-infinity)));
        CHECK(std::isnan(math::log(not_a_number)));
        CHECK(math::log(smallest) == doctest::Approx(-744.4400719213812).epsilon(1e-15));
        CHECK(math::log(std::numeric_limits<double>::min()) ==
              doctest::Approx(-708.3964185322641).epsilon(1e-15));
        CHECK(math::log(largest) == doctest::Approx(709.782712893384).epsilon(1e-15));
    }

    TEST_CASE("exponentials at the edges") {
        CHECK(math::exp(0) == 1);
        CHECK(math::exp(-0.0) == 1);
        CHECK(math::exp(smallest) == 1);
        CHECK(math::exp(infinity) == infinity);
        CHECK(math::exp(-infinity) == 0);
        CHECK(std::isnan(math::exp(not_a_number)));
        CHECK(std::isfinite(math::exp(709.782712893384)));
        CHECK(math::exp(709.7827128933841) == infinity);
        CHECK(math::exp(1e300) == infinity);
        CHECK(math::exp(-745.13) == smallest);
        CHECK(math::exp(-745.14) == 0);
        CHECK(math::exp(-1e300) == 0);
    }

    TEST_CASE("powers at the edges") {
        CHECK(math::pow(0, 0) == 1);
        CHECK(math::pow(not_a_number, 0) == 1);
        CHECK(math::pow(1, not_a_number) == 1);
        CHECK(math::pow(0, 2) == 0);
        CHECK(math::pow(0, -2) == infinity);
        CHECK(math::pow(infinity, 0.5) == infinity);
        CHECK(math::pow(infinity, -0.5) == 0);
        CHECK(math::pow(2, infinity) == infinity);
        CHECK(math::pow(2, -infinity) == 0);
        CHECK(math::pow(0.5, infinity) == 0);
        CHECK(math::pow(0.5, -infinity) == infinity);
        CHECK(std::isnan(math::pow(-2, 2)));
        CHECK(std::isnan(math::pow(2, not_a_number)));
        CHECK(std::isnan(math::pow(not_a_number, 2)));
        CHECK(math::pow(smallest, 1) == smallest);
        CHECK(math::pow(0.3, 1) == 0.3);
        CHECK(math::pow(2, -1074) == smallest);
        CHECK(math::pow(2, 1023) == 0x1p1023);
        CHECK(math::pow(2, 1024) == infinity);
        CHECK(math::pow(2, smallest) == 1);
        CHECK(math::pow(1.0000001, largest) == infinity);
        CHECK(math::pow(smallest, -1) == infinity);
    }

    TEST_CASE("cosines at the eighths of a turn") {
        CHECK(math::cos_turns(0) == 1);
        CHECK(math::cos_turns(0.25) == 0);
        CHECK(math::cos_turns(0.5) == -1);
        CHECK(math::cos_turns(0.75) == 0);
        CHECK(math::cos_turns(1) == 1);
        CHECK(math::cos_turns(0.125) == doctest::Approx(std::numbers::sqrt2 / 2).epsilon(1e-15));
        CHECK(math::cos_turns(0.375) == -math::cos_turns(0.125));
        CHECK(math::cos_turns(0.875) == math::cos_turns(0.125));
        CHECK(math::cos_turns(smallest) == 1);
        CHECK(std::isnan(math::cos_turns(not_a_number)));
    }

    TEST_CASE("results have the same bits in every build") {
        Draws draws{7, "bits"};
        std::uint64_t digest = 0;
        for (int i = 0; i < 100'000; ++i) {
            const double x =
                std::bit_cast<double>(draws.next() >> 2);  // Up to 2, subnormals included.
            const double y = 40 * draws.unit() - 20;
            for (const double result :
                 {math::log(x), math::exp(y), math::pow(1 + x, y), math::cos_turns(draws.unit())}) {
                digest = finalise(digest ^ std::bit_cast<std::uint64_t>(result));
            }
        }
        CHECK(digest == 7378468692951756241U);
    }
}

}  // namespace math_test
