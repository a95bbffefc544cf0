#include "gui/source/waterfall_axis.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace waterfall_axis_test {

using namespace weft;
using namespace weft::tests;
using gui::WaterfallAxis;
using gui::WaterfallRow;

namespace {

WaterfallRow lasting(mesh::Duration from, mesh::Duration to) {
    WaterfallRow row;
    row.span.started = at(from);
    row.span.ended = at(to);
    return row;
}

}  // namespace

TEST_SUITE("waterfall axis") {
    TEST_CASE("time is even from the first beginning to the last end") {
        const WaterfallAxis axis{{lasting(100ms, 200ms), lasting(101ms, 102ms)}, false};
        CHECK(axis.place_of(at(100ms)) == 0);
        CHECK(axis.place_of(at(150ms)) == doctest::Approx(0.5));
        CHECK(axis.place_of(at(200ms)) == 1);
        CHECK(axis.place_of(at(0s)) == 0);
        CHECK(axis.place_of(at(9s)) == 1);
        CHECK(axis.folds().empty());
        CHECK(WaterfallAxis{}.place_of(at(1s)) == 0);
    }

    TEST_CASE("a long wait is folded, and what is around it gets its room") {
        const WaterfallAxis axis{{lasting(0ms, 100ms), lasting(1ms, 2ms), lasting(98ms, 99ms)},
                                 true};
        REQUIRE(axis.folds().size() == 1);
        CHECK(axis.folds()[0].from == at(2ms));
        CHECK(axis.folds()[0].to == at(98ms));
        CHECK(axis.place_of(at(1ms)) == doctest::Approx(1 / 4.48));
        CHECK(axis.place_of(at(50ms)) == doctest::Approx(2.24 / 4.48));
        CHECK(axis.place_of(at(98ms)) == doctest::Approx(2.48 / 4.48));
        CHECK(axis.place_of(at(100ms)) == 1);
    }

    TEST_CASE("where all is waiting, it is shared evenly") {
        const WaterfallAxis axis{{lasting(0ms, 10ms), lasting(2ms, 10ms)}, true};
        CHECK(axis.folds().size() == 2);
        CHECK(axis.place_of(at(2ms)) == doctest::Approx(0.5));
        CHECK(axis.place_of(at(6ms)) == doctest::Approx(0.75));
    }

    TEST_CASE("when a worker took it counts, as far as one did") {
        WaterfallRow work = lasting(5ms, 10ms);
        work.span.is_work = true;
        work.span.served = at(9ms);
        CHECK(WaterfallAxis{{work}, true}.folds().size() == 2);
        work.span.served = {};
        CHECK(WaterfallAxis{{work}, true}.folds().size() == 1);
    }
}

}  // namespace waterfall_axis_test
