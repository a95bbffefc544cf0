#include "scenarios/play/interrupt.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace interrupt_test {

using weft::scenarios::Interrupt;

TEST_SUITE("interrupt") {
    TEST_CASE("Ctrl-C is a request, and nothing else happens") {
        const Interrupt interrupt;
        CHECK_FALSE(interrupt.requested());
        std::raise(SIGINT);
        CHECK(interrupt.requested());
    }

    TEST_CASE("so is the signal that asks a program to end") {
        const Interrupt interrupt;
        std::raise(SIGTERM);
        CHECK(interrupt.requested());
    }

    TEST_CASE("so is a terminal that goes away, unless the run shall outlive it") {
        auto* const before = std::signal(SIGHUP, SIG_DFL);  // The tests may be under nohup.
        {
            const Interrupt interrupt;
            std::raise(SIGHUP);
            CHECK(interrupt.requested());
        }
        std::signal(SIGHUP, SIG_IGN);
        {
            const Interrupt interrupt;
            std::raise(SIGHUP);
            CHECK_FALSE(interrupt.requested());
        }
        std::signal(SIGHUP, before);
    }

    TEST_CASE("a new one has forgotten the last one's request") {
        {
            const Interrupt first;
            std::raise(SIGINT);
        }
        const Interrupt second;
        CHECK_FALSE(second.requested());
    }

    TEST_CASE("the second Ctrl-C ends the program at once") {
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            std::signal(SIGINT, SIG_DFL);
            const Interrupt interrupt;
            std::raise(SIGINT);
            std::raise(SIGINT);
            _exit(0);
        }
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == SIGINT);
    }

    TEST_CASE("what a program did before is what it does afterwards") {
        std::signal(SIGTERM, SIG_IGN);
        {
            const Interrupt interrupt;
        }
        const bool still_ignored = std::signal(SIGTERM, SIG_DFL) == SIG_IGN;
        CHECK(still_ignored);
    }
}

}  // namespace interrupt_test
