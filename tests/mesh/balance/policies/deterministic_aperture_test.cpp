#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

namespace deterministic_aperture_test {

using namespace weft::mesh;
using tests::HostList;

namespace {

/// How often each of 60'000 requests without load goes where, from this proxy.
std::vector<std::size_t> sent(std::size_t hosts,
                              const TextSettings::Values& settings,
                              std::uint64_t seed = 0) {
    HostList list = HostList::alike(hosts);
    const auto balancer = tests::make_balancer("deterministic_aperture", settings, seed);
    balancer->on_hosts(list.columns(), Instant{});
    return tests::counts(tests::picks(*balancer, list, 60'000), hosts);
}

std::size_t reached(const std::vector<std::size_t>& counts) {
    return counts.size() - static_cast<std::size_t>(std::count(counts.begin(), counts.end(), 0));
}

}  // namespace

TEST_SUITE("deterministic aperture") {
    TEST_CASE("a proxy uses no more than its aperture and the hosts at both ends") {
        CHECK(reached(sent(100, {{"min_aperture", "10"}, {"peers", "10"}})) == 10);
        CHECK(reached(sent(100, {}, 1'234'567'890'123'456'789U)) <= 13);
        CHECK(reached(sent(100, {}, 1'234'567'890'123'456'789U)) >= 12);
    }

    TEST_CASE("few hosts are all in the aperture, alike") {
        const auto counts = sent(6, {}, std::numeric_limits<std::uint64_t>::max());
        for (const std::size_t count : counts) {
            CHECK(count == doctest::Approx(10'000).epsilon(0.04));
        }
    }

    TEST_CASE("all proxies together cover each host alike") {
        std::vector<std::size_t> total(10, 0);
        for (const char* const peer : {"0", "1", "2", "3"}) {
            const auto counts = sent(10, {{"min_aperture", "3"}, {"peers", "4"}, {"peer", peer}});
            CHECK(reached(counts) < 10);
            for (std::size_t host = 0; host < 10; ++host) {
                total[host] += counts[host];
            }
        }
        for (const std::size_t count : total) {
            CHECK(count == doctest::Approx(24'000).epsilon(0.08));
        }
    }

    TEST_CASE("the aperture is whole distances between proxies, at least the hosts asked for") {
        // A third of the ring is 4 of 12 hosts, so 5 hosts need two thirds.
        CHECK(reached(sent(12, {{"min_aperture", "4"}, {"peers", "3"}, {"peer", "1"}})) == 4);
        CHECK(reached(sent(12, {{"min_aperture", "5"}, {"peers", "3"}, {"peer", "1"}})) == 8);
    }

    TEST_CASE("the less busy of two distinct hosts is taken, for the share that is covered") {
        HostList hosts = HostList::alike(2);
        hosts.in_flight = {5, 4};
        const auto balancer = tests::make_balancer("deterministic_aperture");
        balancer->on_hosts(hosts.columns(), Instant{});
        CHECK(tests::counts(tests::picks(*balancer, hosts, 100), 2)[1] == 100);
    }

    TEST_CASE("the order of the list does not matter") {
        HostList hosts{{}};
        for (std::uint32_t number = 20; number > 0; --number) {
            hosts.add(number - 1, 1);
        }
        const TextSettings::Values settings{{"min_aperture", "3"}};
        const auto balancer = tests::make_balancer("deterministic_aperture", settings, 99);
        balancer->on_hosts(hosts.columns(), Instant{});
        auto counts = tests::counts(tests::picks(*balancer, hosts, 60'000), 20);
        std::reverse(counts.begin(), counts.end());
        CHECK(counts == sent(20, settings, 99));
    }
}

}  // namespace deterministic_aperture_test
