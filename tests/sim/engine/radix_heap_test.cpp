#include "sim/engine/radix_heap.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace radix_heap_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::Duration;
using sim::Event;
using sim::EventKind;
using sim::Instant;
using sim::RadixHeap;

namespace {

std::vector<std::uint32_t> released(RadixHeap& heap, Instant limit) {
    std::vector<std::uint32_t> subjects;
    heap.release(limit, [&](const Event& event) { subjects.push_back(event.subject); });
    return subjects;
}

}  // namespace

TEST_SUITE("radix heap") {
    TEST_CASE("it releases what is before the limit, to the nanosecond") {
        RadixHeap heap;
        heap.push({Instant{} + 1s, EventKind{}, 1});
        heap.push({Instant{} + 2s, EventKind{}, 2});
        CHECK(heap.earliest() == Instant{} + 1s);
        CHECK(released(heap, Instant{} + 1s).empty());
        CHECK(released(heap, Instant{} + 1s + 1ns) == std::vector<std::uint32_t>{1});
        CHECK(heap.earliest() == Instant{} + 2s);
        CHECK(released(heap, sim::never) == std::vector<std::uint32_t>{2});
        CHECK(heap.empty());
    }

    TEST_CASE("equal times stay first in, first out through every level and a rebase") {
        RadixHeap heap;
        for (std::uint32_t i = 0; i < 1000; ++i)
            heap.push({Instant{} + 1h, EventKind{}, i});
        heap.push({Instant{} + 1h - 1ns, EventKind{}, 5000});
        CHECK(released(heap, Instant{} + 1h) == std::vector<std::uint32_t>{5000});
        heap.push({Instant{} + 1h, EventKind{}, 1000});
        heap.rebase(Instant{} + 1s);
        heap.push({Instant{} + 1h, EventKind{}, 1001});
        heap.push({Instant{} + 2s, EventKind{}, 6000});
        CHECK(released(heap, Instant{} + 1min) == std::vector<std::uint32_t>{6000});
        const auto rest = released(heap, sim::never);
        CHECK(rest.size() == 1002);
        CHECK(std::is_sorted(rest.begin(), rest.end()));
    }

    TEST_CASE("it releases exactly the events before each limit, for random times") {
        mesh::Draws draws{3};
        RadixHeap heap;
        std::vector<Instant> pending;
        Instant limit{};
        for (int round = 0; round < 200; ++round) {
            for (int i = 0; i < 50; ++i) {
                const std::uint64_t bits = draws.next();
                const auto delay = static_cast<std::int64_t>(bits >> (14 + draws.below(50)));
                pending.push_back(limit + Duration{delay});
                heap.push({pending.back(), EventKind{}, 0});
            }
            limit += Duration{static_cast<std::int64_t>(draws.next() >> (20 + draws.below(40)))};
            const auto is_due = [&](Instant at) { return at < limit; };
            const auto due = static_cast<std::size_t>(std::erase_if(pending, is_due));
            CHECK(released(heap, limit).size() == due);
            CHECK(heap.empty() == pending.empty());
        }
    }
}

}  // namespace radix_heap_test
