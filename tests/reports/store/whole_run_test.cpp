// What a run file tells together, so that a long run can be drawn without reading every row.
#include "reports/store/run_file.hpp"
#include "reports/store/run_reader.hpp"
#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <numeric>
#include <utility>
#include <vector>

namespace whole_run_test {

using namespace weft;
using namespace weft::tests;
using reports::LimitCount;
using reports::PodPoint;
using reports::PodRow;
using reports::RunReader;
using reports::SeriesRow;

namespace {

constexpr std::uint32_t block = reports::intervals_of_block;

sim::observe::IntervalEnd second(std::uint32_t number) {
    return {at(number * 1s), at((number + 1) * 1s), 1, 1};
}

/// Pod 0 answers one more in each second, pod 2 one in the odd ones.
reports::Batch pods_of_second(std::uint32_t number) {
    reports::Batch batch;
    batch.pods.push_back({.pod = 0, .attempts = number + 1, .failed = 1, .time_sum = 3ms});
    if (number % 2 == 1) batch.pods.push_back({.pod = 2, .attempts = 1, .time_sum = 5ms});
    batch.interval = second(number);
    return batch;
}

std::filesystem::path record_pods(const TemporaryFolder& folder, std::uint32_t seconds) {
    reports::RunFile file{folder / "run.db", small_run_head(reports::RecordLevel::automatic)};
    for (std::uint32_t number = 0; number < seconds; ++number)
        file.add(pods_of_second(number));
    file.finish({});
    return folder / "run.db";
}

/// Of cluster 0 limit 2 is reached once more in each second, of cluster 1 limit 0 in two of them.
std::filesystem::path record_limits(const TemporaryFolder& folder, std::uint32_t seconds) {
    using sim::observe::Change;
    reports::RunFile file{folder / "run.db", small_run_head(reports::RecordLevel::automatic)};
    for (std::uint32_t number = 0; number < seconds; ++number) {
        reports::Batch batch;
        const mesh::Instant start = at(number * 1s);
        batch.changes.assign(
            number + 1,
            Change{.at = start, .kind = Change::Kind::limit_reached, .cluster = 0, .value = 2});
        if (number == 5 || number == 17)
            batch.changes.push_back(
                {.at = start, .kind = Change::Kind::limit_reached, .cluster = 1, .value = 0});
        batch.interval = second(number);
        file.add(std::move(batch));
    }
    file.finish({});
    return folder / "run.db";
}

std::uint64_t attempts_of(const std::vector<PodPoint>& points) {
    return std::accumulate(
        points.begin(), points.end(), std::uint64_t{0},
        [](std::uint64_t sum, const PodPoint& point) { return sum + point.row.attempts; });
}

}  // namespace

TEST_SUITE("whole run") {
    TEST_CASE("all loads of an interval are told as one, and no edge") {
        const TemporaryFolder folder;
        {
            reports::RunFile file{folder / "run.db",
                                  small_run_head(reports::RecordLevel::automatic)};
            reports::Batch batch;
            batch.series = {{.load = 0,
                             .requests = 10,
                             .attempts = 11,
                             .failed = 2,
                             .latency_sum = 70ms,
                             .p50 = 5ms,
                             .p90 = 8ms,
                             .p99 = 9ms,
                             .max = 9ms,
                             .rejected = 1,
                             .unanswered = 1},
                            {.edge = 0, .requests = 100, .attempts = 100, .max = 1s}};
            file.add(std::move(batch));
            batch = {};
            batch.series = {{.load = 1,
                             .requests = 5,
                             .attempts = 5,
                             .failed = 1,
                             .latency_sum = 30ms,
                             .p50 = 6ms,
                             .p90 = 6ms,
                             .p99 = 12ms,
                             .max = 13ms,
                             .rejected = 0,
                             .unanswered = 1}};
            batch.interval = second(0);
            file.add(std::move(batch));
            batch = {};
            batch.series = {{.edge = 0, .requests = 1, .attempts = 1}};
            batch.interval = second(1);
            file.add(std::move(batch));
            batch = {};
            batch.series = {{.load = 1, .requests = 3, .attempts = 3, .p50 = 1ms}};
            batch.interval = second(2);
            file.add(std::move(batch));
            file.finish({});
        }
        RunReader run{folder / "run.db"};
        const auto loads = run.series_of_loads(0);
        REQUIRE(loads.size() == 2);
        const SeriesRow& both = loads[0].row;
        CHECK(loads[0].interval == 0);
        CHECK(both.load == sim::observe::nobody);
        CHECK(both.edge == sim::observe::nobody);
        CHECK(both.requests == 15);
        CHECK(both.attempts == 16);
        CHECK(both.failed == 3);
        CHECK(both.latency_sum == 100ms);
        CHECK(both.p50 == 6ms);
        CHECK(both.p90 == 8ms);
        CHECK(both.p99 == 12ms);
        CHECK(both.max == 13ms);
        CHECK(both.rejected == 1);
        CHECK(both.unanswered == 2);
        CHECK(loads[1].interval == 2);
        CHECK(loads[1].row.requests == 3);
        CHECK(loads[1].row.p50 == 1ms);
    }

    TEST_CASE("what pods answered is read in blocks where whole ones are wanted as one") {
        const TemporaryFolder folder;
        RunReader run{record_pods(folder, 2 * block + 3)};
        const auto blocks = run.pods_of_intervals(0, 2 * block, block);
        constexpr std::uint64_t in_first = block * (block + 1) / 2;  // 1 + 2 + … + 16
        constexpr std::uint64_t in_second = in_first + block * block;
        REQUIRE(blocks.size() == 4);
        CHECK(blocks[0] == PodPoint{0,
                                    {.pod = 0,
                                     .attempts = in_first,
                                     .failed = block,
                                     .time_sum = block * mesh::Duration{3ms}}});
        CHECK(blocks[1] == PodPoint{0,
                                    {.pod = 2,
                                     .attempts = block / 2,
                                     .failed = 0,
                                     .time_sum = block / 2 * mesh::Duration{5ms}}});
        CHECK(blocks[2].interval == block);
        CHECK(blocks[2].row.attempts == in_second);
        CHECK(blocks[3].row.attempts == block / 2);
        CHECK(run.pods_of_intervals(0, 2 * block, 2 * block) == blocks);
    }

    TEST_CASE("what no whole block holds is read by interval, and nothing twice") {
        const TemporaryFolder folder;
        constexpr std::uint32_t seconds = 2 * block + 3;
        RunReader run{record_pods(folder, seconds)};
        for (const std::uint32_t from : {0U, 1U, block - 1, block, block + 1, 2 * block}) {
            for (const std::uint32_t to : {block - 1, block, block + 1, 2 * block, seconds}) {
                CAPTURE(from);
                CAPTURE(to);
                const auto single = run.pods_of_intervals(from, to);
                CHECK(attempts_of(run.pods_of_intervals(from, to, block)) == attempts_of(single));
                CHECK(run.pods_of_intervals(from, to, block / 2) == single);
            }
        }
        // Three of the last seconds follow two blocks: pod 0 in each, pod 2 in one.
        CHECK(run.pods_of_intervals(0, seconds, block).size() == 4 + 4);
    }

    TEST_CASE("a block that has not ended is not there yet") {
        const TemporaryFolder folder;
        RunReader run{record_pods(folder, block - 1)};
        const auto points = run.pods_of_intervals(0, block, block);
        CHECK(points == run.pods_of_intervals(0, block - 1));
        CHECK_FALSE(points.empty());
    }

    TEST_CASE(
        "of many limits those of a block are one, in the interval that it was first reached") {
        const TemporaryFolder folder;
        RunReader run{record_limits(folder, 20)};
        constexpr std::int64_t rows = 22;
        const auto few = run.limits_after(0, rows);
        REQUIRE(few.counts.size() == 22);
        CHECK(few.counts[4] == LimitCount{4, 0, 2, 5});
        CHECK(few.rows_read == rows);
        CHECK(few.blocks_end == 0);
        const auto many = run.limits_after(0, rows - 1);
        CHECK(many.counts == std::vector{LimitCount{0, 0, 2, 136}, LimitCount{5, 1, 0, 1},
                                         LimitCount{16, 0, 2, 17}, LimitCount{17, 0, 2, 18},
                                         LimitCount{17, 1, 0, 1}, LimitCount{18, 0, 2, 19},
                                         LimitCount{19, 0, 2, 20}});
        CHECK(many.rows_read == rows);
        CHECK(many.blocks_end == 16);
        // Who has read some reads on by interval.
        CHECK(run.limits_after(rows - 2, 0).counts ==
              std::vector{LimitCount{18, 0, 2, 19}, LimitCount{19, 0, 2, 20}});
    }

    TEST_CASE("the limits of an interval are those that were reached in it") {
        const TemporaryFolder folder;
        RunReader run{record_limits(folder, 20)};
        CHECK(run.limits_of_interval(0) == std::vector{LimitCount{0, 0, 2, 1}});
        CHECK(run.limits_of_interval(17) ==
              std::vector{LimitCount{17, 0, 2, 18}, LimitCount{17, 1, 0, 1}});
        CHECK(run.limits_of_interval(19) == std::vector{LimitCount{19, 0, 2, 20}});
        CHECK(run.limits_of_interval(20).empty());
    }
}

}  // namespace whole_run_test
