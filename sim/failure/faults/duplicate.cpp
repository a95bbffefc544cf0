// Some messages are sent twice. TCP drops the copy, so that nobody sees it; what it costs is the
// bandwidth of a link that has a `bandwidth`.
#include "sim/failure/impairing.hpp"

namespace weft::sim::faults {

FaultKind duplicate() {
    return {
        .name = "duplicate",
        .summary =
            "the share `rate` of messages is sent twice, which TCP hides but for the bandwidth "
            "it costs",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            LinkFault what{.kind = LinkFault::Kind::copies};
            what.share = settings.ratio("rate", {.fallback = {100'000}, .min = {0}, .max = all});
            return impairing(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
