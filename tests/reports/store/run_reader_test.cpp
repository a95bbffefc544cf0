#include "reports/store/run_reader.hpp"

#include "reports/metrics/recording.hpp"
#include "reports/store/store_error.hpp"
#include "tests/reports/small_run.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <fmt/format.h>
#include <fstream>
#include <optional>

namespace run_reader_test {

using namespace weft;
using namespace weft::tests;
using reports::Interval;
using reports::RecordLevel;
using reports::RunReader;
using sim::observe::Change;
using sim::observe::nobody;

namespace {

/// Three seconds of the small run, in a file.
class RecordedSmallRun {
public:
    RecordedSmallRun() {
        reports::RunFile file{path(), small_run_head(RecordLevel::automatic)};
        reports::Recording recording{{}, file, RecordLevel::automatic};
        play_small_run(recording, 3);
        file.finish(recording.finish());
    }

    std::filesystem::path path() const { return folder_ / "run.db"; }

private:
    TemporaryFolder folder_;
};

}  // namespace

TEST_SUITE("run reader") {
    TEST_CASE("it knows the run, its names and its intervals once it is open") {
        const RecordedSmallRun small;
        const RunReader run{small.path()};
        CHECK(run.label().scenario == "small");
        CHECK(run.label().seed == "18446744073709551615");
        CHECK(run.label().status == "done");
        CHECK(run.names().of(sim::observe::NameKind::service, 1) == "shop");
        CHECK(run.edges() == std::vector<reports::Edge>{{0, 1, 1}, {0, 1, 2}});
        REQUIRE(run.workloads().size() == 3);
        CHECK(run.workloads()[1].host == "shop.default.svc.cluster.local");
        constexpr std::uint64_t hash = 0xf000'0000'0000'0001U;
        CHECK(run.intervals() == std::vector<Interval>{{at(0s), at(1s), hash, 100},
                                                       {at(1s), at(2s), hash, 100},
                                                       {at(2s), at(3s), hash, 100}});
    }

    TEST_CASE("an interval gives what ended in it alone, the last one included") {
        const RecordedSmallRun small;
        RunReader run{small.path()};
        for (const std::size_t interval : {2U, 0U, 1U}) {
            CAPTURE(interval);
            const auto rows = run.series_of_interval(interval);
            REQUIRE(rows.size() == 3);
            CHECK(rows[0].load == 0);
            CHECK(rows[0].requests == 10);
            CHECK(rows[0].failed == 1);
            CHECK(rows[1].edge == 0);
            CHECK(rows[1].requests == 9);
            CHECK(rows[2].edge == 1);
            CHECK(rows[2].attempts == 2);
        }
        CHECK(run.series_of_interval(3).empty());
    }

    TEST_CASE("a series covers the whole run") {
        const RecordedSmallRun small;
        RunReader run{small.path()};
        const auto loads = run.series_of_loads(0);
        REQUIRE(loads.size() == 3);
        CHECK(loads[2].interval == 2);
        CHECK(loads[2].row.requests == 10);
        REQUIRE(run.series_of_loads(2).size() == 1);
        CHECK(run.series_of_loads(2)[0].interval == 2);
        CHECK(run.series_of_loads(3).empty());
        const auto edge = run.series_of_edge(1);
        REQUIRE(edge.size() == 3);
        CHECK(edge[1].interval == 1);
        CHECK(edge[1].row.failed == 1);
        CHECK(run.series_of_edge(2).empty());
    }

    TEST_CASE("changes are found by their time: from it, and before its end") {
        const RecordedSmallRun small;
        RunReader run{small.path()};
        const auto second = run.changes(at(1s + 1ms), at(1s + 3ms), 100);
        REQUIRE(second.size() == 2);
        CHECK(second[0].kind == Change::Kind::fault_started);
        CHECK(second[0].step == 0);
        CHECK(second[1].kind == Change::Kind::host_ejected);
        CHECK(second[1].pod == 0);
        CHECK(run.changes(at(0s), at(9s), 100).size() == 9);
        CHECK(run.changes(at(0s), at(9s), 4).size() == 4);
    }

    TEST_CASE("changes of state are read once, and limits that were reached are counted") {
        const RecordedSmallRun small;
        RunReader run{small.path()};
        const auto all = run.changes_after(0);
        CHECK(all.of_state.size() == 6);
        CHECK(all.of_state[1].kind == Change::Kind::host_ejected);
        CHECK(all.rows_read == 9);
        CHECK(run.changes_after(7).of_state.size() == 1);
        CHECK(run.changes_after(9).of_state.empty());
        CHECK(run.changes_after(9).rows_read == 9);
        const auto limits = run.limits_after(0);
        REQUIRE(limits.counts.size() == 3);
        CHECK(limits.counts[2] == reports::LimitCount{2, 0, 2, 1});
        CHECK(limits.rows_read == 3);
        CHECK(run.limits_after(2).counts == std::vector{reports::LimitCount{2, 0, 2, 1}});
        CHECK(run.limits_after(3).counts.empty());
        CHECK(run.limits_after(3).rows_read == 3);
    }

    TEST_CASE("a limit that is reached in several batches of an interval is counted once it ends") {
        const TemporaryFolder folder;
        const Change reached{
            .at = at(1ms), .kind = Change::Kind::limit_reached, .cluster = 0, .value = 2};
        const Change of_pod{
            .at = at(2ms), .kind = Change::Kind::limit_reached, .pod = 0, .value = 4};
        const Change started{.at = at(2ms), .kind = Change::Kind::fault_started, .step = 0};
        {
            reports::RunFile file{folder / "run.db",
                                  small_run_head(reports::RecordLevel::automatic)};
            reports::Batch batch;
            batch.changes.assign(5, reached);
            file.add(std::move(batch));
            batch = {};
            batch.changes = {reached, of_pod, started};
            batch.interval = sim::observe::IntervalEnd{at(0s), at(1s), 1, 1};
            file.add(std::move(batch));
            batch = {};
            batch.changes = {reached};
            file.add(std::move(batch));
            file.fail("it was stopped");
        }
        RunReader run{folder / "run.db"};
        const auto limits = run.limits_after(0);
        CHECK(limits.counts ==
              std::vector{reports::LimitCount{0, nobody, 4, 1}, reports::LimitCount{0, 0, 2, 6}});
        CHECK(limits.rows_read == 3);
        REQUIRE(run.changes_after(0).of_state.size() == 1);
        CHECK(run.changes_after(0).of_state[0].kind == Change::Kind::fault_started);
        CHECK(run.changes_after(0).rows_read == 9);
    }

    TEST_CASE("a sampled request is found by the time of its end, with all its spans") {
        const RecordedSmallRun small;
        RunReader run{small.path()};
        const auto found = run.requests(at(1s), at(2s), 10);
        REQUIRE(found.size() == 1);
        CHECK(found[0].load == "web");
        CHECK(found[0].number == 10);
        CHECK(found[0].ended == at(1s + 10ms));
        CHECK(run.requests(at(0s), at(9s), 2).size() == 2);
        const auto spans = run.spans("web", 10);
        REQUIRE(spans.size() == 2);
        CHECK(spans[0].is_work);
        CHECK(spans[0].pod == "shop-v1-0");
        CHECK_FALSE(spans[1].is_work);
        CHECK(run.spans("web", 11).empty());
        CHECK(run.spans("nobody", 10).empty());
    }

    TEST_CASE("of pods every attempt counts that they answered in an interval") {
        const RecordedSmallRun small;
        RunReader run{small.path()};
        const reports::PodRow each{.pod = 0, .attempts = 11, .failed = 2, .time_sum = 11 * 8ms};
        CHECK(run.pods_of_intervals(1, 2) == std::vector{reports::PodPoint{1, each}});
        CHECK(run.pods_of_intervals(0, 3).size() == 3);
        CHECK(run.pods_of_intervals(2, 2).empty());
        CHECK(run.pods_of_intervals(3, 9).empty());
        CHECK(run.series_of_pod(0) == run.pods_of_intervals(0, 3));
        CHECK(run.series_of_pod(1).empty());
    }

    TEST_CASE("of a run that goes on it finds what came meanwhile") {
        const TemporaryFolder folder;
        const reports::RunFile::Pace at_once{.commit_every = 0ms};
        reports::RunFile file{folder / "run.db", small_run_head(RecordLevel::automatic), at_once};
        reports::Recording recording{{}, file, RecordLevel::automatic};
        RunReader run{folder / "run.db"};
        CHECK(run.label().status == "running");
        CHECK(run.intervals().empty());
        CHECK(run.changes(at(0s), at(9s), 100).empty());
        play_small_run(recording, 2);
        // Soon, and not only when it is over, it is known whose pods are whose.
        for (int time = 0; time < 100 && run.workloads().empty(); ++time) {
            ::usleep(100'000);
            run.refresh();
        }
        CHECK(run.workloads().size() == 3);
        CHECK(run.label().status == "running");
        file.finish(recording.finish());
        run.refresh();
        CHECK(run.workloads().size() == 3);
        CHECK(run.label().status == "done");
        CHECK(run.intervals().size() == 2);
        CHECK(run.edges().size() == 2);
        CHECK(run.series_of_interval(1).size() == 3);
    }

    TEST_CASE("what is no run file is named, and a damaged one, too") {
        const TemporaryFolder folder;
        const auto foreign = folder / "notes.txt";
        std::ofstream{foreign} << "no run";
        CHECK_THROWS_AS(RunReader{foreign}, reports::NotARunFile);
        CHECK_THROWS_AS(RunReader{folder / "none.db"}, reports::StoreError);

        const RecordedSmallRun small;
        std::filesystem::resize_file(small.path(), 5000);
        CHECK_THROWS_AS(RunReader{small.path()}, reports::StoreError);
    }

    TEST_CASE("limits of an interval that a damaged file does not have are left out") {
        const RecordedSmallRun small;
        const std::size_t limits = RunReader{small.path()}.limits_after(0).counts.size();
        const auto insert = [&](int interval) {
            SQLite::Database{small.path().string(), SQLite::OPEN_READWRITE}.exec(
                fmt::format("insert into limit_series values ({}, 0, 99, 5)", interval));
        };
        for (const int interval : {-1, 3})
            insert(interval);
        CHECK(RunReader{small.path()}.limits_after(0).counts.size() == limits);
        for (const int interval : {0, 2})
            insert(interval);
        CHECK(RunReader{small.path()}.limits_after(0).counts.size() == limits + 2);
    }

    TEST_CASE("calls of a service that a damaged file does not name are refused") {
        const RecordedSmallRun small;
        const auto set = [&](const char* values) {
            SQLite::Database{small.path().string(), SQLite::OPEN_READWRITE}.exec(
                fmt::format("update edge set {}", values));
        };
        for (const char* const wrong :
             {"source = 2, destination = 1", "source = 0, destination = 2"}) {
            set(wrong);
            CHECK_THROWS_AS(RunReader{small.path()}, reports::StoreError);
        }
        set("source = 1, destination = 1");
        CHECK(RunReader{small.path()}.edges().size() == 2);
    }
}

}  // namespace run_reader_test
