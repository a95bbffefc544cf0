// The container of a pod ends, and ends again as soon as it is up: a crash loop. Its node's agent
// starts it again, later each time.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Exit final : public Fault {
public:
    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const PodId pod : scope.pods)
            environment.exit(id, pod);
    }
};

}  // namespace

FaultKind exit() {
    return {
        .name = "exit",
        .summary = "the pod's app ends whenever it is up; its node starts it again, ever later",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> { return std::make_unique<Exit>(); },
    };
}

}  // namespace weft::sim::faults
