#include "sim/cluster/probe_state.hpp"

#include <doctest/doctest.h>

namespace probe_state_test {

using weft::mesh::control::Probe;
using weft::sim::ProbeState;

TEST_SUITE("probe state") {
    TEST_CASE("three failures in a row are believed, two are not") {
        const Probe probe;
        ProbeState state{true};
        CHECK_FALSE(state.note(false, probe));
        CHECK_FALSE(state.note(false, probe));
        CHECK_FALSE(state.note(true, probe));
        CHECK_FALSE(state.note(false, probe));
        CHECK_FALSE(state.note(false, probe));
        CHECK(state.passes());
        CHECK(state.note(false, probe));
        CHECK_FALSE(state.passes());
        CHECK_FALSE(state.note(false, probe));
    }

    TEST_CASE("it passes again after as many successes as the probe wants") {
        const Probe probe{.successes = 2, .failures = 1};
        ProbeState state{true};
        CHECK(state.note(false, probe));
        CHECK_FALSE(state.note(true, probe));
        CHECK_FALSE(state.note(false, probe));
        CHECK_FALSE(state.note(true, probe));
        CHECK(state.note(true, probe));
        CHECK(state.passes());
    }
}

}  // namespace probe_state_test
