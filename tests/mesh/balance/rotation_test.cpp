#include "mesh/balance/rotation.hpp"

#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace rotation_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::HostList;

namespace {

std::vector<std::size_t> turns(Rotation& rotation, HostList& hosts, Instant now, int picks) {
    std::vector<std::size_t> found(hosts.id.size(), 0);
    for (int i = 0; i < picks; ++i) {
        ++found[rotation.pick(hosts.columns(), now)];
    }
    return found;
}

}  // namespace

TEST_SUITE("rotation") {
    TEST_CASE("a host in slow start comes less often, until its window has passed") {
        HostList hosts = HostList::alike(2);
        hosts.add(2, 1, Instant{100s});
        Rotation rotation{0, {.window = 60s}};
        rotation.on_hosts(hosts.columns(), Instant{100s});
        CHECK(turns(rotation, hosts, Instant{100s}, 210) == std::vector<std::size_t>{100, 100, 10});
        rotation.on_hosts(hosts.columns(), Instant{130s});
        CHECK(turns(rotation, hosts, Instant{130s}, 500) ==
              std::vector<std::size_t>{200, 200, 100});
        CHECK(turns(rotation, hosts, Instant{160s}, 300) ==
              std::vector<std::size_t>{100, 100, 100});
    }

    TEST_CASE("hosts that are all new share alike") {
        HostList hosts{{}};
        hosts.add(0, 1, Instant{5s});
        hosts.add(1, 3, Instant{5s});
        Rotation rotation{0, {.window = 60s}};
        rotation.on_hosts(hosts.columns(), Instant{5s});
        CHECK(turns(rotation, hosts, Instant{6s}, 400) == std::vector<std::size_t>{100, 300});
    }

    TEST_CASE("without a window a new host has its whole share at once") {
        HostList hosts = HostList::alike(1);
        hosts.add(1, 1, Instant{100s});
        Rotation rotation{0, {}};
        rotation.on_hosts(hosts.columns(), Instant{100s});
        CHECK(turns(rotation, hosts, Instant{100s}, 10) == std::vector<std::size_t>{5, 5});
    }
}

}  // namespace rotation_test
