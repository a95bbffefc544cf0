// What a run publishes of itself while it goes on, against what its file says of it afterwards.
#include "gui/source/live_state.hpp"

#include "gui/source/file_run.hpp"
#include "tests/gui/shop_run.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace live_state_test {

using namespace weft;
using namespace weft::tests;
using gui::LiveWitness;
using gui::PodState;
using gui::Snapshot;
using sim::observe::Change;
using sim::observe::NameKind;

/// The end of a second.
reports::Batch end_of(std::uint32_t second) {
    reports::Batch batch;
    batch.interval = sim::observe::IntervalEnd{at(second * 1s), at((second + 1) * 1s), 1, 1};
    return batch;
}

TEST_SUITE("live state") {
    TEST_CASE("at the end of each interval it is what the file will say") {
        const TemporaryFolder folder;
        LiveWitness witness;
        std::vector<Snapshot> told;
        {
            reports::RunFile file{folder / "run.db",
                                  small_run_head(reports::RecordLevel::automatic)};
            reports::Recording recording{{}, file, reports::RecordLevel::automatic};
            recording.show_batches_to([&](const reports::Batch& batch) {
                if (!witness.see(batch)) return;
                told.push_back(witness.state().states.finished(witness.state().topology()));
            });
            name_shop(recording);
            for (std::uint32_t second = 0; second < shop_seconds; ++second)
                play_shop_second(recording, second, true);
            file.finish(recording.finish());
        }
        gui::FileRun run{folder / "run.db"};
        const gui::Topology topology = witness.state().topology();
        CHECK(topology.size() == run.topology().size());
        CHECK(topology.edges == run.topology().edges);
        CHECK(topology.has_control);
        REQUIRE(told.size() == shop_seconds);
        for (const Snapshot& live : told) {
            CAPTURE(live.from.time_since_epoch().count());
            const Snapshot read = run.snapshot(live.to - 1ns);
            CHECK(live.from == read.from);
            CHECK(live.to == read.to);
            CHECK(live.at == live.to);
            CHECK(live.edges == read.edges);
            CHECK(live.loads == read.loads);
            CHECK(live.limits == read.limits);
            CHECK(live.panics == read.panics);
            CHECK(live.faults == read.faults);
            CHECK(live.newest_config == read.newest_config);
            REQUIRE(live.pods.size() == read.pods.size());
            for (std::size_t pod = 0; pod < live.pods.size(); ++pod) {
                CHECK(live.pods[pod].life == read.pods[pod].life);
                CHECK(live.pods[pod].ejected_by == read.pods[pod].ejected_by);
                CHECK(live.pods[pod].config == read.pods[pod].config);
            }
        }
        CHECK(witness.state().played == run.played(run.range().end));
        CHECK(witness.state().played == gui::Played{shop_seconds * 100, 100});
        CHECK(told[outage_from].limits[2] == 1);
        CHECK(told[outage_from].pods[3].ejected_by == 1);
        CHECK(told[outage_from].pods[4].life == PodState::Life::crashed);
        CHECK(told[outage_to].pods[3].ejected_by == 0);
        CHECK(told[outage_to].limits[2] == 0);
    }

    TEST_CASE("who is named later is not there before it is started") {
        LiveWitness witness;
        reports::Batch first = end_of(0);
        first.names.push_back({NameKind::pod, 0, "web-0"});
        CHECK(witness.see(first));
        reports::Batch second = end_of(1);
        second.names.push_back({NameKind::pod, 1, "web-1"});
        CHECK(witness.see(second));
        const auto life = [&](std::size_t pod) {
            return witness.state().states.finished(witness.state().topology()).pods[pod].life;
        };
        CHECK(life(0) == PodState::Life::unknown);
        CHECK(life(1) == PodState::Life::gone);
        CHECK(witness.state().topology().pods[1].zone.empty());

        reports::Batch third = end_of(2);
        third.names.push_back({NameKind::zone, 0, "east"});
        third.changes.push_back(
            {.at = at(2s), .kind = Change::Kind::pod_started, .pod = 1, .value = 1});
        CHECK(witness.see(third));
        CHECK(life(1) == PodState::Life::up);
        CHECK(witness.state().topology().pods[1].zone == "east");
    }

    TEST_CASE("a limit counts in the interval in which it was reached, which may come in parts") {
        LiveWitness witness;
        reports::Batch part;
        part.names.push_back({NameKind::cluster, 0, "outbound|80||shop"});
        part.changes.push_back(
            {.at = at(100ms), .kind = Change::Kind::limit_reached, .cluster = 0, .value = 1});
        CHECK_FALSE(witness.see(part));
        reports::Batch rest = end_of(0);
        rest.changes.push_back(
            {.at = at(200ms), .kind = Change::Kind::limit_reached, .cluster = 0, .value = 1});
        CHECK(witness.see(rest));
        const auto limits = [&] {
            return witness.state().states.finished(witness.state().topology()).limits;
        };
        CHECK(limits() == std::vector<std::uint64_t>{2});
        CHECK(witness.see(end_of(1)));
        CHECK(limits() == std::vector<std::uint64_t>{0});
    }

    TEST_CASE("a copy stays as it was, whatever is named afterwards") {
        LiveWitness witness;
        reports::Batch first = end_of(0);
        first.names.push_back({NameKind::service, 0, "web"});
        witness.see(first);
        const gui::LiveState then = witness.state();
        reports::Batch second = end_of(1);
        second.names.push_back({NameKind::service, 1, "shop"});
        witness.see(second);
        CHECK(then.topology().services.size() == 1);
        CHECK(witness.state().topology().services.size() == 2);
    }
}

}  // namespace live_state_test
