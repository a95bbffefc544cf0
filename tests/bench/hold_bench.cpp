// The hold model: take the earliest event, push it again after an exponential increment of mean 1
// s, with a constant number of events pending. Compare ns per hold with a monotone radix heap's.
#include "sim/engine/event_queue.hpp"
#include "sim/engine/future_events.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

using namespace weft;
using sim::Event;
using sim::EventKind;

namespace {

/// Drawn beforehand, so that the queue is measured and not the generator.
class Increments {
public:
    explicit Increments(double mean) {
        std::mt19937_64 generator{12345};
        std::exponential_distribution<double> law{1 / mean};
        for (sim::Duration& value : values_) {
            value = sim::Duration{static_cast<std::int64_t>(law(generator)) + 1};
        }
    }

    sim::Duration next() { return values_[++used_ % values_.size()]; }

private:
    std::vector<sim::Duration> values_ = std::vector<sim::Duration>(std::size_t{1} << 20);
    std::size_t used_ = 0;
};

void hold_event_queue(benchmark::State& state) {
    const auto pending = static_cast<std::size_t>(state.range(0));
    Increments increments{1e9};
    sim::EventQueue queue;
    for (std::size_t i = 0; i < pending; ++i) {
        queue.push({sim::Instant{} + increments.next(), EventKind{1}, 0});
    }
    const auto hold = [&] {
        const Event event = queue.pop();
        queue.push({event.at + increments.next(), event.kind, event.subject});
    };
    for (std::size_t i = 0; i < std::max<std::size_t>(2 * pending, 100'000); ++i)
        hold();
    for (auto _ : state)
        hold();
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold_event_queue)->Arg(1'000)->Arg(100'000)->Arg(1'000'000)->MinWarmUpTime(0.2);

/// A mesh's mix: constant delays in lanes, timers that are nearly always cancelled, random delays.
void hold_future_events(benchmark::State& state) {
    const auto pending = static_cast<std::size_t>(state.range(0));
    Increments increments{1e9};
    sim::FutureEvents events;
    const auto hop = events.lane(sim::Duration{250'000});
    const auto timeout = events.timers(sim::Duration{5'000'000'000});
    for (std::size_t i = 0; i < pending; ++i) {
        events.at(sim::Instant{} + increments.next(), EventKind{1}, 0);
    }
    const auto hold = [&] {
        const auto event = events.pop(sim::never);
        if (event->kind == EventKind{1}) {
            events.after(hop, EventKind{2}, 0);
        } else {
            const auto timer = events.set(timeout, EventKind{3}, 0);
            events.at(events.now() + increments.next(), EventKind{1}, 0);
            events.cancel(timer);
        }
    };
    for (std::size_t i = 0; i < std::max<std::size_t>(4 * pending, 100'000); ++i)
        hold();
    for (auto _ : state)
        hold();
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold_future_events)->Arg(1'000)->Arg(100'000)->MinWarmUpTime(0.2);

}  // namespace

BENCHMARK_MAIN();
