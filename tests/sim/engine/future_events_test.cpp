#include "sim/engine/future_events.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace future_events_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::Duration;
using sim::Event;
using sim::EventKind;
using sim::FutureEvents;
using sim::Instant;

namespace {

constexpr EventKind some_kind{1};

std::vector<std::uint32_t> pop_all(FutureEvents& events) {
    std::vector<std::uint32_t> subjects;
    while (const auto event = events.pop(sim::never))
        subjects.push_back(event->subject);
    return subjects;
}

/// The same by plain means: an event, and where it stands among those of the same time.
struct Expected {
    Instant at;
    std::uint32_t rank;
    std::uint32_t subject;
    std::optional<FutureEvents::TimerId> timer;
};

bool comes_before(const Expected& a, const Expected& b) {
    return a.at != b.at ? a.at < b.at : a.rank < b.rank;
}

/// Pushes into one of many sources at random and notes what must come of it.
class RandomWorld {
public:
    RandomWorld(std::uint64_t seed, std::uint32_t sources) : draws_(seed), sources_(sources) {}

    void step() {
        const std::uint64_t choice = draws_.below(10);
        if (choice < 5) {
            push();
        } else if (choice < 6) {
            cancel();
        } else {
            pop();
        }
    }

    /// What is seen ahead is what will come.
    void look_ahead() const {
        const auto coming = events.next(expected_.size() + 1);
        REQUIRE(coming.size() == expected_.size());
        for (std::size_t place = 0; place < coming.size(); ++place) {
            REQUIRE(coming[place].event.at == expected_[place].at);
            REQUIRE(coming[place].event.subject == expected_[place].subject);
        }
    }

    void pop() {
        REQUIRE(events.size() == expected_.size());
        REQUIRE(events.next_time() == (expected_.empty() ? sim::never : expected_.front().at));
        const auto event = events.pop(sim::never);
        REQUIRE(event.has_value() == !expected_.empty());
        if (!event) return;
        REQUIRE(event->at == expected_.front().at);
        REQUIRE(event->subject == expected_.front().subject);
        REQUIRE(events.now() == event->at);
        expected_.erase(expected_.begin());
    }

    FutureEvents events;

private:
    void push() {
        const auto number = static_cast<std::uint32_t>(draws_.below(sources_));
        const Duration delay{number};  // Each source has its own delay, and ties are frequent.
        const std::uint32_t subject = ++pushed_;
        const Instant at = events.now() + delay;
        switch (draws_.below(5)) {
            case 0:
                events.at_timeline(at, some_kind, subject);
                return note(at, 0, subject);
            case 1:
                events.at_control(at, some_kind, subject);
                return note(at, 1, subject);
            case 2: {
                const auto timers = events.timers(delay);
                const auto timer = events.set(timers, some_kind, subject);
                return note(at, 1000 + timers.number(), subject, timer);
            }
            case 3: {
                const auto lane = events.lane(delay);
                events.after(lane, some_kind, subject);
                return note(at, 2000 + lane.number(), subject);
            }
            default:
                events.at(at, some_kind, subject);
                return note(at, 3000, subject);
        }
    }

    void cancel() {
        const auto is_timer = [](const Expected& expected) { return expected.timer.has_value(); };
        const auto found = std::find_if(expected_.begin(), expected_.end(), is_timer);
        if (found == expected_.end()) return;
        events.cancel(*found->timer);
        expected_.erase(found);
    }

    void note(Instant at,
              std::uint32_t rank,
              std::uint32_t subject,
              std::optional<FutureEvents::TimerId> timer = std::nullopt) {
        const Expected added{at, rank, subject, timer};
        const auto place =
            std::upper_bound(expected_.begin(), expected_.end(), added, comes_before);
        expected_.insert(place, added);
    }

    mesh::Draws draws_;
    std::uint32_t sources_;
    std::uint32_t pushed_ = 0;
    std::vector<Expected> expected_;
};

}  // namespace

TEST_SUITE("future events") {
    TEST_CASE("equal times come in the written order of their sources") {
        FutureEvents events;
        const auto first_lane = events.lane(1s);
        const auto first_timers = events.timers(1s);
        events.at(Instant{} + 2s, some_kind, 7);
        events.at(Instant{} + 1s, some_kind, 6);
        events.after(first_lane, some_kind, 5);
        events.set(first_timers, some_kind, 3);
        events.at_control(Instant{} + 1s, some_kind, 2);
        events.at_timeline(Instant{} + 1s, some_kind, 1);
        events.set(first_timers, some_kind, 4);
        std::vector<std::uint32_t> seen;
        for (const auto& coming : events.next(5))
            seen.push_back(coming.event.subject);
        CHECK(seen == std::vector<std::uint32_t>{1, 2, 3, 4, 5});
        CHECK(pop_all(events) == std::vector<std::uint32_t>{1, 2, 3, 4, 5, 6, 7});
    }

    TEST_CASE("lanes and timers come in the order of their creation, not of their delay") {
        FutureEvents events;
        const auto long_lane = events.lane(2s);
        const auto short_lane = events.lane(1s);
        const auto long_timers = events.timers(2s);
        const auto short_timers = events.timers(1s);
        events.after(long_lane, some_kind, 3);
        events.set(long_timers, some_kind, 1);
        events.at(Instant{} + 1s, some_kind, 0);
        REQUIRE(events.pop(sim::never));
        events.after(short_lane, some_kind, 4);
        events.set(short_timers, some_kind, 2);
        CHECK(pop_all(events) == std::vector<std::uint32_t>{1, 2, 3, 4});
    }

    TEST_CASE("asking again for a delay or a length gives the same lane or list") {
        FutureEvents events;
        CHECK(events.lane(1s) == events.lane(1s));
        CHECK(events.lane(1s) != events.lane(1s + 1ns));
        CHECK(events.timers(1s) == events.timers(1s));
        CHECK(events.timers(1s) != events.timers(1s + 1ns));
    }

    TEST_CASE("pop stops at the last nanosecond of its limit") {
        FutureEvents events;
        events.at(Instant{} + 1s, some_kind, 1);
        CHECK_FALSE(events.pop(Instant{} + 1s - 1ns));
        CHECK(events.now() == Instant{});
        CHECK(events.pop(Instant{} + 1s));
        CHECK(events.now() == Instant{} + 1s);
        CHECK_FALSE(events.pop(sim::never));
    }

    TEST_CASE("a timer made before others of its rank keeps its events when a list is added") {
        FutureEvents events;
        const auto lane = events.lane(1s);
        events.after(lane, some_kind, 2);
        events.set(events.timers(1s), some_kind, 1);
        CHECK(pop_all(events) == std::vector<std::uint32_t>{1, 2});
    }

    TEST_CASE("what is seen ahead says when it was set, but for random delays") {
        FutureEvents events;
        events.at(Instant{} + 1s, some_kind, 0);
        REQUIRE(events.pop(sim::never));
        events.after(events.lane(2s), some_kind, 1);
        events.set(events.timers(3s), some_kind, 2);
        events.at(Instant{} + 9s, some_kind, 3);
        const auto coming = events.next(9);
        REQUIRE(coming.size() == 3);
        CHECK(coming[0].set == Instant{} + 1s);
        CHECK(coming[1].set == Instant{} + 1s);
        CHECK_FALSE(coming[2].set);
        CHECK(events.next(0).empty());
        CHECK(events.size() == 3);
    }

    TEST_CASE("a cancelled timer never expires") {
        FutureEvents events;
        const auto timers = events.timers(1s);
        const auto first = events.set(timers, some_kind, 1);
        events.set(timers, some_kind, 2);
        events.cancel(first);
        CHECK(events.size() == 1);
        CHECK(pop_all(events) == std::vector<std::uint32_t>{2});
    }

    TEST_CASE("few and dozens of sources give the order of a stable sort by time and rank") {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            for (const std::uint32_t sources : {2U, 5U, 60U}) {
                CAPTURE(seed);
                CAPTURE(sources);
                RandomWorld world{seed, sources};
                for (int step = 0; step < 4000; ++step) {
                    world.step();
                    if (step % 200 == 0) world.look_ahead();
                }
                while (world.events.size() > 0)
                    world.pop();
            }
        }
    }
}

}  // namespace future_events_test
