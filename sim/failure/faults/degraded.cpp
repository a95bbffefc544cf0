// A pod says that it is degraded: callers that listen send to others first.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Degraded final : public Fault {
public:
    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const PodId pod : scope.pods)
            environment.degrade(id, pod);
    }
};

}  // namespace

FaultKind degraded() {
    return {
        .name = "degraded",
        .summary = "the pod says in its answers and its health checks that it is degraded",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<Degraded>();
        },
    };
}

}  // namespace weft::sim::faults
