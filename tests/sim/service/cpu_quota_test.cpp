#include "sim/service/cpu_quota.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <rapidcheck.h>
#include <utility>
#include <vector>

namespace cpu_quota_test {

using namespace std::chrono_literals;
using weft::mesh::Duration;
using weft::mesh::Instant;
using weft::sim::CpuLimit;
using weft::sim::CpuQuota;
using weft::sim::Handle;

namespace {

/// So many thousandths of a core in slices of 100 ms, the first of which begins at 0.
CpuLimit limit(std::int64_t milli_cores, Duration phase = 0ms) {
    return {.quota = milli_cores * 100us, .slice = 100ms, .phase = phase};
}

struct Job {
    Instant at;
    Duration cpu;
};

/// Plays jobs, sorted by time, to their ends: when each was done.
std::vector<Instant> play(CpuQuota& cpu, const std::vector<Job>& jobs) {
    std::vector<Instant> done(jobs.size());
    std::size_t next = 0;
    while (true) {
        const Instant arrival = next < jobs.size() ? jobs[next].at : weft::mesh::never;
        const Instant now = std::min(arrival, cpu.next_event());
        if (now == weft::mesh::never) return done;
        cpu.advance(now);
        while (const auto work = cpu.take_done())
            done[*work] = now;
        if (now == arrival) {
            cpu.begin(static_cast<Handle>(next), jobs[next].cpu, now);
            ++next;
        }
    }
}

std::vector<Instant> play(const CpuLimit& limit, const std::vector<Job>& jobs) {
    CpuQuota cpu{limit, Instant{}};
    return play(cpu, jobs);
}

Instant at(Duration since_start) {
    return Instant{} + since_start;
}

}  // namespace

TEST_SUITE("CPU quota") {
    TEST_CASE("a pod that uses less than its quota never waits") {
        CHECK(play(limit(1000), {{at(0ms), 100ms}}) == std::vector{at(100ms)});
        CHECK(play(limit(2000), {{at(0ms), 100ms}, {at(0ms), 100ms}}) ==
              std::vector{at(100ms), at(100ms)});
        CHECK(play(limit(250), {{at(0ms), 25ms}}) == std::vector{at(25ms)});
    }

    TEST_CASE("a quarter of a core computes for a quarter of each slice") {
        // 25 ms in the first slice, and one nanosecond more in the second.
        CHECK(play(limit(250), {{at(0ms), 25ms + 1ns}}) == std::vector{at(100ms + 1ns)});
        CHECK(play(limit(250), {{at(0ms), 60ms}}) == std::vector{at(210ms)});
    }

    TEST_CASE("the time in which threads wait for their next slice is counted once for all") {
        CpuQuota cpu{limit(250), at(0ms)};
        play(cpu, {{at(0ms), 30ms}, {at(0ms), 30ms}});
        // Spent after 12.5, 112.5 ms; 5 ms each are left for the third slice.
        CHECK(cpu.throttled(at(205ms)) == 2 * 87'500us);
        CpuQuota free{limit(1000), at(0ms)};
        play(free, {{at(0ms), 100ms}});
        CHECK(free.throttled(at(100ms)) == 0ms);
        CpuQuota waits{limit(250), at(0ms)};
        waits.begin(0, 60ms, at(0ms));
        waits.advance(at(25ms));
        CHECK(waits.throttled(at(40ms)) == 15ms);
    }

    TEST_CASE("eight threads use up the quota of one core in an eighth of the slice") {
        const std::vector<Job> jobs(8, Job{at(0ms), 13ms});
        // 12.5 ms each; then all wait for the rest of the slice to compute for 0.5 ms more.
        for (const Instant done : play(limit(1000), jobs))
            CHECK(done == at(100'500us));
        const std::vector<Job> shorter(8, Job{at(0ms), 12'500us});
        for (const Instant done : play(limit(1000), shorter))
            CHECK(done == at(12'500us));
    }

    TEST_CASE("who comes while the others wait, waits with them") {
        const auto done = play(limit(1000), {{at(0ms), 60ms}, {at(0ms), 60ms}, {at(70ms), 5ms}});
        // Two threads have spent the quota after 50 ms; three go on at 100 ms.
        CHECK(done == std::vector{at(110ms), at(110ms), at(105ms)});
    }

    TEST_CASE("threads that come and go change how fast the quota is used") {
        // Alone for 20 ms, then two: 20 + 2 × 40 = 100 ms of CPU at 60 ms.
        const auto done = play(limit(1000), {{at(0ms), 70ms}, {at(20ms), 41ms}});
        CHECK(done == std::vector{at(110ms), at(101ms)});
    }

    TEST_CASE("what a slice has left is lost, and slices begin at their phase") {
        // From 60 to 130 ms: 40 ms in one slice and 30 in the next are less than 50.
        CHECK(play(limit(500), {{at(60ms), 70ms}}) == std::vector{at(130ms)});
        // With slices from 30 ms on: 50 ms at 60 to 110, and the rest at 130.
        CHECK(play(limit(500, 30ms), {{at(60ms), 70ms}}) == std::vector{at(150ms)});
        // Before its phase, a slice that began earlier is under way.
        CHECK(play(limit(500, 30ms), {{at(0ms), 60ms}}) == std::vector{at(60ms)});
    }

    TEST_CASE("without a limit it counts what is used") {
        CpuQuota cpu{std::nullopt, Instant{}};
        CHECK(play(cpu, {{at(0ms), 30ms}, {at(10ms), 30ms}, {at(20ms), 30ms}}) ==
              std::vector{at(30ms), at(40ms), at(50ms)});
        CHECK(cpu.used(at(50ms)) == 90ms);
        cpu.begin(0, 10ms, at(60ms));
        CHECK(cpu.used(at(64ms)) == 94ms);
        CHECK(cpu.next_event() == at(70ms));
    }

    TEST_CASE("throttled threads use nothing") {
        CpuQuota cpu{limit(100), Instant{}};
        cpu.begin(0, 15ms, at(0ms));
        CHECK(cpu.next_event() == at(10ms));
        cpu.advance(at(10ms));
        CHECK(cpu.next_event() == at(100ms));
        CHECK(cpu.used(at(90ms)) == 10ms);
        cpu.advance(at(100ms));
        CHECK(cpu.next_event() == at(105ms));
    }

    TEST_CASE("threads that end at one time end in the order in which they began") {
        CpuQuota cpu{std::nullopt, Instant{}};
        cpu.begin(7, 20ms, at(0ms));
        cpu.begin(3, 10ms, at(10ms));
        cpu.begin(5, 10ms, at(10ms));
        cpu.advance(at(20ms));
        CHECK(cpu.take_done() == Handle{7});
        CHECK(cpu.take_done() == Handle{3});
        CHECK(cpu.take_done() == Handle{5});
        CHECK(!cpu.take_done());
    }

    TEST_CASE("what is stopped is forgotten, and its use is not") {
        CpuQuota cpu{limit(1000), Instant{}};
        cpu.begin(1, 20ms, at(0ms));
        cpu.begin(2, 20ms, at(0ms));
        CHECK(cpu.stop_all(at(5ms)).size() == 2);
        CHECK(cpu.next_event() == weft::mesh::never);
        CHECK(cpu.used(at(50ms)) == 10ms);
        cpu.begin(3, 90ms, at(50ms));
        CHECK(cpu.next_event() == at(100ms));  // The end of the slice comes first;
        cpu.advance(at(100ms));
        CHECK(cpu.next_event() == at(140ms));
    }

    TEST_CASE("who gets half of the cores computes half as fast, and uses the quota up later") {
        CpuQuota cpu{limit(500), Instant{}};
        cpu.set_speed({500'000}, Instant{});
        CHECK(play(cpu, {{Instant{}, 60ms}}) == std::vector{at(120ms)});
        CHECK(cpu.used(at(120ms)) == 60ms);
        CHECK(cpu.lost(at(120ms)) == 60ms);
        // At full speed the quota is used up after 50 ms, and the rest waits for the next slice.
        CHECK(play(limit(500), {{Instant{}, 60ms}}) == std::vector{at(110ms)});
    }

    TEST_CASE("threads that stand still go on where they were") {
        CpuQuota cpu{std::nullopt, Instant{}};
        cpu.begin(0, 50ms, Instant{});
        cpu.set_speed({0}, at(20ms));
        CHECK(cpu.next_event() == weft::mesh::never);
        cpu.set_speed({1'000'000}, at(320ms));
        CHECK(cpu.next_event() == at(350ms));
        CHECK(cpu.lost(at(350ms)) == 300ms);
        CHECK(cpu.used(at(350ms)) == 50ms);
    }

    TEST_CASE("a speed that divides nothing evenly ends on the first nanosecond that is enough") {
        CpuQuota cpu{std::nullopt, Instant{}};
        cpu.set_speed({300'000}, Instant{});
        cpu.begin(0, 1ns, Instant{});
        CHECK(cpu.next_event() == at(4ns));  // 0.9 ns after three.
    }

    TEST_CASE("no slice uses more than the quota, and all work is done in the end") {
        const bool held = rc::check([] {
            const auto milli_cores = *rc::gen::inRange<std::int64_t>(10, 4000);
            const Duration phase{*rc::gen::inRange<std::int64_t>(0, 100'000'000)};
            const auto written = *rc::gen::container<std::vector<std::pair<int, int>>>(
                rc::gen::pair(rc::gen::inRange(0, 500'000), rc::gen::inRange(0, 150'000)));
            std::vector<Job> jobs;
            Duration total{};
            for (const auto& [begin, cpu] : written) {
                jobs.push_back({at(begin * 1us + 1ns), cpu * 997ns});
                total += jobs.back().cpu;
            }
            std::ranges::sort(jobs, {}, &Job::at);

            CpuQuota cpu{limit(milli_cores, phase), Instant{}};
            std::map<std::int64_t, Duration> used_in;  // By slice.
            std::size_t next = 0;
            std::size_t done = 0;
            Instant last{};
            Duration used{};
            while (true) {
                const Instant arrival = next < jobs.size() ? jobs[next].at : weft::mesh::never;
                const Instant now = std::min(arrival, cpu.next_event());
                if (now == weft::mesh::never) break;
                cpu.advance(now);
                // Nothing happens across the end of a slice without an event there.
                const auto slice = (last - Instant{} - phase + 100ms) / Duration{100ms};
                used_in[slice] += cpu.used(now) - used;
                used = cpu.used(now);
                last = now;
                while (cpu.take_done())
                    ++done;
                if (now != arrival) continue;
                cpu.begin(static_cast<Handle>(next), jobs[next].cpu, now);
                ++next;
            }
            RC_ASSERT(done == jobs.size());
            RC_ASSERT(used == total);
            for (const auto& [slice, here] : used_in)
                RC_ASSERT(here <= milli_cores * 100us);
        });
        CHECK(held);
    }
}

}  // namespace cpu_quota_test
