// When pods are there, where they stand, and what their proxies hold, as a run file tells it.
#include "gui/source/file_run.hpp"
#include "gui/source/words.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace pod_states_test {

using namespace weft;
using namespace weft::tests;
using gui::FileRun;
using gui::PodState;
using sim::observe::Change;
using sim::observe::NameKind;

Change of_pod(mesh::Duration when, Change::Kind kind, std::uint32_t pod, std::uint64_t value) {
    Change change{.at = at(when), .kind = kind};
    change.pod = pod;
    change.value = value;
    return change;
}

/// The small run, with a second pod that starts after two seconds, and a configuration that is
/// pushed after one.
std::filesystem::path record_growing_run(const TemporaryFolder& folder) {
    const auto path = folder / "run.db";
    reports::RunFile file{path, small_run_head(reports::RecordLevel::automatic)};
    reports::Recording recording{{}, file, reports::RecordLevel::automatic};
    name_small_run(recording);
    recording.named(NameKind::pod, 1, "shop-v1-1");
    recording.named(NameKind::zone, 0, "east");
    recording.named(NameKind::zone, 1, "west");
    const auto tell = [&](std::vector<Change> changes) { recording.changes(changes); };
    tell({of_pod(0s, Change::Kind::pod_started, 0, 1),
          of_pod(0s, Change::Kind::config_pushed, gui::none, 1)});
    play_second(recording, 0);
    tell({of_pod(1s, Change::Kind::config_pushed, gui::none, 2)});
    play_second(recording, 1);
    tell({of_pod(2s, Change::Kind::pod_started, 1, 2),
          of_pod(2s, Change::Kind::config_applied, 0, 2)});
    play_second(recording, 2);
    file.finish(recording.finish());
    return path;
}

TEST_SUITE("states of pods") {
    TEST_CASE("a pod that comes later is not there before, and stands where it was started") {
        const TemporaryFolder folder;
        FileRun run{record_growing_run(folder)};
        CHECK(run.topology().pods[0].zone == "east");
        CHECK(run.topology().pods[1].zone == "west");
        const auto life = [&](mesh::Duration when) { return run.snapshot(at(when)).pods[1].life; };
        CHECK(life(2s - 1ns) == PodState::Life::gone);
        CHECK(life(2s) == PodState::Life::up);
        const auto count = [&](mesh::Duration when) {
            return gui::pods_of(run.topology(), run.snapshot(at(when)), 1).all;
        };
        CHECK(count(1s) == 1);
        CHECK(count(2s) == 2);
    }

    TEST_CASE("a proxy holds the first configuration until it acts on the next") {
        const TemporaryFolder folder;
        FileRun run{record_growing_run(folder)};
        CHECK(run.topology().has_control);
        const auto before = run.snapshot(at(1s));
        CHECK(before.newest_config == 2);
        CHECK(before.newest_config_since == at(1s));
        CHECK(before.pods[0].config == 1);
        CHECK(run.snapshot(at(2s)).pods[0].config == 2);
        CHECK(run.snapshot(at(2s)).pods[1].config == 0);  // It has not been told yet.
    }

    TEST_CASE("a circuit is open until it closes, and half open while a request may try it") {
        const TemporaryFolder folder;
        const auto path = folder / "run.db";
        {
            reports::RunFile file{path, small_run_head(reports::RecordLevel::automatic)};
            reports::Recording recording{{}, file, reports::RecordLevel::automatic};
            name_small_run(recording);
            using Kind = Change::Kind;
            const auto circuit = [](mesh::Duration when, Kind kind) {
                return Change{.at = at(when), .kind = kind, .pod = 0, .cluster = 0};
            };
            recording.changes(std::vector{
                circuit(100ms, Kind::circuit_opened), circuit(200ms, Kind::circuit_half_open),
                circuit(300ms, Kind::circuit_opened), circuit(400ms, Kind::circuit_half_open),
                circuit(500ms, Kind::circuit_closed)});
            recording.interval({at(0s), at(1s), 1, 1});
            file.finish(recording.finish());
        }
        FileRun run{path};
        const auto circuits = [&](mesh::Duration when) {
            const PodState pod = run.snapshot(at(when)).pods[0];
            return std::pair{pod.circuits_open, pod.circuits_half_open};
        };
        using Counts = std::pair<std::uint32_t, std::uint32_t>;
        CHECK(circuits(99ms) == Counts{0, 0});
        CHECK(circuits(100ms) == Counts{1, 0});
        CHECK(circuits(200ms) == Counts{1, 1});
        CHECK(circuits(300ms) == Counts{1, 0});
        CHECK(circuits(400ms) == Counts{1, 1});
        CHECK(circuits(500ms) == Counts{0, 0});
    }
}

}  // namespace pod_states_test
