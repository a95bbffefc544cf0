#include "gui/source/pace.hpp"

#include <doctest/doctest.h>

namespace pace_test {

using namespace weft;
using namespace std::chrono_literals;
using gui::Pace;

TEST_SUITE("pace") {
    TEST_CASE("a look that took t comes again after 10 t") {
        Pace pace{1ms, 1s};
        pace.look({.real = 5s, .worked = 2s});
        CHECK_FALSE(pace.is_due({.real = 5s + 69ms, .worked = 2s + 7ms}));
        CHECK(pace.is_due({.real = 5s + 70ms, .worked = 2s + 7ms}));
    }

    TEST_CASE("not before the least time, however little it took") {
        Pace pace{16ms, 1s};
        pace.look({.real = 5s, .worked = 2s});
        CHECK_FALSE(pace.is_due({.real = 5s + 15ms, .worked = 2s}));
        CHECK(pace.is_due({.real = 5s + 16ms, .worked = 2s}));
    }

    TEST_CASE("and not after the most, however much it took") {
        Pace pace{16ms, 1s};
        pace.look({.real = 5s, .worked = 2s});
        CHECK_FALSE(pace.is_due({.real = 6s - 1ns, .worked = 3s}));
        CHECK(pace.is_due({.real = 6s, .worked = 3s}));
    }

    TEST_CASE("the first look is due at once") {
        const Pace pace{16ms, 5s};
        CHECK(pace.is_due({.real = 5s, .worked = 100s}));
    }
}

}  // namespace pace_test
