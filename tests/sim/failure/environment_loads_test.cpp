// What faults do to loads.
#include "sim/failure/environment_state.hpp"

#include <doctest/doctest.h>

namespace environment_loads_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::EnvironmentState;
using sim::FaultId;
using sim::LoadFault;
using sim::LoadId;

namespace {

constexpr FaultId first_fault{1};
constexpr FaultId second_fault{2};
constexpr LoadId web{0};

LoadFault times(double factor) {
    return {.kind = LoadFault::Kind::multiply, .factor = factor};
}

LoadFault every(mesh::Duration period) {
    return {.kind = LoadFault::Kind::gather, .period = period};
}

}  // namespace

TEST_SUITE("faults of loads") {
    TEST_CASE("factors of a load multiply, and leave others alone") {
        EnvironmentState state;
        state.change_load(first_fault, web, times(5));
        state.change_load(second_fault, web, times(2));
        CHECK(state.gap(web, 1s) == 100ms);
        CHECK(state.gap(LoadId{1}, 1s) == 1s);
        state.heal(first_fault);
        CHECK(state.gap(web, 1s) == 500ms);
        state.heal(second_fault);
        CHECK(state.loads_are_calm());
    }

    TEST_CASE("requests gather for the next multiple, and one that is on it stays") {
        EnvironmentState state;
        state.change_load(first_fault, web, every(10s));
        CHECK(state.sent(web, Instant{1ns}) == Instant{10s});
        CHECK(state.sent(web, Instant{10s}) == Instant{10s});
        CHECK(state.sent(web, Instant{10s + 1ns}) == Instant{20s});
        CHECK(state.sent(LoadId{1}, Instant{1ns}) == Instant{1ns});
        CHECK(state.gap(web, 1s) == 1s);
    }
}

}  // namespace environment_loads_test
