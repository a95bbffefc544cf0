// A decision allocates nothing: this program counts what operator new hands out.
#include "tests/contract/balancer_world.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>

namespace balancer_allocation_test {
namespace {

std::atomic<std::size_t> allocations = 0;

}  // namespace
}  // namespace balancer_allocation_test

// GCC takes memory from malloc that a delete frees for a mistake if it sees one of the two inlined.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++balancer_allocation_test::allocations;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc{};
}

[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace balancer_allocation_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::for_every_kind;
using tests::HostList;
using tests::make;

namespace {

/// Picks, probes, reports and ends, one request in flight, without a word to the test framework.
void decide(LoadBalancer& balancer,
            const HostColumns& columns,
            std::vector<HostId>& asked,
            Draws& draws,
            std::size_t requests) {
    const LoadReport report{
        .utilization = 0.4, .requests_per_second = 50, .in_flight = 2, .latency = 2ms};
    for (std::size_t request = 0; request < requests; ++request) {
        const Instant now{request * 1ms};
        const std::uint64_t hash = draws.next();
        const PickContext context{
            .now = now, .draws = draws, .first_draw = hash, .request_hash = hash};
        const HostId host = columns.id[balancer.pick(columns, context)];
        asked.clear();
        balancer.probes(columns, draws, asked);
        for (const HostId probed : asked) {
            balancer.on_report(probed, report, now);
        }
        AttemptEnd end{.result = AttemptEnd::Result::success, .latency = 3ms, .report = {}};
        if (request % 2 == 0) end.report = report;
        balancer.on_end(host, end, now);
    }
}

}  // namespace

TEST_SUITE("balancer contract") {
    TEST_CASE("the count of allocations sees one") {
        const std::size_t before = allocations;
        const auto number = std::make_unique<int>(1);
        CHECK(*number == 1);
        CHECK(allocations > before);
    }

    TEST_CASE("a decision allocates nothing once the balancer is warm") {
        for_every_kind([](const BalancerKind& kind) {
            for (HostList hosts : {HostList::alike(100), HostList{{1, 2, 3, 4, 5}}}) {
                const auto balancer = make(kind);
                const HostColumns columns = hosts.columns();
                balancer->on_hosts(columns, Instant{});
                std::vector<HostId> asked;
                asked.reserve(64);
                Draws draws{1, "contract"};
                decide(*balancer, columns, asked, draws, 200);
                const std::size_t before = allocations;
                decide(*balancer, columns, asked, draws, 1'000);
                CHECK(allocations == before);
            }
        });
    }
}

}  // namespace balancer_allocation_test
