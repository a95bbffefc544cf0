#include "scenarios/model/default_behaviour.hpp"

#include <chrono>

namespace weft::scenarios {

using namespace std::chrono_literals;

std::vector<std::string> trace_headers() {
    return {"x-request-id", "traceparent",       "tracestate",   "x-b3-traceid",
            "x-b3-spanid",  "x-b3-parentspanid", "x-b3-sampled", "x-b3-flags"};
}

sim::Behaviour default_behaviour() {
    sim::ScriptStep compute;
    compute.kind = sim::ScriptStep::Kind::compute;
    compute.time = sim::Distribution::exponential(5ms);

    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.mode = sim::WorkerMode::held;
    behaviour.script = {compute};
    behaviour.forward = trace_headers();
    return behaviour;
}

}  // namespace weft::scenarios
