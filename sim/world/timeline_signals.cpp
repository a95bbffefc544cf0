#include "sim/world/timeline.hpp"

#include <string>

namespace weft::sim {
namespace {

/// Whether people call the pod's app so: "cart" in any namespace, or "cart.shop" in one.
bool is_called(const Pod& pod, const std::string& name) {
    const auto is = [&](const std::string& app) {
        return name == app || name == app + "." + pod.object.meta.ns;
    };
    return is(pod.canonical_service) || is(pod.object.workload);
}

}  // namespace

void Timeline::make_signals() {
    signals_ = std::make_unique<Signals>(world_.plan_.watched,
                                         [this](const Signal& signal) { return ask_pods(signal); });
}

const Signals& Timeline::read_signals() {
    if (signals_ == nullptr) make_signals();
    world_.facts_.hand_over();
    signals_->look(world_.now_);
    return *signals_;
}

double Timeline::ask_pods(const Signal& signal) const {
    const auto is_meant = [&](const Pod& pod) {
        return pod.owner != nullptr && pod.stage != PodStage::gone &&
               is_called(pod, signal.destination);
    };
    std::uint64_t count = 0;
    if (signal.kind == Signal::Kind::in_flight) {
        for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
            const Work& work = world_.works_[handle];
            const bool is_over = work.phase == Work::Phase::free || work.phase == Work::Phase::dead;
            if (!is_over && is_meant(*work.pod)) ++count;
        }
        return static_cast<double>(count);
    }
    for (const auto& pod : world_.pods_) {
        if (!is_meant(*pod)) continue;
        const bool is_ready = pod->object.ready && pod->stage == PodStage::serving;
        count += signal.kind == Signal::Kind::queue ? pod->queue.size() : (is_ready ? 1U : 0U);
    }
    return static_cast<double>(count);
}

}  // namespace weft::sim
