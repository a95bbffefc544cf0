// A pod computes more slowly: a noisy neighbour, a throttled CPU.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Slow final : public Fault {
public:
    explicit Slow(double factor) : factor_(factor) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        for (const PodId pod : scope.pods)
            environment.slow(id, pod, scaled_factor(factor_, strength));
    }

private:
    double factor_;
};

}  // namespace

FaultKind slow() {
    return {
        .name = "slow",
        .summary = "the pod's compute times are `factor` times as long (below 1: shorter)",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            const double factor =
                settings.number("factor", {.fallback = 2, .min = 0.01, .max = 1000});
            return std::make_unique<Slow>(factor);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
