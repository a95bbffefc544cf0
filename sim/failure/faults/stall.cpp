// What the app waits for outside of the mesh is slow: a disk, a database, a lock. It is what its
// script sleeps for.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Stall final : public Fault {
public:
    explicit Stall(double factor) : factor_(factor) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        for (const PodId pod : scope.pods)
            environment.stall(id, pod, scaled_factor(factor_, strength));
    }

private:
    double factor_;
};

}  // namespace

FaultKind stall() {
    return {
        .name = "stall",
        .summary = "what the pod's script sleeps for takes `factor` times as long",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            return std::make_unique<Stall>(
                settings.number("factor", {.fallback = 10, .min = 0.01, .max = 100'000}));
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
