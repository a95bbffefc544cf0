// A link loses messages in bursts: a chain of a good and a bad state, of which each has a loss of
// its own. The mean share lost is (to_bad bad + to_good good) / (to_bad + to_good); a burst lasts
// for 1 / to_good messages.
#include "sim/failure/impairing.hpp"

#include <cstdint>
#include <string_view>

namespace weft::sim::faults {

FaultKind burst_loss() {
    return {
        .name = "burst_loss",
        .summary =
            "the link loses in bursts: after each message it turns bad by `to_bad` and good by "
            "`to_good`, and loses the shares `bad` and `good`",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            LinkFault what{.kind = LinkFault::Kind::bursts};
            const auto share = [&](std::string_view key, std::uint32_t fallback) {
                return settings.ratio(key, {.fallback = {fallback}, .min = {0}, .max = all});
            };
            what.to_bad = share("to_bad", 10'000);
            what.to_good = share("to_good", 250'000);
            what.loss_bad = share("bad", mesh::Ratio::whole);
            what.loss_good = share("good", 0);
            return impairing(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
