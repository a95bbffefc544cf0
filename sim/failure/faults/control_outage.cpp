// The control plane is gone: proxies keep what they have been told, and nobody is told anything
// new. When it is over, it reads the whole store and all proxies connect anew.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class ControlOutage final : public Fault {
public:
    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        environment.stop_control(id);
    }
};

}  // namespace

FaultKind control_outage() {
    return {
        .name = "control_outage",
        .summary = "the control plane hears and tells nothing; then proxies connect anew",
        .acts = FaultKind::Acts::on_control,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<ControlOutage>();
        },
    };
}

}  // namespace weft::sim::faults
