// Nothing passes a link: a cut cable, a firewall rule.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Partition final : public Fault {
public:
    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        environment.cut(id, scope.link);
    }
};

}  // namespace

FaultKind partition() {
    return {
        .name = "partition",
        .summary = "nothing passes between the two ends, or one way only",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<Partition>();
        },
    };
}

}  // namespace weft::sim::faults
