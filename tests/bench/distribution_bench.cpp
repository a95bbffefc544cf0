// What one draw costs, by law.
#include "sim/service/distribution.hpp"

#include <benchmark/benchmark.h>

using namespace weft;
using namespace std::chrono_literals;
using sim::Distribution;

namespace {

void draw(benchmark::State& state, const Distribution& law) {
    const sim::Sampler sampler{law};
    mesh::Draws draws{1};
    for (auto _ : state)
        benchmark::DoNotOptimize(sampler(draws));
}

BENCHMARK_CAPTURE(draw, exponential, Distribution::exponential(10ms));
BENCHMARK_CAPTURE(draw, lognormal, {.law = Distribution::Law::lognormal, .mean = 10ms, .scv = 2});
BENCHMARK_CAPTURE(
    draw,
    bounded_pareto,
    {.law = Distribution::Law::bounded_pareto, .mean = 10ms, .alpha = 1.5, .longest = 10s});
BENCHMARK_CAPTURE(
    draw,
    bimodal,
    {.law = Distribution::Law::bimodal, .mean = 2ms, .longest = 100ms, .long_share = 0.05});

}  // namespace

BENCHMARK_MAIN();
