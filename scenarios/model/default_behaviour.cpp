#include "scenarios/model/default_behaviour.hpp"

#include <chrono>

namespace weft::scenarios {

using namespace std::chrono_literals;

sim::Behaviour default_behaviour() {
    sim::ScriptStep compute;
    compute.kind = sim::ScriptStep::Kind::compute;
    compute.time = sim::Distribution::exponential(5ms);

    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.mode = sim::WorkerMode::held;
    behaviour.script = {compute};
    return behaviour;
}

}  // namespace weft::scenarios
