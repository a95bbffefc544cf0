#include "gui/source/file_run.hpp"

#include "gui/source/pair_run.hpp"
#include "gui/source/words.hpp"
#include "reports/store/store_error.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

using namespace weft;
using namespace weft::tests;
using gui::FileRun;
using gui::Health;
using gui::PodState;
using gui::Snapshot;

TEST_SUITE("file run") {
    TEST_CASE("it knows who is there, and which pod is whose") {
        const TemporaryFolder folder;
        const FileRun run{record_small_run(folder, "run.db", 3)};
        const gui::Topology& topology = run.topology();
        REQUIRE(topology.services.size() == 2);
        CHECK(topology.services[1].name == "shop");
        CHECK(topology.services[1].ns == "default");
        CHECK(topology.services[1].pods == std::vector<std::uint32_t>{0});
        CHECK(topology.pods[0].service == 1);
        CHECK(topology.clusters[0].service == 1);
        REQUIRE(topology.edges.size() == 2);
        CHECK(topology.edges[1].version == "v2");
        CHECK(run.range().begin == at(0s));
        CHECK(run.range().end == at(3s));
    }

    TEST_CASE("a moment shows the interval that holds it, and so it does going back") {
        const TemporaryFolder folder;
        FileRun run{record_small_run(folder, "run.db", 3)};
        for (const mesh::Instant moment : {at(2s + 500ms), at(1s), at(0s), at(3s)}) {
            const Snapshot snapshot = run.snapshot(moment);
            CHECK(snapshot.at == moment);
            CHECK(snapshot.from == std::min(at(2s), at(std::chrono::floor<std::chrono::seconds>(
                                                        moment.time_since_epoch()))));
            CHECK(snapshot.edges[0].requests == 9);
            CHECK(snapshot.edges[1].attempts == 2);
            CHECK(snapshot.edges[1].failed_share() == 1);
            CHECK(snapshot.loads[0].per_second() == 10);
            CHECK(snapshot.limits[0] == 1);
        }
    }

    TEST_CASE("what was recorded counts from its moment on, and not before") {
        const TemporaryFolder folder;
        FileRun run{record_small_run(folder, "run.db", 1)};
        CHECK(run.snapshot(at(1ms - 1ns)).faults.empty());
        CHECK(run.snapshot(at(1ms)).faults == std::vector<std::uint32_t>{0});
        CHECK(run.snapshot(at(2ms - 1ns)).pods[0].ejected_by == 0);
        CHECK(run.snapshot(at(2ms)).pods[0].ejected_by == 1);
    }

    TEST_CASE("a curve has a value for each interval") {
        const TemporaryFolder folder;
        FileRun run{record_small_run(folder, "run.db", 3)};
        const auto all = run.curve({});
        REQUIRE(all.size() == 3);
        CHECK(all[2].failed == 1);
        const auto service = run.curve({gui::CurveOf::Kind::service, 1});
        CHECK(service[1].requests == 10);
        CHECK(run.curve({gui::CurveOf::Kind::service, 0})[1].requests == 10);  // A client's own.
        CHECK(run.curve({gui::CurveOf::Kind::edge, 1})[0].requests == 1);
        CHECK(run.curve({gui::CurveOf::Kind::edge, 1, {0}})[0].requests == 10);
        const auto pod = run.curve({gui::CurveOf::Kind::pod, 0});
        REQUIRE(pod.size() == service.size());
        CHECK(pod[1].requests == 11);  // Each attempt is one.
        CHECK(pod[1].failed == 2);
        CHECK(pod[1].mean() == 8ms);
        CHECK(run.curve({gui::CurveOf::Kind::pod, 7})[1] == gui::Flow{.seconds = 1});
    }

    TEST_CASE("limits that were reached are one event for each interval") {
        const TemporaryFolder folder;
        const FileRun run{record_small_run(folder, "run.db", 2)};
        REQUIRE(run.events().size() == 6);
        CHECK(std::ranges::is_sorted(run.events(), {},
                                     [](const gui::Event& event) { return event.change.at; }));
        CHECK(gui::event_words(run.events()[0], run.topology()) == "limit reached: shop (retries)");
        CHECK(gui::event_words(run.events()[2], run.topology()) ==
              "host ejected: shop-v1-0 (consecutive gateway errors)");
        CHECK(gui::service_of(run.events()[2], run.topology()) == 1);
    }

    TEST_CASE("the interval of an event is found by its number, or how many there are is said") {
        const TemporaryFolder folder;
        const FileRun run{record_small_run(folder, "run.db", 3)};  // 100 events in each second.
        CHECK(run.interval_of_event(1) == at(0s));
        CHECK(run.interval_of_event(100) == at(0s));
        CHECK(run.interval_of_event(101) == at(1s));
        CHECK(run.interval_of_event(300) == at(2s));
        CHECK(run.interval_of_event(301) == tl::make_unexpected(std::uint64_t{300}));
    }

    TEST_CASE("events are counted up to a moment, of its interval by the share that has passed") {
        const TemporaryFolder folder;
        const FileRun run{record_small_run(folder, "run.db", 3)};
        CHECK(run.played(at(0s)) == gui::Played{0, 100});
        CHECK(run.played(at(500ms)) == gui::Played{50, 100});
        CHECK(run.played(at(2s)) == gui::Played{200, 100});
        CHECK(run.played(at(3s)) == gui::Played{300, 100});
        CHECK(run.played(at(9s)) == gui::Played{300, 100});
    }

    TEST_CASE("the rate of events is that of a simulated second, however long an interval is") {
        const TemporaryFolder folder;
        {
            reports::RunFile file{folder / "run.db",
                                  small_run_head(reports::RecordLevel::automatic)};
            reports::Recording recording{{}, file, reports::RecordLevel::automatic};
            name_small_run(recording);
            recording.interval({at(0s), at(4s), 1, 200});
            recording.interval({at(4s), at(4s + 500ms), 1, 100});
            file.finish(recording.finish());
        }
        const FileRun run{folder / "run.db"};
        CHECK(run.played(at(2s)) == gui::Played{100, 50});
        CHECK(run.played(at(4s + 250ms)) == gui::Played{250, 200});
    }

    TEST_CASE("a moment tells the limits of its interval alone") {
        const TemporaryFolder folder;
        const auto path = folder / "run.db";
        {
            using sim::observe::Change;
            const Change reached{
                .at = at(1s), .kind = Change::Kind::limit_reached, .cluster = 0, .value = 2};
            reports::RunFile file{path, small_run_head(reports::RecordLevel::automatic)};
            reports::Recording recording{{}, file, reports::RecordLevel::automatic};
            name_small_run(recording);
            recording.interval({at(0s), at(1s), 1, 1});
            recording.changes(std::vector{reached, reached, reached});
            recording.interval({at(1s), at(2s), 1, 1});
            file.finish(recording.finish());
        }
        FileRun run{path};
        CHECK(run.snapshot(at(1s - 1ns)).limits == std::vector<std::uint64_t>{0});
        CHECK(run.snapshot(at(1s)).limits == std::vector<std::uint64_t>{3});
        REQUIRE(run.events().size() == 1);
        CHECK(run.events()[0].count == 3);
    }

    TEST_CASE("a file without a run is refused by name") {
        const TemporaryFolder folder;
        std::ofstream{folder / "notes.txt"} << "no run";
        CHECK_THROWS_AS(FileRun{folder / "notes.txt"}, reports::NotARunFile);
        {
            reports::RunFile file{folder / "none.db",
                                  small_run_head(reports::RecordLevel::automatic)};
            file.fail("the disk was full");
        }
        CHECK_THROWS_AS(FileRun{folder / "none.db"}, reports::StoreError);
    }
}

TEST_SUITE("health") {
    TEST_CASE("a flow is called degraded and failing from their shares on") {
        CHECK(health_of(flow_of(0)) == Health::idle);
        CHECK(health_of(flow_of(1000, 9)) == Health::healthy);
        CHECK(health_of(flow_of(1000, 10)) == Health::degraded);
        CHECK(health_of(flow_of(1000, 99)) == Health::degraded);
        CHECK(health_of(flow_of(1000, 100)) == Health::failing);
    }

    TEST_CASE("a service is no better than its pods let it be") {
        gui::Topology topology;
        add_chain(topology, "a", 2);
        topology.services[1].pods = {0, 1};
        topology.pods = {{"a-1-0", 1}, {"a-1-1", 1}};
        Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(100);
        CHECK(health_of_service(topology, snapshot, 1) == Health::healthy);
        snapshot.pods[0].ejected_by = 1;
        CHECK(health_of_service(topology, snapshot, 1) == Health::degraded);
        snapshot.edges[0] = flow_of(100, 50);
        CHECK(health_of_service(topology, snapshot, 1) == Health::failing);
        snapshot.pods[0].life = PodState::Life::crashed;
        snapshot.pods[1].life = PodState::Life::gone;
        CHECK(health_of_service(topology, snapshot, 1) == Health::down);
        CHECK(health_of_service(topology, snapshot, 0) == Health::failing);  // Its own calls.
    }

    TEST_CASE("a pod that is gone makes nobody worse: it was replaced") {
        gui::Topology topology;
        add_chain(topology, "a", 2);
        topology.services[1].pods = {0, 1};
        topology.pods = {{"a-1-0", 1}, {"a-1-1", 1}};
        Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(100);
        snapshot.pods[0].life = PodState::Life::gone;
        CHECK(health_of_service(topology, snapshot, 1) == Health::healthy);
        CHECK(gui::pods_of(topology, snapshot, 1).all == 1);
    }
}

TEST_SUITE("pair run") {
    TEST_CASE("two files of one run are the same everywhere") {
        const TemporaryFolder folder;
        gui::PairRun pair{std::make_unique<FileRun>(record_small_run(folder, "a.db", 2)),
                          std::make_unique<FileRun>(record_small_run(folder, "b.db", 2))};
        const Snapshot snapshot = pair.snapshot(at(1s));
        CHECK(snapshot.edges == snapshot.other_edges);
        CHECK_FALSE(pair.first_divergence());
    }

    TEST_CASE("a run that goes on for longer diverges where the other one ends") {
        const TemporaryFolder folder;
        gui::PairRun pair{std::make_unique<FileRun>(record_small_run(folder, "a.db", 2)),
                          std::make_unique<FileRun>(record_small_run(folder, "b.db", 3))};
        CHECK(pair.first_divergence() == at(2s));
    }
}
