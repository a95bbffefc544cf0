#include "sim/workload/gap_rounding.hpp"

#include <doctest/doctest.h>

namespace gap_rounding_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::GapRounding;

TEST_SUITE("gap rounding") {
    TEST_CASE("what one gap loses the next gets") {
        GapRounding rounding;
        CHECK(rounding.round(0.75) == 0ns);
        CHECK(rounding.round(0.75) == 1ns);
        CHECK(rounding.round(0.75) == 1ns);
        CHECK(rounding.round(0.75) == 1ns);
        CHECK(rounding.round(0.75) == 0ns);
    }

    TEST_CASE("a gap longer than time itself is cut, not wrapped") {
        GapRounding rounding;
        CHECK(rounding.round(1e300) > 200 * 365 * 24h);
    }
}

}  // namespace gap_rounding_test
