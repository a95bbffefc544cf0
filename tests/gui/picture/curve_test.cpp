#include "gui/picture/curve.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using weft::gui::Pyramid;
using weft::gui::round_top;

TEST_SUITE("curve") {
    TEST_CASE("the least and the greatest of any stretch are found") {
        std::vector<double> values;
        for (int number = 0; number < 137; ++number)
            values.push_back((number * 7919) % 101);
        const Pyramid pyramid{values};
        for (std::size_t begin = 0; begin < values.size(); ++begin) {
            for (std::size_t end = begin + 1; end <= values.size(); ++end) {
                const auto [least, greatest] =
                    std::minmax_element(values.begin() + static_cast<std::ptrdiff_t>(begin),
                                        values.begin() + static_cast<std::ptrdiff_t>(end));
                const Pyramid::Span span = pyramid.over(begin, end);
                if (span.least != *least || span.greatest != *greatest)
                    FAIL_CHECK("wrong from ", begin, " to ", end);
            }
        }
        CHECK(pyramid.greatest() == *std::ranges::max_element(values));
    }

    TEST_CASE("one value, and none, are curves, too") {
        CHECK(Pyramid{std::vector<double>{3}}.over(0, 1).greatest == 3);
        CHECK(Pyramid{}.size() == 0);
        CHECK(Pyramid{std::vector<double>{}}.greatest() == 0);
    }

    TEST_CASE("an axis ends at a round number that is not less") {
        CHECK(round_top(0) == 1);
        CHECK(round_top(1) == 1);
        CHECK(round_top(1.01) == 2);
        CHECK(round_top(200) == 200);
        CHECK(round_top(201) == 500);
        CHECK(round_top(501) == 1000);
        CHECK(round_top(0.03) == doctest::Approx(0.05));
    }
}
