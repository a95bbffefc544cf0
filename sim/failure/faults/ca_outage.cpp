// Nobody signs certificates, while the control plane goes on otherwise: who has one keeps it until
// it runs out, and a new pod waits for its first.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class CaOutage final : public Fault {
public:
    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        environment.stop_authority(id);
    }
};

}  // namespace

FaultKind ca_outage() {
    return {
        .name = "ca_outage",
        .summary = "nobody signs certificates; proxies ask again with a back-off",
        .acts = FaultKind::Acts::on_control,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<CaOutage>();
        },
    };
}

}  // namespace weft::sim::faults
