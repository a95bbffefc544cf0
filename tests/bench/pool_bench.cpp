// One stream attached to a warm connection and ended, with no limit in reach.
#include "mesh/pool/connection_pool.hpp"
#include "tests/bench/allocations.hpp"

#include <benchmark/benchmark.h>
#include <chrono>

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

void attach_and_end(benchmark::State& state, HttpVersion version) {
    ResourceUse use;
    ConnectionPool pool{{.version = version, .idle_timeout = 1h}, use};
    PoolActions out;
    const auto first = pool.want(StreamId{0}, 0, out);
    Instant now{};
    pool.on_up({0, 0}, now, out);
    pool.ended(*first, false, now, out);
    out.clear();
    const std::size_t before = weft::bench::allocations();
    for (auto _ : state) {
        now += 1us;
        const auto ticket = pool.want(StreamId{1}, 0, out);
        benchmark::DoNotOptimize(out.data());
        pool.ended(*ticket, false, now, out);
        out.clear();
    }
    state.counters["allocations"] = static_cast<double>(weft::bench::allocations() - before) /
                                    static_cast<double>(state.iterations());
}
BENCHMARK_CAPTURE(attach_and_end, http1, HttpVersion::http1);
BENCHMARK_CAPTURE(attach_and_end, http2, HttpVersion::http2);

}  // namespace

BENCHMARK_MAIN();
