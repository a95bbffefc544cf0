// A pod answers a share of its requests with an error.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Error final : public Fault {
public:
    Error(mesh::Ratio rate, std::uint16_t status) : rate_(rate), status_(status) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        for (const PodId pod : scope.pods)
            environment.fail(id, pod, scaled(rate_, strength), status_);
    }

private:
    mesh::Ratio rate_;
    std::uint16_t status_;
};

}  // namespace

FaultKind error() {
    return {
        .name = "error",
        .summary = "the pod answers the share `rate` of its requests with `status`",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            const auto rate = settings.ratio("rate", {.fallback = all, .min = {0}, .max = all});
            const auto status = settings.count("status", {.fallback = 500, .min = 400, .max = 599});
            return std::make_unique<Error>(rate, static_cast<std::uint16_t>(status));
        },
        .scales = true,
        .per_request = true,
    };
}

}  // namespace weft::sim::faults
