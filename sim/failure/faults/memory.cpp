// The app of a pod holds more memory, at once or more and more: a leak. Where its pod has a limit,
// the kernel kills it when that is reached; one that starts again begins anew.
#include "sim/failure/fault.hpp"

#include <algorithm>
#include <cstdint>

namespace weft::sim::faults {
namespace {

class MoreMemory final : public Fault {
public:
    explicit MoreMemory(const MemoryFault& what) : what_(what) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        MemoryFault what = what_;
        const double jump = strength * static_cast<double>(what.jump);
        what.jump = static_cast<std::uint64_t>(std::min(jump, MemoryFault::most));
        what.bytes_per_second *= strength;
        for (const PodId pod : scope.pods)
            environment.grow_memory(id, pod, what);
    }

private:
    MemoryFault what_;
};

}  // namespace

FaultKind memory() {
    return {
        .name = "memory",
        .summary =
            "the pod's app holds `jump` more memory, and leaks `leak` a second, until its limit "
            "kills it",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            MemoryFault what;
            what.jump = settings.size("jump", 0);
            what.bytes_per_second = static_cast<double>(settings.size("leak", 10'000'000));
            return std::make_unique<MoreMemory>(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
