// Somebody else on the node takes a share of the pod's CPU: a noisy neighbour, steal time. What the
// pod computes right now goes on more slowly, too, and uses up its quota no faster.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class CpuShare final : public Fault {
public:
    explicit CpuShare(mesh::Ratio lost) : lost_(lost) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        for (const PodId pod : scope.pods)
            environment.take_cpu(id, pod, scaled(lost_, strength));
    }

private:
    mesh::Ratio lost_;
};

}  // namespace

FaultKind cpu_share() {
    return {
        .name = "cpu_share",
        .summary = "others take the share `lost` of the pod's CPU; several take of what is left",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            const auto lost =
                settings.ratio("lost", {.fallback = {500'000}, .min = {0}, .max = {999'000}});
            return std::make_unique<CpuShare>(lost);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
