#include "gui/source/pod_grid.hpp"

#include "gui/source/file_run.hpp"
#include "tests/gui/shop_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

namespace pod_grid_test {
namespace {

using namespace weft;
using namespace weft::tests;
using gui::FileRun;
using gui::PodGrid;

PodGrid grid_of(FileRun& run, std::size_t most_cells, std::size_t rows_at_once = 1'000'000) {
    PodGrid grid{most_cells};
    while (grid.read(run, rows_at_once)) {
    }
    return grid;
}

}  // namespace

TEST_SUITE("pod grid") {
    TEST_CASE("a cell holds all that a pod answered in its time") {
        const TemporaryFolder folder;
        FileRun run{record_small_run(folder, "run.db", 3)};
        const PodGrid grid = grid_of(run, 10);
        CHECK(grid.begins() == std::vector{at(0s), at(1s), at(2s)});
        CHECK(grid.end(run) == at(3s));
        REQUIRE(grid.pods() == std::vector<std::uint32_t>{0});
        CHECK(grid.cells_of(0)[1].attempts == 11);
        CHECK(grid.cells_of(0)[1].failed == 2);
        CHECK(grid.cells_of(0)[1].mean() == 8ms);
        CHECK(grid.longest_mean() == 8ms);
    }

    TEST_CASE("of a longer run more intervals go into a cell, and none is lost") {
        const TemporaryFolder folder;
        FileRun run{record_small_run(folder, "run.db", 9)};
        const PodGrid grid = grid_of(run, 4);
        CHECK(grid.begins() == std::vector{at(0s), at(4s), at(8s)});
        CHECK(grid.cells_of(0)[0].attempts == 44);
        CHECK(grid.cells_of(0)[2].attempts == 11);
        CHECK(grid_of(run, 9).begins().size() == 9);
        CHECK(grid_of(run, 8).begins().size() == 5);
    }

    TEST_CASE("read bit by bit it becomes the same") {
        const TemporaryFolder folder;
        FileRun run{record_shop(folder, "shop.db")};
        const PodGrid at_once = grid_of(run, 3);
        PodGrid grid{3};
        int reads = 1;
        while (grid.read(run, 1))
            ++reads;
        CHECK(reads == 8);
        CHECK(grid.begins() == at_once.begins());
        CHECK(grid.pods() == at_once.pods());
        for (const std::uint32_t pod : grid.pods()) {
            for (std::size_t cell = 0; cell < grid.begins().size(); ++cell) {
                CAPTURE(cell);
                CHECK(grid.cells_of(pod)[cell].attempts == at_once.cells_of(pod)[cell].attempts);
                CHECK(grid.cells_of(pod)[cell].is_down == at_once.cells_of(pod)[cell].is_down);
                CHECK(grid.cells_of(pod)[cell].is_ejected ==
                      at_once.cells_of(pod)[cell].is_ejected);
            }
        }
    }

    TEST_CASE("of a run so long that a cell holds blocks these are read, and no interval is lost") {
        const TemporaryFolder folder;
        FileRun run{record_small_run(folder, "run.db", 40)};
        PodGrid grid{3};
        int reads = 1;
        while (grid.read(run, 1))
            ++reads;
        CHECK(reads == 3);  // Sixteen seconds, sixteen, and eight that are no block.
        CHECK(grid.begins() == std::vector{at(0s), at(16s), at(32s)});
        REQUIRE(grid.pods() == std::vector<std::uint32_t>{0});
        const auto& cells = grid.cells_of(0);
        CHECK(cells[0].attempts == 16 * 11);
        CHECK(cells[1].attempts == 16 * 11);
        CHECK(cells[1].failed == 16 * 2);
        CHECK(cells[2].attempts == 8 * 11);
        CHECK(grid.longest_mean() == 8ms);
    }

    TEST_CASE("a run that grows is read on from within a block") {
        const TemporaryFolder folder;
        const reports::RunFile::Pace at_once{.commit_every = 0ms};
        reports::RunFile file{folder / "run.db", small_run_head(reports::RecordLevel::automatic),
                              at_once};
        reports::Recording recording{{}, file, reports::RecordLevel::automatic};
        FileRun run{folder / "run.db"};
        play_small_run(recording, 20);
        for (int time = 0; time < 1'000 && run.intervals().size() < 20; ++time) {
            ::usleep(10'000);
            run.refresh();
        }
        REQUIRE(run.intervals().size() == 20);
        PodGrid grid{2};
        CHECK_FALSE(grid.read(run, 1'000));
        CHECK(grid.cells_of(0)[0].attempts == 16 * 11);
        CHECK(grid.cells_of(0)[1].attempts == 4 * 11);

        for (std::uint32_t second = 20; second < 40; ++second)
            play_second(recording, second);
        file.finish(recording.finish());
        run.refresh();
        CHECK_FALSE(grid.read(run, 1'000));
        CHECK(grid.begins() == std::vector{at(0s), at(32s)});
        CHECK(grid.cells_of(0)[0].attempts == 32 * 11);
        CHECK(grid.cells_of(0)[1].attempts == 8 * 11);
    }

    TEST_CASE("what a pod was in within a cell is told, and what failed first is first") {
        const TemporaryFolder folder;
        FileRun run{record_shop(folder, "shop.db")};
        const PodGrid grid = grid_of(run, 8);
        const auto& crashed = grid.cells_of(4);
        CHECK_FALSE(crashed[outage_from - 1].is_down);
        CHECK(crashed[outage_from].is_down);
        CHECK(crashed[outage_to - 1].is_down);
        CHECK(crashed[outage_to].is_down);  // It comes back within this one.
        CHECK_FALSE(crashed[outage_to + 1].is_down);
        const auto& ejected = grid.cells_of(3);
        CHECK_FALSE(ejected[outage_from - 1].is_ejected);
        CHECK(ejected[outage_from].is_ejected);
        CHECK(ejected[outage_to].is_ejected);
        CHECK_FALSE(ejected[outage_to + 1].is_ejected);
        const std::vector<std::uint32_t> pods = grid.pods();
        REQUIRE(pods.size() >= 4);
        CHECK(pods.back() == 7);  // All went well with the vault.
        // Of cells that are longer than the outage, too: what is over at their end was there.
        const PodGrid coarse = grid_of(run, 1);
        CHECK(coarse.cells_of(4)[0].is_down);
        CHECK(coarse.cells_of(3)[0].is_ejected);
        CHECK_FALSE(coarse.cells_of(7)[0].is_down);
        // After the outage none fails.
        CHECK(grid.pods({at(7s), at(8s)}) == std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7});
    }
}

}  // namespace pod_grid_test
