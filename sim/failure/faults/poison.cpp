// Some requests are poison: they need far more work than others, or the app dies of them. A poison
// request is so wherever it goes and however often it is tried.
#include "sim/failure/fault.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace weft::sim::faults {
namespace {

class Poison final : public Fault {
public:
    explicit Poison(RequestFault what) : what_(std::move(what)) {}

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

FaultKind poison() {
    return {
        .name = "poison",
        .summary =
            "the share `rate` of root requests is poison to the pod: they compute `factor` "
            "times as long, or kill it (`effect: kill`)",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr std::array<std::string_view, 2> effects{"slow", "kill"};
            const mesh::Rule<mesh::Ratio> shares{
                .fallback = {10'000}, .min = {0}, .max = {mesh::Ratio::whole}};
            const bool kills = settings.choice("effect", effects[0], effects) == effects[1];
            RequestFault what{.kind = kills ? RequestFault::Kind::kill : RequestFault::Kind::slow};
            what.share = settings.ratio("rate", shares);
            what.factor = settings.number("factor", {.fallback = 100, .min = 1, .max = 100'000});
            what.by_root = true;
            read_match(settings, what);
            return std::make_unique<Poison>(std::move(what));
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
