#include "mesh/base/ratio.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>

namespace ratio_test {

using namespace weft::mesh;

TEST_SUITE("ratio") {
    TEST_CASE("nothing admits nobody and the whole admits everybody") {
        for (const std::uint64_t draw :
             {std::uint64_t{0}, std::uint64_t{999'999}, ~std::uint64_t{0}}) {
            CHECK(!Ratio{0}.admits(draw));
            CHECK(Ratio{Ratio::whole}.admits(draw));
        }
        CHECK(Ratio{0}.is_zero());
        CHECK(!Ratio{1}.is_zero());
    }

    TEST_CASE("a draw belongs to the share if its remainder is below it") {
        constexpr Ratio half{500'000};
        CHECK(half.admits(499'999));
        CHECK(!half.admits(500'000));
        CHECK(half.admits(1'000'000));
        CHECK(half.admits(7'000'000 + 499'999));
        CHECK(!half.admits(7'000'000 + 500'000));
    }

    TEST_CASE("the smallest share is one draw of a million") {
        constexpr Ratio least{1};
        CHECK(least.admits(0));
        CHECK(!least.admits(1));
        CHECK(!least.admits(999'999));
        CHECK(least.admits(1'000'000));
    }
}

}  // namespace ratio_test
