// Uses one thing of each installed library.
#include "mesh/request/head.hpp"
#include "reports/metrics/histogram.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "sim/observe/facts.hpp"

#include <chrono>
#include <iostream>
#include <string>

int main() {
    using namespace std::chrono_literals;

    weft::mesh::Shapes shapes;
    shapes.intern({.authority = "reviews:9080"});
    const std::string change =
        weft::sim::observe::name_of(weft::sim::observe::Change::Kind::pod_ready);
    weft::reports::Histogram latencies;
    latencies.add(25ms);
    const std::string hint = weft::scenarios::did_you_mean("pois", {"poisson", "constant"});

    std::cout << shapes.size() << ' ' << change << ' ' << latencies.count() << hint << '\n';
    return shapes.size() == 1 && change == "pod_ready" && latencies.count() == 1 ? 0 : 1;
}
