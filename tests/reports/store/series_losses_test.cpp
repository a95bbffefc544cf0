// What of a series was turned away, and what was not answered.
#include "reports/metrics/recording.hpp"
#include "reports/store/run_reader.hpp"
#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace series_losses_test {

using namespace weft;
using namespace weft::tests;
using mesh::Flag;
using mesh::Flags;
using reports::RecordLevel;
using sim::observe::CallEnd;

namespace {

CallEnd ended(std::uint16_t status, Flags flags) {
    return {.sent = at(0s),
            .ended = at(10ms),
            .load = 0,
            .source = 0,
            .destination = 1,
            .version = 0,
            .attempts = 1,
            .status = status,
            .flags = flags};
}

Flags both(Flag one, Flag other) {
    Flags flags{one};
    flags.add(other);
    return flags;
}

/// The edge's row of a run in which these calls ended.
reports::SeriesRow row_of(const std::vector<CallEnd>& calls) {
    const TemporaryFolder folder;
    {
        reports::RunFile file{folder / "run.db", small_run_head(RecordLevel::automatic)};
        reports::Recording recording{{}, file, RecordLevel::automatic};
        name_small_run(recording);
        recording.calls(calls);
        recording.interval({at(0s), at(1s), 1, 100});
        file.finish(recording.finish());
    }
    reports::RunReader reader{folder / "run.db"};
    const auto rows = reader.series_of_interval(0);
    REQUIRE(rows.size() == 1);
    return rows.front();
}

}  // namespace

TEST_SUITE("losses in the series") {
    TEST_CASE("a limit turns away with 503 or 429, and both count") {
        const auto row =
            row_of({ended(200, {}), ended(503, Flag::UO), ended(429, Flag::RL), ended(500, {})});
        CHECK(row.requests == 4);
        CHECK(row.failed == 2);
        CHECK(row.rejected == 2);
        CHECK(row.unanswered == 0);
    }

    TEST_CASE("no answer, a lost one and one that is too late are unanswered") {
        const auto row = row_of({ended(0, Flag::DC), ended(503, Flag::UF), ended(504, Flag::UT),
                                 ended(200, {}), ended(404, {})});
        CHECK(row.failed == 3);
        CHECK(row.unanswered == 3);
        CHECK(row.rejected == 0);
    }

    TEST_CASE("never are more unanswered than failed") {
        CHECK(row_of({ended(503, both(Flag::UC, Flag::UT))}).unanswered == 1);
    }
}

}  // namespace series_losses_test
