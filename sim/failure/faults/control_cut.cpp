// The proxies of some pods cannot reach the control plane, nor its certificate authority: they keep
// what they have, and ask again with a back-off.
#include "sim/failure/impairing.hpp"

namespace weft::sim::faults {

FaultKind control_cut() {
    return {
        .name = "control_cut",
        .summary = "the pods' proxies cannot reach the control plane; then they connect anew",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return marking(PodMark::control_cut);
        },
    };
}

}  // namespace weft::sim::faults
