// The rule that takes a request, in a table of 100 virtual hosts with 10 rules each: the last rule
// of a host, which is the dearest. The bar is 150 ns.
#include "mesh/route/route_table.hpp"
#include "tests/bench/allocations.hpp"

#include <benchmark/benchmark.h>
#include <string>
#include <vector>

using namespace weft::mesh;

namespace {

std::string numbered(std::string name, int number) {
    name.append(std::to_string(number));
    return name;
}

RouteTable table() {
    std::vector<VirtualHost> hosts;
    for (int host = 0; host < 100; ++host) {
        VirtualHost virtual_host;
        virtual_host.name = numbered("service-", host);
        virtual_host.domains = {virtual_host.name, virtual_host.name + ".shop.svc.cluster.local"};
        for (int rule = 0; rule < 10; ++rule) {
            RouteMatch match;
            match.path = StringMatch{StringMatch::Kind::prefix, numbered("/api/v", rule)};
            Route route;
            route.name = numbered("rule-", rule);
            route.matches = {match};
            route.clusters = {{.cluster = ClusterId{1}}};
            virtual_host.routes.push_back(route);
        }
        hosts.push_back(virtual_host);
    }
    return RouteTable{std::move(hosts)};
}

void match(benchmark::State& state) {
    const RouteTable routes = table();
    RequestHead head;
    head.authority = "service-42.shop.svc.cluster.local";
    head.path = "/api/v9/orders";
    if (routes.find(head) == nullptr) state.SkipWithError("no rule takes the request");
    const std::size_t before = weft::bench::allocations();
    for (auto _ : state) {
        benchmark::DoNotOptimize(routes.find(head));
    }
    state.counters["allocations"] = static_cast<double>(weft::bench::allocations() - before) /
                                    static_cast<double>(state.iterations());
}
BENCHMARK(match);

}  // namespace

BENCHMARK_MAIN();
