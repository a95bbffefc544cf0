// The app of a pod dies; when the fault is over it may start again.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Crash final : public Fault {
public:
    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const PodId pod : scope.pods)
            environment.crash(id, pod);
    }

    void stop(FaultId id, const FaultScope& scope, Environment& environment) override {
        for (const PodId pod : scope.pods)
            environment.restart(id, pod);
    }
};

}  // namespace

FaultKind crash() {
    return {
        .name = "crash",
        .summary = "the pod's app dies with all that it has in hand, and restarts at the end",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> { return std::make_unique<Crash>(); },
    };
}

}  // namespace weft::sim::faults
