// Clients act in step: timers set by the same clock, jobs at the full hour, caches that run out
// together. Requests are sent at the multiples of a period, all that have gathered since the last.
#include "sim/failure/fault.hpp"

#include <chrono>

namespace weft::sim::faults {
namespace {

class Synchronise final : public Fault {
public:
    explicit Synchronise(mesh::Duration period) : period_(period) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const LoadId load : scope.loads) {
            environment.change_load(id, load, {.kind = LoadFault::Kind::gather, .period = period_});
        }
    }

private:
    mesh::Duration period_;
};

}  // namespace

FaultKind synchronise() {
    return {
        .name = "synchronise",
        .summary = "loads send at the multiples of `period` alone, all that has gathered since",
        .acts = FaultKind::Acts::on_loads,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            using namespace std::chrono_literals;
            return std::make_unique<Synchronise>(
                settings.duration("period", {.fallback = 1s, .min = 1us, .max = 24h}));
        },
    };
}

}  // namespace weft::sim::faults
