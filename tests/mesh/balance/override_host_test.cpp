#include "mesh/balance/override_host.hpp"

#include <doctest/doctest.h>

namespace override_host_test {

using namespace weft::mesh;

namespace {

using Addresses = std::vector<std::string_view>;

}  // namespace

TEST_SUITE("override host") {
    TEST_CASE("sources are read in order, addresses are separated by commas") {
        CHECK(override_addresses(Addresses{"10.0.0.1:80", "10.0.0.3:80, 10.0.0.2:80"}) ==
              Addresses{"10.0.0.1:80", "10.0.0.3:80", "10.0.0.2:80"});
        CHECK(override_addresses(Addresses{"", ",", " , "}).empty());
        CHECK(override_addresses({}).empty());
    }

    TEST_CASE("each attempt takes the next host that there is, and then there is none") {
        const Addresses wanted{"c", "x", "a", "a"};
        const Addresses hosts{"a", "b", "c"};
        OverrideCursor cursor;
        CHECK(next_override_host(wanted, hosts, cursor) == 2);
        CHECK(next_override_host(wanted, hosts, cursor) == 0);
        CHECK(next_override_host(wanted, hosts, cursor) == 0);
        CHECK_FALSE(next_override_host(wanted, hosts, cursor));
        CHECK_FALSE(next_override_host(wanted, hosts, cursor));
    }

    TEST_CASE("a host that left meanwhile is passed over") {
        const Addresses wanted{"a", "b"};
        OverrideCursor cursor;
        CHECK(next_override_host(wanted, Addresses{"b"}, cursor) == 0);
        CHECK_FALSE(next_override_host(wanted, {}, cursor));
    }
}

}  // namespace override_host_test
