#include "gui/source/triple_buffer.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

namespace triple_buffer_test {

using namespace weft;
using gui::TripleBuffer;

TEST_SUITE("triple buffer") {
    TEST_CASE("who reads gets the newest, once") {
        TripleBuffer<int> buffer;
        CHECK_FALSE(buffer.take());
        buffer.back() = 1;
        buffer.publish();
        buffer.back() = 2;
        buffer.publish();
        CHECK(buffer.take());
        CHECK(buffer.front() == 2);
        CHECK_FALSE(buffer.take());
        CHECK(buffer.front() == 2);
    }

    TEST_CASE("what is not published is not seen") {
        TripleBuffer<int> buffer;
        buffer.back() = 1;
        buffer.publish();
        REQUIRE(buffer.take());
        buffer.back() = 5;
        CHECK_FALSE(buffer.take());
        CHECK(buffer.front() == 1);
    }

    TEST_CASE("values that pass between threads are whole and never go back") {
        constexpr int last = 20'000;
        TripleBuffer<std::vector<int>> buffer;
        std::thread writer{[&buffer] {
            for (int value = 1; value <= last; ++value) {
                buffer.back().assign(16, value);
                buffer.publish();
            }
        }};
        int seen = 0;
        bool all_whole = true;
        bool all_newer = true;
        while (seen < last) {
            if (!buffer.take()) continue;
            const std::vector<int>& value = buffer.front();
            all_whole = all_whole && value == std::vector<int>(16, value.front());
            all_newer = all_newer && value.front() > seen;
            seen = value.front();
        }
        writer.join();
        CHECK(all_whole);
        CHECK(all_newer);
    }
}

}  // namespace triple_buffer_test
