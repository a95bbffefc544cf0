// More requests than planned, or fewer: a spike, a step, a flash crowd. Closed loops have as many
// users as before, who think so much shorter.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class MoreLoad final : public Fault {
public:
    explicit MoreLoad(double factor) : factor_(factor) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        for (const LoadId load : scope.loads) {
            environment.change_load(
                id, load,
                {.kind = LoadFault::Kind::multiply, .factor = scaled_factor(factor_, strength)});
        }
    }

private:
    double factor_;
};

}  // namespace

FaultKind load() {
    return {
        .name = "load",
        .summary = "loads send `factor` times as many requests",
        .acts = FaultKind::Acts::on_loads,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            return std::make_unique<MoreLoad>(
                settings.number("factor", {.fallback = 2, .min = 0.001, .max = 1000}));
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
