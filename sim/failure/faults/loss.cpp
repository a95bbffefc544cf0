// A link loses a share of its messages.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Loss final : public Fault {
public:
    explicit Loss(mesh::Ratio rate) : rate_(rate) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        environment.lose(id, scope.link, scaled(rate_, strength));
    }

private:
    mesh::Ratio rate_;
};

}  // namespace

FaultKind loss() {
    return {
        .name = "loss",
        .summary = "the link loses the share `rate` of its messages, each try on its own",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            const auto rate = settings.ratio(
                "rate", {.fallback = {100'000}, .min = {0}, .max = {mesh::Ratio::whole}});
            return std::make_unique<Loss>(rate);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
