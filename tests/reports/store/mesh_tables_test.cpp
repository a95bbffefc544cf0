#include "reports/store/mesh_tables.hpp"

#include "reports/metrics/recording.hpp"
#include "reports/store/read_run.hpp"
#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

namespace mesh_tables_test {

using namespace weft;
using namespace weft::tests;
using reports::MeshMetrics;
using reports::RecordLevel;

namespace {

/// What was counted, and what the file gave back.
std::pair<MeshMetrics, MeshMetrics> recorded(RecordLevel level) {
    const TemporaryFolder folder;
    reports::RunFile file{folder / "run.db", small_run_head(level)};
    reports::Recording recording{{}, file, level};
    if (level == RecordLevel::automatic) CHECK(recording.wants_inbound());
    play_small_run(recording, 3);
    const reports::RunSummary run = recording.finish();
    file.finish(run);
    return {run.mesh, reports::read_run(folder / "run.db").summary.mesh};
}

}  // namespace

TEST_SUITE("mesh metrics of a run file") {
    TEST_CASE("they are read as they were written") {
        const auto [counted, read] = recorded(RecordLevel::automatic);
        REQUIRE(counted.keys().size() == 4);  // Well and failed, as both ends saw it.
        REQUIRE(read.keys() == counted.keys());
        for (const auto& key : counted.keys())
            CHECK(read.at(key) == counted.at(key));
        REQUIRE(read.workloads().size() == 3);
        CHECK(read.workloads().at(2).name == "shop-v2");
        CHECK(read.workloads().at(2).host == "shop.default.svc.cluster.local");
        CHECK(read.hosts() == counted.hosts());
    }

    TEST_CASE("a summary alone has none") {
        const auto [counted, read] = recorded(RecordLevel::summary);
        CHECK(counted.keys().empty());
        CHECK(read.keys().empty());
    }
}

}  // namespace mesh_tables_test
