// Answers arrive that nobody can use: truncated, of a wrong version, with a wrong body. Proxies see
// a good status and learn nothing.
#include "sim/failure/fault.hpp"

#include <utility>

namespace weft::sim::faults {
namespace {

class Corrupt final : public Fault {
public:
    explicit Corrupt(RequestFault what) : what_(std::move(what)) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        RequestFault what = what_;
        what.share = scaled(what.share, strength);
        for (const PodId pod : scope.pods)
            environment.strike(id, pod, what);
    }

private:
    RequestFault what_;
};

}  // namespace

FaultKind corrupt() {
    return {
        .name = "corrupt",
        .summary =
            "the share `rate` of the pod's good answers cannot be used, as callers notice "
            "and proxies do not",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            RequestFault what{.kind = RequestFault::Kind::corrupt};
            what.share = settings.ratio("rate", {.fallback = {100'000}, .min = {0}, .max = all});
            read_match(settings, what);
            return std::make_unique<Corrupt>(std::move(what));
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
