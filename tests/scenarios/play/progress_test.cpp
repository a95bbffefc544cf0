#include "scenarios/play/progress.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <sstream>
#include <string>

namespace progress_test {

using namespace std::chrono_literals;
using weft::mesh::Instant;
using weft::scenarios::Progress;

namespace {

/// A line drawn on a string, at a real time that the test sets.
struct Drawn {
    std::ostringstream terminal;
    Progress::WallTime wall{};
    Progress progress{terminal, "shop", Instant{3min}, [this] { return wall; }};

    std::string line() const { return terminal.str(); }
};

}  // namespace

TEST_SUITE("progress") {
    TEST_CASE("it says how far, how fast and how long still") {
        Drawn drawn;
        drawn.wall += 2s;
        drawn.progress.update(Instant{45s}, 36'600);
        CHECK(drawn.line() == "\r\x1b[Kshop  25 % of 3m  18.3 k requests/s  6 s left");
    }

    TEST_CASE("long waits are told in minutes") {
        Drawn drawn;
        drawn.wall += 10s;
        drawn.progress.update(Instant{13s}, 100);
        CHECK(drawn.line().ends_with("7 % of 3m  10 requests/s  2 min 08 s left"));
    }

    TEST_CASE("it draws ten times a second and no more") {
        Drawn drawn;
        drawn.wall += 99ms;
        drawn.progress.update(Instant{1s}, 10);
        CHECK(drawn.line().empty());
        drawn.wall += 1ms;
        drawn.progress.update(Instant{1s}, 10);
        CHECK_FALSE(drawn.line().empty());
    }

    TEST_CASE("at the start there is nothing to say") {
        Drawn drawn;
        drawn.wall += 1s;
        drawn.progress.update(Instant{}, 0);
        CHECK(drawn.line().empty());
    }

    TEST_CASE("only a line that was drawn is taken away, once") {
        Drawn drawn;
        drawn.progress.clear();
        CHECK(drawn.line().empty());

        drawn.wall += 1s;
        drawn.progress.update(Instant{90s}, 1);
        const std::string before = drawn.line();
        drawn.progress.clear();
        CHECK(drawn.line() == before + "\r\x1b[K");
        drawn.progress.clear();
        CHECK(drawn.line() == before + "\r\x1b[K");
    }
}

}  // namespace progress_test
