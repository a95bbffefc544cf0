#include "gui/source/waterfall.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

using namespace weft;
using namespace weft::tests;

namespace {

reports::RecordedSpan span(std::uint32_t id,
                           std::optional<std::uint32_t> parent,
                           mesh::Duration started,
                           mesh::Duration ended) {
    reports::RecordedSpan it;
    it.id = id;
    it.parent = parent;
    it.started = at(started);
    it.ended = at(ended);
    it.service = "s" + std::to_string(id);
    it.status = 200;
    return it;
}

}  // namespace

TEST_SUITE("waterfall") {
    TEST_CASE("calls stand below who made them, in order of time") {
        const auto rows = gui::waterfall({span(3, 1, 5ms, 6ms), span(2, 1, 1ms, 4ms),
                                          span(4, 2, 2ms, 3ms), span(1, {}, 0ms, 7ms)});
        REQUIRE(rows.size() == 4);
        CHECK(rows[0].span.id == 1);
        CHECK(rows[1].span.id == 2);
        CHECK(rows[2].span.id == 4);
        CHECK(rows[2].depth == 2);
        CHECK(rows[3].span.id == 3);
    }

    TEST_CASE("of parallel calls the one that ended last was waited for") {
        const auto rows = gui::waterfall({span(1, {}, 0ms, 9ms), span(2, 1, 1ms, 4ms),
                                          span(3, 1, 1ms, 5ms), span(4, 1, 6ms, 8ms)});
        CHECK(rows[0].is_critical);
        CHECK_FALSE(rows[1].is_critical);
        CHECK(rows[2].is_critical);
        CHECK(rows[3].is_critical);
    }

    TEST_CASE("work that goes on after its caller gave up was not waited for") {
        const auto rows =
            gui::waterfall({span(1, {}, 0ms, 5ms), span(2, 1, 1ms, 9ms), span(3, 1, 1ms, 5ms)});
        CHECK_FALSE(rows[1].is_critical);
        CHECK(rows[2].is_critical);
    }

    TEST_CASE("work that was recorded after its call stands below the one that can have sent it") {
        auto call = span(1, {}, 0ms, 5ms);
        call.service = "orders";
        call.attempt = 2;
        auto late = span(2, {}, 1ms, 9ms);
        late.is_work = true;
        late.service = "orders";
        auto in_time = span(3, 1, 3ms, 5ms);
        in_time.is_work = true;
        in_time.service = "orders";
        in_time.attempt = 1;
        const auto rows = gui::waterfall({in_time, call, late});
        REQUIRE(rows.size() == 3);
        CHECK(rows[1].span.id == 2);
        CHECK(rows[1].depth == 1);
        CHECK_FALSE(rows[1].is_critical);
        CHECK(rows[2].is_critical);
    }

    TEST_CASE("where two calls can have sent it, it stands at the left, and nobody waited for it") {
        auto call = span(2, 1, 0ms, 5ms);
        call.service = "orders";
        call.attempt = 2;
        auto other = call;
        other.id = 3;
        auto late = span(4, {}, 1ms, 9ms);
        late.is_work = true;
        late.service = "orders";
        const auto rows = gui::waterfall({span(1, {}, 0ms, 5ms), call, other, late});
        REQUIRE(rows.size() == 4);
        CHECK(rows[3].span.id == 4);
        CHECK(rows[3].depth == 0);
        CHECK_FALSE(rows[3].is_critical);
    }

    TEST_CASE("a span whose parent was not recorded stands at the left") {
        const auto rows = gui::waterfall({span(2, 1, 1ms, 9ms)});
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].depth == 0);
    }
}
