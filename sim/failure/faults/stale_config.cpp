// Some proxies act on what they were told before: a partial rollout, a proxy that hangs. What the
// control plane tells them meanwhile waits, and comes in order when it is over.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class StaleConfig final : public Fault {
public:
    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const PodId pod : scope.pods)
            environment.mark(id, pod, PodMark::config_held);
    }
};

}  // namespace

FaultKind stale_config() {
    return {
        .name = "stale_config",
        .summary =
            "the pods' proxies act on nothing new; what they are told waits until it is over",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<StaleConfig>();
        },
    };
}

}  // namespace weft::sim::faults
