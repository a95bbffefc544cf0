// Something is in the store that the control plane takes and proxies do not: every configuration is
// refused. Proxies keep what they have; those that are new never get one.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class BadPush final : public Fault {
public:
    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        environment.spoil_config(id);
    }
};

}  // namespace

FaultKind bad_push() {
    return {
        .name = "bad_push",
        .summary = "proxies refuse what they are told: the fleet keeps its last, new pods get none",
        .acts = FaultKind::Acts::on_control,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<BadPush>();
        },
    };
}

}  // namespace weft::sim::faults
