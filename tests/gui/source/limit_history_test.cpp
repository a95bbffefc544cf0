#include "gui/source/limit_history.hpp"

#include "gui/source/file_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace limit_history_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::LimitHistory;
using sim::observe::Change;

constexpr std::uint64_t retries = 2;
constexpr std::uint32_t client = 0;
constexpr std::uint32_t shop = 1;

/// A run whose first sixteen intervals are told by blocks, as those of a long run are.
class RunOfBlocks final : public gui::FileRun {
public:
    using FileRun::FileRun;
    const std::vector<gui::Event>& events() const override { return told; }
    std::size_t limits_by_blocks_to() const override { return 16; }

    std::vector<gui::Event> told;
};

gui::Event reached(mesh::Duration since, std::uint64_t times) {
    return {.change = {.at = at(since),
                       .kind = Change::Kind::limit_reached,
                       .cluster = 0,
                       .value = retries},
            .count = times};
}

}  // namespace

TEST_SUITE("history of limits") {
    TEST_CASE("it is told by interval, of calls to one service or of all") {
        const TemporaryFolder folder;
        const gui::FileRun run{record_small_run(folder, "run.db", 3)};
        CHECK(run.limits_by_blocks_to() == 0);
        const std::vector<LimitHistory> each_second{{retries, {1, 1, 1}}};
        CHECK(gui::limit_histories(run, shop) == each_second);
        CHECK(gui::limit_histories(run, gui::none) == each_second);
        CHECK(gui::limit_histories(run, client).empty());
    }

    TEST_CASE("what is told by blocks is spread over them, what comes after is told by interval") {
        const TemporaryFolder folder;
        RunOfBlocks run{record_small_run(folder, "run.db", 20)};
        run.told = {reached(5s, 32), reached(17s, 3)};
        const auto histories = gui::limit_histories(run, shop);
        REQUIRE(histories.size() == 1);
        std::vector<double> times(16, 2.0);
        times.insert(times.end(), {0, 3, 0, 0});
        CHECK(histories[0].times == times);
    }
}

}  // namespace limit_history_test
