// Some proxies act on what they were told before: a partial rollout, a proxy that hangs. What the
// control plane tells them meanwhile waits, and comes in order when it is over.
#include "sim/failure/impairing.hpp"

namespace weft::sim::faults {

FaultKind stale_config() {
    return {
        .name = "stale_config",
        .summary =
            "the pods' proxies act on nothing new; what they are told waits until it is over",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return marking(PodMark::config_held);
        },
    };
}

}  // namespace weft::sim::faults
