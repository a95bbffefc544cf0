#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

namespace random_test {

using namespace weft::mesh;
using tests::HostList;
using tests::make_balancer;

TEST_SUITE("random") {
    TEST_CASE("the draw of the priority chooses the host, and no other draw is made") {
        HostList hosts{{1, 50, 1}};
        const auto balancer = make_balancer("random");
        balancer->on_hosts(hosts.columns(), {});
        DrawList none;
        Draws draws{none};
        for (const std::uint64_t drawn : {0U, 1U, 2U, 3U, 100U}) {
            const PickContext context{.now = {}, .draws = draws, .first_draw = drawn};
            CHECK(balancer->pick(hosts.columns(), context) == drawn % 3);
        }
    }

    TEST_CASE("all hosts are chosen alike, whatever their weights") {
        HostList hosts{{1, 50, 1, 9}};
        const auto balancer = make_balancer("random");
        const auto found = tests::counts(tests::picks(*balancer, hosts, 40'000), 4);
        for (const std::size_t count : found) {
            CHECK(count == doctest::Approx(10'000).epsilon(0.05));
        }
    }
}

}  // namespace random_test
