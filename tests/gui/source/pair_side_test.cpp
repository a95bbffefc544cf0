#include "gui/source/pair_side.hpp"

#include "gui/source/file_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <memory>

namespace pair_side_test {

using namespace weft;
using namespace weft::tests;
using gui::FileRun;
using gui::PairRun;
using gui::PairSide;

TEST_SUITE("side of a pair") {
    TEST_CASE("it is A, at any moment, with the numbers of the pair") {
        const TemporaryFolder folder;
        const auto file = record_small_run(folder, "a.db", 2);
        PairRun pair{std::make_unique<FileRun>(file),
                     std::make_unique<FileRun>(record_small_run(folder, "b.db", 3))};
        PairSide side{pair};
        FileRun alone{file};
        CHECK(side.range().end == at(3s));
        for (const mesh::Instant moment : {at(1s + 500ms), at(0s)}) {
            const gui::Snapshot shown = side.snapshot(moment);
            const gui::Snapshot expected = alone.snapshot(moment);
            CHECK(shown.edges == expected.edges);
            CHECK(shown.other_edges == pair.b().snapshot(moment).edges);
            CHECK(shown.loads == expected.loads);
            CHECK(shown.limits == expected.limits);
            CHECK(shown.faults == expected.faults);
            CHECK(shown.pods[0].ejected_by == expected.pods[0].ejected_by);
        }
        CHECK(side.curve({gui::CurveOf::Kind::edge, 1}).size() == 3);
        CHECK(side.curve({gui::CurveOf::Kind::edge, 1})[1].failed == 1);
        CHECK(side.curve({gui::CurveOf::Kind::edge, 1, {0}})[1].requests == 10);
        CHECK(side.curve({gui::CurveOf::Kind::pod, 0})[1].requests == 11);
        CHECK(side.curve({})[2].requests == 0);  // It had ended.
    }
}

}  // namespace pair_side_test
