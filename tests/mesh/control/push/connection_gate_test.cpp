#include "mesh/control/push/connection_gate.hpp"

#include <doctest/doctest.h>

namespace connection_gate_test {

using namespace std::chrono_literals;
using namespace weft::mesh;
using weft::mesh::control::age_of;
using weft::mesh::control::ConnectionGate;
using weft::mesh::control::ConnectionRules;

namespace {

const ConnectionRules rules{.per_second = 20,
                            .longest_wait = 1s,
                            .retry = {.base = 500ms, .max = 30s},
                            .max_age = 30min,
                            .age_jitter_percent = 10};

}  // namespace

TEST_CASE(
    "proxies are let in one after the other, and turned away where they would wait too long") {
    ConnectionGate gate{rules};
    for (int before = 0; before <= 20; ++before)
        CHECK(gate.admit(Instant{5s}) == Instant{5s} + before * 50ms);
    CHECK_FALSE(gate.admit(Instant{5s}));
    CHECK_FALSE(gate.admit(Instant{5s} + 49ms));
    CHECK(gate.admit(Instant{5s} + 50ms) == Instant{6050ms});
    CHECK(gate.admit(Instant{60s}) == Instant{60s});  // Time that nobody used is not kept.
    CHECK(gate.admit(Instant{60s}) == Instant{60050ms});
}

TEST_CASE("a gate without a rate lets everybody in, one that was cleared begins anew") {
    ConnectionGate open{{}};
    ConnectionGate gate{rules};
    for (int count = 0; count < 1000; ++count)
        CHECK(open.admit(Instant{1s}) == Instant{1s});
    while (gate.admit(Instant{1s})) {
    }
    gate.clear();
    CHECK(gate.admit(Instant{1s}) == Instant{1s});
}

TEST_CASE("connections grow as old as the rules say, give or take the jitter") {
    CHECK(age_of(rules, 0) == 27min);
    CHECK(age_of(rules, 180'000) == 30min);
    CHECK(age_of(rules, 360'000) == 33min);
    CHECK(age_of(rules, 360'001) == 27min);
    CHECK(age_of({.max_age = 5s}, 12'345) == 5s);
}

TEST_CASE("rules that cannot be meant are told") {
    CHECK_FALSE(mistake_in(rules));
    CHECK_FALSE(mistake_in(ConnectionRules{}));
    CHECK(mistake_in(ConnectionRules{.per_second = 20}));
    CHECK(mistake_in(ConnectionRules{.retry = {.base = 2s, .max = 1s}}));
    CHECK(mistake_in(ConnectionRules{.retry = {.base = 0s, .max = 1s}}));
    CHECK(mistake_in(ConnectionRules{.age_jitter_percent = 101}));
}

}  // namespace connection_gate_test
