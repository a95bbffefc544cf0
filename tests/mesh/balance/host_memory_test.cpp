#include "mesh/balance/host_memory.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace host_memory_test {

using namespace weft::mesh;

namespace {

constexpr HostId a{30};
constexpr HostId b{10};
constexpr HostId c{20};

}  // namespace

TEST_SUITE("host memory") {
    TEST_CASE("what is known of a host follows it to its new position") {
        HostMemory<int> memory;
        memory.follow(std::vector{a, b}, 7);
        *memory.find(a) = 1;
        memory.follow(std::vector{c, b, a}, 7);
        CHECK(memory[0] == 7);
        CHECK(memory[1] == 7);
        CHECK(memory[2] == 1);
        CHECK(memory.position_of(*memory.find(a)) == 2);
    }

    TEST_CASE("a host that left is unknown, and new when it comes back") {
        HostMemory<int> memory;
        memory.follow(std::vector{a, b}, 7);
        memory[0] = 1;
        memory.follow(std::vector{b}, 7);
        CHECK(memory.find(a) == nullptr);
        CHECK(memory.size() == 1);
        memory.follow(std::vector{b, a}, 7);
        CHECK(*memory.find(a) == 7);
    }

    TEST_CASE("an empty list knows nobody") {
        HostMemory<int> memory;
        CHECK(memory.find(a) == nullptr);
        memory.follow({}, 7);
        CHECK(memory.find(a) == nullptr);
    }
}

}  // namespace host_memory_test
