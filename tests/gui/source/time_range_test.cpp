#include "gui/source/time_range.hpp"

#include "gui/source/file_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

namespace time_range_test {

using namespace weft;
using namespace weft::tests;
using gui::Range;
using gui::read_filter;
using gui::time_range_of;

TEST_SUITE("time range") {
    TEST_CASE("it is what all conditions of time leave") {
        CHECK_FALSE(time_range_of(*read_filter("shop")).has_value());
        CHECK(time_range_of(*read_filter("shop t:30s..40s")) == Range{at(30s), at(40s)});
        CHECK(time_range_of(*read_filter("t:30s.. t:..40s")) == Range{at(30s), at(40s)});
        CHECK(time_range_of(*read_filter("t:30s..")) == Range{at(30s), mesh::never});
        CHECK(time_range_of(*read_filter("t:1s..2s t:3s..4s")) == Range{at(3s), at(3s)});
        CHECK_FALSE(time_range_of(*read_filter("-t:30s..40s")).has_value());
    }

    TEST_CASE("another one takes its place, and other conditions stay") {
        const gui::Filter filter = *read_filter("shop t:1s..2s -t:5s..6s");
        const gui::Filter other = gui::narrowed_to(filter, Range{at(3s), at(4s)});
        CHECK(time_range_of(other) == Range{at(3s), at(4s)});
        CHECK(other.conditions.size() == 3);
        CHECK(gui::narrowed_to(filter, std::nullopt).conditions.size() == 2);
    }

    TEST_CASE("its word reads as the same moments") {
        CHECK(gui::time_word({at(30s), at(40'250ms)}) == "t:30s..40.25s");
        CHECK(gui::time_word({at(0s), mesh::never}) == "t:0s..");
        const Range odd{mesh::Instant{mesh::Duration{31'415'926'535}},
                        mesh::Instant{mesh::Duration{31'415'926'536}}};
        CHECK(gui::time_word(odd) == "t:31.415926535s..31.415926536s");
        CHECK(time_range_of(*read_filter(gui::time_word(odd))) == odd);
    }

    TEST_CASE("what is written more stands before an expression, and once") {
        CHECK(gui::with_condition("", "pay") == "pay");
        CHECK(gui::with_condition("ns:shop where: failed", "pay") == "ns:shop pay where: failed");
        CHECK(gui::with_condition("pay  shop", "pay") == "pay  shop");
        const Range range{at(3s), at(4s)};
        CHECK(gui::with_time_range("t:1s..2s shop where: latency > 1s", range) ==
              "shop t:3s..4s where: latency > 1s");
        CHECK(gui::with_time_range("t:1s..2s -t:8s..9s", std::nullopt) == "-t:8s..9s");
    }

    TEST_CASE("moments choose whole intervals") {
        const TemporaryFolder folder;
        const gui::FileRun run{record_small_run(folder, "run.db", 3)};
        CHECK(gui::intervals_between(run, at(1'200ms), at(2'500ms)) == Range{at(1s), at(3s)});
        CHECK(gui::intervals_between(run, at(2'500ms), at(1'200ms)) == Range{at(1s), at(3s)});
        CHECK(gui::intervals_between(run, at(1s), at(2s)) == Range{at(1s), at(2s)});
        CHECK(gui::intervals_between(run, at(1s), at(1s)) == Range{at(1s), at(2s)});
        CHECK(gui::intervals_between(run, at(2'500ms), at(9s)) == Range{at(2s), at(3s)});

        const auto within = [&](mesh::Instant begin, mesh::Instant end) {
            const gui::Stretch it = gui::intervals_within(run.intervals(), {begin, end});
            return std::vector{it.begin, it.end};
        };
        CHECK(within(at(1s), at(3s)) == std::vector<std::size_t>{1, 3});
        CHECK(within(at(500ms), at(2'500ms)) == std::vector<std::size_t>{1, 2});
        CHECK(within(at(1'200ms), at(1'800ms)) == std::vector<std::size_t>{2, 2});
        CHECK(within(at(0s), mesh::never) == std::vector<std::size_t>{0, 3});
    }

    TEST_CASE("of a curve stays what lies in a range") {
        std::vector<reports::Interval> intervals{
            {at(0s), at(1s)}, {at(1s), at(2s)}, {at(2s), at(3s)}};
        std::vector<gui::Flow> curve{flow_of(1), flow_of(2)};
        gui::keep_within({at(1s), mesh::never}, intervals, curve);
        CHECK(intervals == std::vector{reports::Interval{at(1s), at(2s)}});
        CHECK(curve == std::vector{flow_of(2)});
    }

    TEST_CASE("flows of a stretch add up over its seconds") {
        const std::vector<gui::Flow> curve{flow_of(100), flow_of(10, 1), flow_of(30, 3)};
        const gui::Flow flow = gui::flow_over(curve, {1, 3});
        CHECK(flow.requests == 40);
        CHECK(flow.failed == 4);
        CHECK(flow.per_second() == 20);
        CHECK(gui::flow_over(curve, {2, 9}).requests == 30);
        CHECK(gui::flow_over(curve, {2, 2}) == gui::Flow{});
    }
}

}  // namespace time_range_test
