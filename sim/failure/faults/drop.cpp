// Requests that wait for a worker are thrown away, once: a queue that was lost, or flushed by hand.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class DropWaiting final : public Fault {
public:
    explicit DropWaiting(mesh::Ratio share) : share_(share) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const PodId pod : scope.pods)
            environment.drop_waiting(id, pod, share_);
    }

private:
    mesh::Ratio share_;
};

}  // namespace

FaultKind drop() {
    return {
        .name = "drop",
        .summary =
            "the share `rate` of requests that wait at the pod when it starts is thrown away",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            return std::make_unique<DropWaiting>(
                settings.ratio("rate", {.fallback = all, .min = {0}, .max = all}));
        },
    };
}

}  // namespace weft::sim::faults
