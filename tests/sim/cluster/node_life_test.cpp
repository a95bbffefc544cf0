#include "sim/cluster/node_life.hpp"

#include <doctest/doctest.h>

namespace node_life_test {

using namespace std::chrono_literals;
using weft::mesh::Instant;
using weft::mesh::never;
using weft::sim::known_lost_at;
using weft::sim::NodeEvictions;
using weft::sim::NodeFailurePlan;

namespace {

using Numbers = std::vector<std::uint32_t>;

const NodeFailurePlan kubernetes{.lease = 10s,
                                 .grace = 40s,
                                 .toleration = 300s,
                                 .between_nodes = 10s,
                                 .between_nodes_slow = 100s,
                                 .unhealthy_zone = {550'000},
                                 .unhealthy_least = 3,
                                 .large_zone = 50};

/// A zone of so many nodes beside one that is well.
NodeEvictions zone_of(std::uint32_t nodes) {
    return NodeEvictions{kubernetes, {nodes, 4}};
}

void lose(NodeEvictions& evictions, std::uint32_t count) {
    for (std::uint32_t node = 0; node < count; ++node)
        evictions.node_lost(node, 0);
}

}  // namespace

TEST_SUITE("lives of nodes") {
    TEST_CASE("a node is known to be lost 40 s after it renewed its lease for the last time") {
        CHECK(known_lost_at(Instant{}, Instant{60s}, kubernetes) == Instant{100s});
        CHECK(known_lost_at(Instant{}, Instant{60s - 1ms}, kubernetes) == Instant{90s});
        CHECK(known_lost_at(Instant{}, Instant{69'999ms}, kubernetes) == Instant{100s});
    }

    TEST_CASE("a node that came back just now renewed its lease then") {
        CHECK(known_lost_at(Instant{63s}, Instant{65s}, kubernetes) == Instant{103s});
        CHECK(known_lost_at(Instant{63s}, Instant{70s}, kubernetes) == Instant{110s});
    }

    TEST_CASE("lost nodes of a zone lose their pods one by one, ten seconds apart") {
        NodeEvictions evictions = zone_of(8);
        lose(evictions, 3);
        CHECK(evictions.next_step(Instant{100s}) == Instant{100s});
        CHECK(evictions.step(Instant{100s}).taint == Numbers{0});
        CHECK(evictions.next_step(Instant{100s}) == Instant{110s});
        CHECK(evictions.step(Instant{110s - 1ns}).taint.empty());
        CHECK(evictions.step(Instant{110s}).taint == Numbers{1});
        CHECK(evictions.step(Instant{200s}).taint == Numbers{2});
        CHECK(evictions.next_step(Instant{200s}) == never);
    }

    TEST_CASE("zones do not wait for each other") {
        NodeEvictions evictions{kubernetes, {2, 2}};
        evictions.node_lost(0, 0);
        evictions.node_lost(2, 1);
        CHECK(evictions.step(Instant{40s}).taint == Numbers{0, 2});
    }

    TEST_CASE("a zone that is gone altogether loses its pods as any other does") {
        NodeEvictions evictions = zone_of(3);
        lose(evictions, 3);
        CHECK(evictions.step(Instant{40s}).taint == Numbers{0});
        CHECK(evictions.next_step(Instant{40s}) == Instant{50s});
    }

    TEST_CASE("in a small zone that is mostly lost no more pods leave") {
        NodeEvictions below = zone_of(20);
        lose(below, 10);  // 50 %
        CHECK(below.step(Instant{40s}).taint.size() == 1);
        NodeEvictions mostly = zone_of(20);
        lose(mostly, 11);  // 55 %
        CHECK(mostly.step(Instant{40s}).taint.empty());
        CHECK(mostly.next_step(Instant{40s}) == never);
        mostly.node_back(10, 0);
        CHECK(mostly.step(Instant{50s}).taint == Numbers{0});
    }

    TEST_CASE("two lost nodes are never most of a zone") {
        NodeEvictions evictions = zone_of(3);
        lose(evictions, 2);
        CHECK(evictions.step(Instant{40s}).taint == Numbers{0});
    }

    TEST_CASE("in a large zone that is mostly lost pods leave more slowly") {
        NodeEvictions small = zone_of(50);
        lose(small, 40);
        CHECK(small.next_step(Instant{40s}) == never);
        NodeEvictions large = zone_of(51);
        lose(large, 40);
        CHECK(large.step(Instant{40s}).taint == Numbers{0});
        CHECK(large.next_step(Instant{40s}) == Instant{140s});
    }

    TEST_CASE("if no node is left all pods stay, also those that were to leave") {
        NodeEvictions evictions{kubernetes, {1, 1}};
        evictions.node_lost(0, 0);
        CHECK(evictions.step(Instant{40s}).taint == Numbers{0});
        evictions.node_lost(1, 1);
        const NodeEvictions::Step step = evictions.step(Instant{41s});
        CHECK(step.taint.empty());
        CHECK(step.untaint == Numbers{0});
        CHECK(evictions.next_step(Instant{41s}) == never);
        evictions.node_back(1, 1);
        CHECK(evictions.step(Instant{60s}).taint == Numbers{0});
    }

    TEST_CASE("a node that comes back keeps what it has") {
        NodeEvictions evictions = zone_of(4);
        lose(evictions, 2);
        CHECK(evictions.step(Instant{40s}).taint == Numbers{0});
        evictions.node_back(1, 0);
        CHECK(evictions.step(Instant{60s}).taint.empty());
        CHECK(evictions.next_step(Instant{60s}) == never);
    }
}

}  // namespace node_life_test
