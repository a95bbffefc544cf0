#include "sim/engine/event_queue.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace event_queue_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Draws;
using sim::Duration;
using sim::Event;
using sim::EventKind;
using sim::EventQueue;
using sim::Instant;

namespace {

Event event_at(Instant at, std::uint32_t subject) {
    return {at, EventKind{}, subject};
}

/// What a queue must do, done plainly: each event goes behind all that are not later, which is
/// where a stable sort by time would put it.
class SortedList {
public:
    void push(const Event& event) {
        const auto earlier = [](const Event& a, const Event& b) { return a.at < b.at; };
        pending_.insert(std::upper_bound(pending_.begin(), pending_.end(), event, earlier), event);
    }

    Event pop() {
        const Event first = pending_.front();
        pending_.erase(pending_.begin());
        return first;
    }

private:
    std::vector<Event> pending_;
};

using Delays = std::function<Duration(Draws&)>;

/// Pushes and pops at random around `pending` events; each pop must be the sorted list's.
void check_against_sorted_list(std::uint64_t seed, std::size_t pending, const Delays& delay) {
    CAPTURE(seed);
    Draws draws{seed};
    EventQueue queue;
    SortedList list;
    Instant now{};
    std::uint32_t pushed = 0;
    for (int step = 0; step < 6000; ++step) {
        const bool push = queue.empty() || draws.below(2 * pending) >= queue.size();
        if (push) {
            const Event event = event_at(now + delay(draws), pushed++);
            queue.push(event);
            list.push(event);
            continue;
        }
        const Event expected = list.pop();
        REQUIRE(queue.next_time() == expected.at);
        const Event event = queue.pop();
        REQUIRE(event.at == expected.at);
        REQUIRE(event.subject == expected.subject);
        now = event.at;
    }
}

Duration below(Draws& draws, Duration bound) {
    return Duration{
        static_cast<std::int64_t>(draws.below(static_cast<std::uint64_t>(bound.count())))};
}

struct Workload {
    std::string name;
    Delays delay;
};

const std::vector<Workload> workloads{
    {"everything at once", [](Draws&) { return 0ns; }},
    {"many ties", [](Draws& draws) { return below(draws, 4ns); }},
    {"uniform", [](Draws& draws) { return below(draws, 1s); }},
    {"within a bucket", [](Draws& draws) { return below(draws, 1us); }},
    {"bursts", [](Draws& draws) { return draws.below(50) == 0 ? Duration{1s} : Duration{0}; }},
    {"bimodal",
     [](Draws& draws) { return draws.below(2) == 0 ? below(draws, 10us) : 1h + below(draws, 1h); }},
    {"any size",
     [](Draws& draws) {
         const std::uint64_t bits = draws.next();
         return Duration{static_cast<std::int64_t>(bits >> (12 + draws.below(52)))};
     }},
};

}  // namespace

TEST_SUITE("event queue") {
    TEST_CASE("an empty queue has no next time") {
        EventQueue queue;
        CHECK(queue.empty());
        CHECK(queue.next_time() == sim::never);
        queue.push(event_at(Instant{} + 5ns, 1));
        CHECK(queue.next_time() == Instant{} + 5ns);
        CHECK(queue.size() == 1);
        queue.pop();
        CHECK(queue.empty());
        CHECK(queue.next_time() == sim::never);
    }

    TEST_CASE("the earlier by a nanosecond comes first, equal times first in, first out") {
        EventQueue queue;
        queue.push(event_at(Instant{} + 1s, 1));
        queue.push(event_at(Instant{} + 1s - 1ns, 2));
        queue.push(event_at(Instant{} + 1s, 3));
        CHECK(queue.pop().subject == 2);
        queue.push(event_at(Instant{} + 1s, 4));
        CHECK(queue.pop().subject == 1);
        CHECK(queue.pop().subject == 3);
        CHECK(queue.pop().subject == 4);
    }

    TEST_CASE("an event that waited past the ring comes before a later one for the same time") {
        EventQueue queue;
        queue.push(event_at(Instant{} + 24h, 1));  // Far beyond the first ring.
        queue.push(event_at(Instant{} + 24h - 1us, 2));
        CHECK(queue.pop().subject == 2);
        queue.push(event_at(Instant{} + 24h, 3));  // Now within it.
        CHECK(queue.pop().subject == 1);
        CHECK(queue.pop().subject == 3);
    }

    TEST_CASE("looking at the next time does not forbid an earlier event") {
        EventQueue queue;
        queue.push(event_at(Instant{} + 1h, 1));
        CHECK(queue.next_time() == Instant{} + 1h);
        queue.push(event_at(Instant{} + 1ns, 2));
        CHECK(queue.next_time() == Instant{} + 1ns);
        CHECK(queue.pop().subject == 2);
        CHECK(queue.pop().subject == 1);
    }

    TEST_CASE("the last nanosecond before never is a time like any other") {
        EventQueue queue;
        queue.push(event_at(sim::never - 1ns, 1));
        queue.push(event_at(sim::never - 2ns, 2));
        queue.push(event_at(Instant{}, 3));
        CHECK(queue.pop().subject == 3);
        CHECK(queue.pop().subject == 2);
        queue.push(event_at(sim::never - 1ns, 4));
        CHECK(queue.pop().subject == 1);
        CHECK(queue.pop().subject == 4);
    }

    TEST_CASE("it pops in the order of a stable sort, whatever the delays") {
        for (const Workload& workload : workloads) {
            CAPTURE(workload.name);
            for (std::uint64_t seed = 1; seed <= 3; ++seed) {
                check_against_sorted_list(seed, 3, workload.delay);
                check_against_sorted_list(seed, 100, workload.delay);
                check_against_sorted_list(seed, 800, workload.delay);
            }
        }
    }

    TEST_CASE("it keeps the order when the rate changes a millionfold and back") {
        Draws draws{7};
        EventQueue queue;
        Instant now{};
        std::uint32_t pushed = 0;
        std::vector<std::uint32_t> last_of_time;
        Event previous = event_at(now, 0);
        for (const Duration scale : {Duration{1s}, Duration{1us}, Duration{1s}, Duration{10ns}}) {
            for (int step = 0; step < 20'000; ++step) {
                while (queue.size() < 500)
                    queue.push(event_at(now + below(draws, scale), ++pushed));
                const Event event = queue.pop();
                REQUIRE(previous.at <= event.at);
                if (previous.at == event.at) REQUIRE(previous.subject < event.subject);
                previous = event;
                now = event.at;
            }
        }
    }
}

}  // namespace event_queue_test
