#include "sim/world/timeline.hpp"
#include "sim/world/world_view.hpp"

namespace weft::sim {

void Timeline::make_signals() {
    signals_ = std::make_unique<Signals>(world_.plan_.watched, [this](const Signal& signal) {
        return WorldView{world_}.measure(signal);
    });
}

const Signals& Timeline::read_signals() {
    if (signals_ == nullptr) make_signals();
    world_.facts_.hand_over();
    signals_->look(world_.now_);
    return *signals_;
}

}  // namespace weft::sim
