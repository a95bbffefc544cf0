// A pod computes more slowly: a regression, a cold cache, a bad disk behind what it computes. It
// needs more CPU for the same; for a neighbour that takes CPU away see cpu_share.
#include "sim/failure/fault.hpp"

#include <utility>

namespace weft::sim::faults {
namespace {

class Slow final : public Fault {
public:
    explicit Slow(RequestFault what) : what_(std::move(what)) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        RequestFault what = what_;
        what.factor = scaled_factor(what.factor, strength);
        const bool is_of_all = what.path.empty() && what.method.empty();
        for (const PodId pod : scope.pods) {
            if (is_of_all) {
                environment.slow(id, pod, what.factor);
            } else {
                environment.strike(id, pod, what);
            }
        }
    }

private:
    RequestFault what_;
};

}  // namespace

FaultKind slow() {
    return {
        .name = "slow",
        .summary =
            "the pod's compute times (for a `path`, a `method`) are `factor` times as long "
            "(below 1: shorter)",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            RequestFault what{.kind = RequestFault::Kind::slow};
            what.factor = settings.number("factor", {.fallback = 2, .min = 0.01, .max = 1000});
            read_match(settings, what);
            return std::make_unique<Slow>(std::move(what));
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
