// Some messages come late, and those sent after them overtake. TCP hands nothing on before what was
// sent before it; as each message has its own way here, only the late ones wait.
#include "sim/failure/impairing.hpp"

#include <chrono>

namespace weft::sim::faults {

FaultKind reorder() {
    return {
        .name = "reorder",
        .summary = "the share `rate` of messages comes `gap` late; others overtake them",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            using namespace std::chrono_literals;
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            LinkFault what{.kind = LinkFault::Kind::late};
            what.share = settings.ratio("rate", {.fallback = {100'000}, .min = {0}, .max = all});
            what.gap = settings.duration("gap", {.fallback = 10ms, .min = 1ns, .max = 1h});
            return impairing(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
