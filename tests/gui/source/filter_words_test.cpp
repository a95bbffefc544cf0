// Where a filter is wrong, and what it hides.
#include "gui/source/filter.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

namespace filter_words_test {

using namespace weft;
using namespace weft::tests;
using gui::Filter;
using gui::FilterMistake;
using gui::mistake_in;
using gui::read_filter;

TEST_SUITE("mistakes in a filter") {
    TEST_CASE("the first one is found at its word, with the reason that reading gives") {
        CHECK_FALSE(mistake_in(""));
        CHECK_FALSE(mistake_in("  ns:shop -cart  "));
        CHECK(mistake_in("ns:shop  err>x p99>y") == FilterMistake{9, 5, "'x' is no number"});
        CHECK(mistake_in("err>x")->why == read_filter("err>x").error());
        CHECK(mistake_in("ab x:y")->begin == 3);
        CHECK(mistake_in("hide:") == FilterMistake{0, 5, "hide: needs what is to be hidden"});
    }

    TEST_CASE("an expression is read as a whole, and marked as one") {
        CHECK_FALSE(mistake_in("web where: latency > 200ms and status >= 500"));
        const auto mistake = mistake_in("web where: latncy > 1s");
        REQUIRE(mistake);
        CHECK(mistake->begin == 4);
        CHECK(mistake->length == 18);
        CHECK(mistake->why == read_filter("where: latncy > 1s").error());
        CHECK(mistake_in("err>x where: failed")->length == 5);
    }
}

TEST_SUITE("what a filter hides") {
    TEST_CASE("hide: turns a condition round, and is told apart from the others") {
        gui::Topology topology;
        add_chain(topology, "a", 2);
        add_chain(topology, "b", 1);
        const gui::Snapshot snapshot = quiet_snapshot(topology);
        const Filter filter = *read_filter("ns:a hide:a-1");
        CHECK(filter.accepts(topology, snapshot, 0));
        CHECK_FALSE(filter.accepts(topology, snapshot, 1));
        CHECK_FALSE(filter.accepts(topology, snapshot, 2));
        const Filter hiding = filter.hiding();
        CHECK(hiding.conditions.size() == 1);
        CHECK(hiding.accepts(topology, snapshot, 0));
        CHECK_FALSE(hiding.accepts(topology, snapshot, 1));
        CHECK(hiding.accepts(topology, snapshot, 2));
        CHECK(read_filter("-a-1")->hiding().accepts_all());
        CHECK_FALSE(read_filter("hide:ns:b")->accepts(topology, snapshot, 2));
    }
}

}  // namespace filter_words_test
