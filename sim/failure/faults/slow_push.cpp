// The control plane needs longer for each push, as one that is short of CPU does.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class SlowPush final : public Fault {
public:
    explicit SlowPush(double factor) : factor_(factor) {}

    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        environment.slow_control(id, scaled_factor(factor_, strength));
    }

private:
    double factor_;
};

}  // namespace

FaultKind slow_push() {
    return {
        .name = "slow_push",
        .summary = "each push takes `factor` times as long (default 10)",
        .acts = FaultKind::Acts::on_control,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            return std::make_unique<SlowPush>(
                settings.number("factor", {.fallback = 10, .min = 1, .max = 100'000}));
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
