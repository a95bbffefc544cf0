// Some requests are poison: they need far more work than others, or the app dies of them. A poison
// request is so wherever it goes and however often it is tried.
#include "sim/failure/impairing.hpp"

#include <array>
#include <string_view>

namespace weft::sim::faults {

FaultKind poison() {
    return {
        .name = "poison",
        .summary =
            "the share `rate` of root requests computes `factor` times as long, or kills the pod "
            "(`effect`: slow, kill)",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            static constexpr std::array<std::string_view, 2> effects{"slow", "kill"};
            const mesh::Rule<mesh::Ratio> shares{
                .fallback = {10'000}, .min = {0}, .max = {mesh::Ratio::whole}};
            const bool kills = settings.choice("effect", effects[0], effects) == effects[1];
            RequestFault what{.kind = kills ? RequestFault::Kind::kill : RequestFault::Kind::slow};
            what.share = settings.ratio("rate", shares);
            if (!kills)
                what.factor =
                    settings.number("factor", {.fallback = 100, .min = 1, .max = 100'000});
            what.by_root = true;
            read_match(settings, what);
            return striking(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
