// The proxies of some pods cannot reach the control plane, nor its certificate authority: they keep
// what they have, and ask again with a back-off.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class ControlCut final : public Fault {
public:
    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const PodId pod : scope.pods)
            environment.mark(id, pod, PodMark::control_cut);
    }
};

}  // namespace

FaultKind control_cut() {
    return {
        .name = "control_cut",
        .summary = "the pods' proxies cannot reach the control plane; then they connect anew",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<ControlCut>();
        },
    };
}

}  // namespace weft::sim::faults
