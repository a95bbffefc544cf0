// Where two runs begin to differ.
#include "gui/source/pair_run.hpp"

#include "gui/source/file_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <optional>

namespace pair_run_test {

using namespace weft;
using namespace weft::tests;
using gui::FileRun;
using gui::PairRun;
using sim::observe::Change;

namespace {

/// The small run, and a second more in which nobody asks anything. A fault may find nobody there.
std::unique_ptr<FileRun> recorded(const TemporaryFolder& folder,
                                  const char* name,
                                  std::optional<mesh::Instant> missed,
                                  std::uint64_t fingerprint = 1,
                                  const char* version = "0.1.0",
                                  std::uint32_t seconds = 2) {
    reports::RunHead head = small_run_head(reports::RecordLevel::automatic);
    head.version = version;
    reports::RunFile file{folder / name, head};
    reports::Recording recording{{}, file, reports::RecordLevel::automatic};
    play_small_run(recording, seconds);
    if (missed)
        recording.changes(
            std::array{Change{.at = *missed, .kind = Change::Kind::fault_missed, .step = 0}});
    if (seconds == 2) recording.interval({at(2s), at(3s), fingerprint, 1});
    file.finish(recording.finish());
    return std::make_unique<FileRun>(folder / name);
}

}  // namespace

TEST_SUITE("pair run") {
    TEST_CASE("an event that only one of two runs has is where they part, if no flow did before") {
        const TemporaryFolder folder;
        PairRun same{recorded(folder, "a.db", {}), recorded(folder, "b.db", {})};
        CHECK_FALSE(same.first_divergence().has_value());
        PairRun pair{recorded(folder, "c.db", at(2'300ms)), recorded(folder, "d.db", {})};
        CHECK(pair.first_divergence() == at(2'300ms));
        CHECK(pair.first_divergence() == at(2'300ms));
        PairRun later{recorded(folder, "e.db", at(2'400ms)), recorded(folder, "f.db", at(2'700ms))};
        CHECK(later.first_divergence() == at(2'400ms));
        PairRun shorter{recorded(folder, "g.db", at(2'300ms)),
                        std::make_unique<FileRun>(record_small_run(folder, "h.db", 2))};
        CHECK(shorter.first_divergence() == at(2s));
    }

    TEST_CASE("runs whose pods did something else differ, even if every flow is the same") {
        const TemporaryFolder folder;
        PairRun pair{recorded(folder, "a.db", {}, 1), recorded(folder, "b.db", {}, 2)};
        CHECK(pair.first_divergence() == at(2s));
    }

    TEST_CASE("fingerprints are known at once: no flow is looked at where they can be compared") {
        const TemporaryFolder folder;
        PairRun same{recorded(folder, "a.db", {}), recorded(folder, "b.db", {})};
        CHECK_FALSE(same.look_on(0));
        PairRun pair{recorded(folder, "c.db", {}, 1), recorded(folder, "d.db", {}, 2)};
        CHECK_FALSE(pair.look_on(0));
        CHECK(pair.first_divergence() == at(2s));
    }

    TEST_CASE("fingerprints of two versions say nothing; flows are looked at bit by bit") {
        const TemporaryFolder folder;
        PairRun same{recorded(folder, "a.db", {}, 1), recorded(folder, "b.db", {}, 2, "0.2.0")};
        CHECK(same.look_on(0));
        CHECK(same.look_on(2));
        CHECK_FALSE(same.look_on(1));
        CHECK_FALSE(same.first_divergence().has_value());
        PairRun pair{recorded(folder, "c.db", {}),
                     recorded(folder, "d.db", {}, 1, "0.2.0", 3)};  // B asks in the third second.
        CHECK(pair.look_on(2));
        CHECK_FALSE(pair.look_on(1));
        CHECK(pair.first_divergence() == at(2s));
    }
}

}  // namespace pair_run_test
