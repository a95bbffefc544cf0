#include "reports/write/numbers.hpp"

#include <doctest/doctest.h>

namespace numbers_test {

using namespace weft::reports;

TEST_SUITE("numbers for people") {
    TEST_CASE("durations have three digits and the unit that fits") {
        CHECK(short_duration(0) == "0ns");
        CHECK(short_duration(999) == "999ns");
        CHECK(short_duration(1'000) == "1.00us");
        CHECK(short_duration(12'345) == "12.3us");
        CHECK(short_duration(999'499) == "999us");
        CHECK(short_duration(999'500) == "1.00ms");
        CHECK(short_duration(9'994'000) == "9.99ms");
        CHECK(short_duration(9'996'000) == "10.0ms");
        CHECK(short_duration(1.5e9) == "1.50s");
        CHECK(short_duration(240e9) == "240s");
    }

    TEST_CASE("counts are grouped by three digits") {
        CHECK(grouped(0) == "0");
        CHECK(grouped(999) == "999");
        CHECK(grouped(1'000) == "1,000");
        CHECK(grouped(1'234'567) == "1,234,567");
        CHECK(grouped(18'446'744'073'709'551'615U) == "18,446,744,073,709,551,615");
    }

    TEST_CASE("only all reads as all, and only nothing as nothing") {
        CHECK(short_share(5, 5) == "100.00%");
        CHECK(short_share(0, 5) == "0.00%");
        CHECK(short_share(999'999, 1'000'000) == "99.9999%");
        CHECK(short_share(9'999'999, 10'000'000) == "99.9999%");
        CHECK(short_share(1, 3) == "33.33%");
        CHECK(short_share(9, 10) == "90.00%");
        CHECK(short_share(1, 10'000) == "0.0100%");
        CHECK(short_share(0, 0) == "-");
    }

    TEST_CASE("a measured value has its unit") {
        CHECK(short_value(12.3e6, Unit::nanoseconds) == "12.3ms");
        CHECK(short_value(0.5, Unit::share) == "50.00%");
        CHECK(short_value(1234, Unit::count) == "1,234");
        CHECK(short_value(99.5, Unit::per_second) == "99.5/s");
        CHECK(short_value(1.25, Unit::ratio) == "1.250");
        CHECK(short_value(std::nullopt, Unit::count) == "nothing");
    }
}

}  // namespace numbers_test
