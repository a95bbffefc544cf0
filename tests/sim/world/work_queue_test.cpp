#include "sim/world/work_queue.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace work_queue_test {

using weft::sim::Work;
using weft::sim::WorkQueue;

namespace {

struct Line {
    std::array<Work, 4> works;
    WorkQueue queue;

    Line() {
        for (std::uint32_t number = 0; number < works.size(); ++number) {
            works[number].self = number;
            queue.push(works[number]);
        }
    }

    std::vector<std::uint32_t> rest() {
        std::vector<std::uint32_t> numbers;
        while (!queue.empty())
            numbers.push_back(queue.pop().self);
        return numbers;
    }
};

using Numbers = std::vector<std::uint32_t>;

}  // namespace

TEST_SUITE("work queue") {
    TEST_CASE("who came first leaves first, and who came last if asked for") {
        Line line;
        CHECK(line.queue.oldest().self == 0);
        CHECK(line.queue.pop().self == 0);
        CHECK(line.queue.pop_newest().self == 3);
        CHECK(line.queue.size() == 2);
        line.queue.push(line.works[0]);
        CHECK(line.rest() == Numbers{1, 2, 0});
    }

    TEST_CASE("one that leaves from anywhere leaves the others in their order") {
        for (std::uint32_t leaves = 0; leaves < 4; ++leaves) {
            Line line;
            line.queue.remove(line.works[leaves]);
            CHECK(line.queue.size() == 3);
            Numbers expected{0, 1, 2, 3};
            expected.erase(expected.begin() + leaves);
            CHECK(line.rest() == expected);
        }
    }

    TEST_CASE("after the first has left, the next can be taken out from either end") {
        Line line;
        line.queue.pop();
        line.queue.remove(line.works[1]);
        CHECK(line.queue.pop_newest().self == 3);
        CHECK(line.queue.pop_newest().self == 2);
        CHECK(line.queue.empty());
        line.queue.push(line.works[1]);
        CHECK(line.rest() == Numbers{1});
    }
}

}  // namespace work_queue_test
