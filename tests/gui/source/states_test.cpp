#include "gui/source/states.hpp"

#include "gui/source/file_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <vector>

namespace states_test {

using namespace weft;
using namespace weft::tests;
using gui::FileRun;
using sim::observe::Change;

namespace {

/// The one pod is ejected at each even millisecond, and returns at each odd one: so many changes.
std::filesystem::path record_flapping_host(const TemporaryFolder& folder, std::size_t ejections) {
    reports::RunFile file{folder / "run.db", small_run_head(reports::RecordLevel::automatic)};
    reports::Recording recording{{}, file, reports::RecordLevel::automatic};
    name_small_run(recording);
    std::vector<Change> changes;
    for (std::size_t number = 0; number < ejections; ++number) {
        changes.push_back(
            {.at = at(std::chrono::milliseconds{number}),
             .kind = number % 2 == 0 ? Change::Kind::host_ejected : Change::Kind::host_returned,
             .pod = 0,
             .cluster = 0});
    }
    recording.changes(changes);
    recording.interval({at(0s), at(std::chrono::milliseconds{ejections} + 1s), 1, 1});
    file.finish(recording.finish());
    return folder / "run.db";
}

}  // namespace

TEST_SUITE("states") {
    TEST_CASE("however much has happened before, each moment is told as it was, in any order") {
        const TemporaryFolder folder;
        FileRun run{record_flapping_host(folder, 10'000)};
        REQUIRE(run.events().size() == 10'000);
        for (const int moment : {9'999, 0, 4'095, 4'096, 4'097, 8'190, 8'191, 8'192, 1, 5'000}) {
            CAPTURE(moment);
            const gui::Snapshot snapshot = run.snapshot(at(std::chrono::milliseconds{moment}));
            CHECK(snapshot.pods[0].ejected_by == (moment % 2 == 0 ? 1U : 0U));
        }
        CHECK(run.snapshot(at(11s)).pods[0].ejected_by == 0);
    }

    TEST_CASE("of very many changes fewer states are kept, and each moment is told as it was") {
        const TemporaryFolder folder;
        FileRun run{record_flapping_host(folder, 270'000)};
        REQUIRE(run.events().size() == 270'000);
        // A state is kept after each 4,219.
        for (const int moment : {269'999, 0, 4'217, 4'218, 4'219, 8'436, 8'437, 8'438, 100'001}) {
            CAPTURE(moment);
            const gui::Snapshot snapshot = run.snapshot(at(std::chrono::milliseconds{moment}));
            CHECK(snapshot.pods[0].ejected_by == (moment % 2 == 0 ? 1U : 0U));
        }
    }

    TEST_CASE(
        "who is gone is ejected by nobody; of a pod that nothing was seen of nothing is told") {
        gui::Snapshot start;
        start.pods.resize(3);
        start.pods[1].life = gui::PodState::Life::gone;
        gui::States states{start};
        states.see({.at = at(1s), .kind = Change::Kind::host_ejected, .source = 1, .pod = 0});
        const gui::Topology topology;
        const gui::Snapshot ejected = states.finished(topology);
        CHECK(ejected.pods[0].ejected_by == 1);
        CHECK(ejected.pods[1].life == gui::PodState::Life::gone);
        CHECK(ejected.pods[1].ejects == 1);
        CHECK(ejected.pods[2].life == gui::PodState::Life::unknown);
        states.see({.at = at(3s), .kind = Change::Kind::pod_gone, .pod = 0});
        CHECK(states.finished(topology).pods[0].ejected_by == 0);
    }
}

}  // namespace states_test
