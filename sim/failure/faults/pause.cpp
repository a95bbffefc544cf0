// The app stands still: SIGSTOP, a collection of garbage that stops the world, a virtual machine
// that moves. Its sockets are open and requests queue; then it goes on where it was.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Pause final : public Fault {
public:
    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const PodId pod : scope.pods)
            environment.freeze(id, pod);
    }
};

}  // namespace

FaultKind pause() {
    return {
        .name = "pause",
        .summary =
            "the pod's app stands still with all that it has in hand, then goes on where it was",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> { return std::make_unique<Pause>(); },
    };
}

}  // namespace weft::sim::faults
