// One pick of each balancer among 100 hosts with some load, and one build of a table. The bars: 40
// ns for power of two choices, 25 for round robin, 60 for a lookup of Maglev; 3 ms for its build.
#include "mesh/balance/balancer_registry.hpp"
#include "mesh/balance/maglev_table.hpp"
#include "tests/bench/allocations.hpp"

#include <benchmark/benchmark.h>
#include <chrono>
#include <string>
#include <vector>

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

class Hosts {
public:
    explicit Hosts(std::uint32_t count) {
        for (std::uint32_t host = 0; host < count; ++host) {
            ids_.emplace_back(host);
            std::string key = "10.0.0.";
            key.append(std::to_string(host)).append(":80");
            keys_.push_back(std::move(key));
            in_flight_.push_back(static_cast<std::uint32_t>(finalise(host) % 4));
        }
        weights_.assign(count, 1);
        key_views_.assign(keys_.begin(), keys_.end());
    }

    HostColumns columns() const {
        return {.id = ids_, .weight = weights_, .in_flight = in_flight_, .hash_key = key_views_};
    }

private:
    std::vector<HostId> ids_;
    std::vector<std::uint32_t> weights_;
    std::vector<std::uint32_t> in_flight_;
    std::vector<std::string> keys_;
    std::vector<std::string_view> key_views_;
};

void pick(benchmark::State& state, const BalancerKind& kind) {
    const Hosts hosts{100};
    const HostColumns columns = hosts.columns();
    const TextSettings::Values none;
    TextSettings settings{none};
    const auto balancer = kind.make(settings, 7);
    balancer->on_hosts(columns, Instant{});
    Draws draws{1, "bench"};
    Instant now{};
    const std::size_t before = weft::bench::allocations();
    for (auto _ : state) {
        now += 1us;
        const std::uint64_t first_draw = draws.next();
        const PickContext context{
            .now = now, .draws = draws, .first_draw = first_draw, .request_hash = first_draw};
        benchmark::DoNotOptimize(balancer->pick(columns, context));
    }
    state.counters["allocations"] = static_cast<double>(weft::bench::allocations() - before) /
                                    static_cast<double>(state.iterations());
}

void build_maglev(benchmark::State& state) {
    const Hosts hosts{100};
    const HostColumns columns = hosts.columns();
    for (auto _ : state) {
        const MaglevTable table{columns.hash_key, columns.weight, 65'537};
        benchmark::DoNotOptimize(table.slots().data());
    }
}
BENCHMARK(build_maglev)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    const BalancerRegistry balancers = built_in_balancers();
    for (const auto& [name, kind] : balancers.kinds()) {
        std::string title = "pick/";
        title.append(name);
        benchmark::RegisterBenchmark(title.c_str(),
                                     [&kind](benchmark::State& state) { pick(state, kind); });
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
