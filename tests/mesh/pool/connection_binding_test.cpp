#include "mesh/pool/connection_binding.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace weft::mesh;

namespace {

const std::vector<HostId> two_hosts{HostId{10}, HostId{11}};
const std::vector<HostId> three_hosts{HostId{10}, HostId{11}, HostId{12}};

}  // namespace

TEST_SUITE("connection binding") {
    TEST_CASE("connections take hosts in turn, and keep them") {
        DrawList none;
        Draws no_draws{none};
        ConnectionBinding binding{ConnectionBinding::Choice::rotation};
        CHECK(binding.bind({0, 0}, two_hosts, no_draws) == HostId{10});
        CHECK(binding.bind({1, 0}, two_hosts, no_draws) == HostId{11});
        CHECK(binding.bind({2, 0}, two_hosts, no_draws) == HostId{10});
        CHECK(binding.host_of({1, 0}) == HostId{11});
    }

    TEST_CASE("a rotation starts where it is told to") {
        DrawList none;
        Draws no_draws{none};
        ConnectionBinding binding{ConnectionBinding::Choice::rotation, 4};
        CHECK(binding.bind({0, 0}, three_hosts, no_draws) == HostId{11});
    }

    TEST_CASE("a random choice draws once for each connection") {
        DrawList numbers{{5, 3}};
        Draws draws{numbers};
        ConnectionBinding binding{ConnectionBinding::Choice::random};
        CHECK(binding.bind({0, 0}, three_hosts, draws) == HostId{12});
        CHECK(binding.bind({1, 0}, three_hosts, draws) == HostId{10});
    }

    TEST_CASE("a new host gets nothing until a connection opens, a host that left keeps its own") {
        DrawList none;
        Draws no_draws{none};
        ConnectionBinding binding{ConnectionBinding::Choice::rotation};
        binding.bind({0, 0}, two_hosts, no_draws);
        binding.bind({1, 0}, two_hosts, no_draws);
        CHECK(binding.bind({2, 0}, three_hosts, no_draws) == HostId{12});
        CHECK(binding.host_of({0, 0}) == HostId{10});
        const std::vector<HostId> only_new{HostId{12}};
        binding.bind({3, 0}, only_new, no_draws);
        CHECK(binding.host_of({0, 0}) == HostId{10});
    }

    TEST_CASE("a connection that closed is bound no more, nor is its successor in the slot") {
        DrawList none;
        Draws no_draws{none};
        ConnectionBinding binding{ConnectionBinding::Choice::rotation};
        binding.bind({0, 0}, two_hosts, no_draws);
        CHECK_FALSE(binding.host_of({0, 1}));
        CHECK_FALSE(binding.host_of({1, 0}));
        binding.bind({0, 1}, two_hosts, no_draws);
        CHECK_FALSE(binding.host_of({0, 0}));
        binding.release({0, 0});
        CHECK(binding.host_of({0, 1}) == HostId{11});
        binding.release({0, 1});
        CHECK_FALSE(binding.host_of({0, 1}));
    }
}
