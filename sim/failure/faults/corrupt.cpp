// Answers arrive that nobody can use: truncated, of a wrong version, with a wrong body. Proxies see
// a good status and learn nothing.
#include "sim/failure/impairing.hpp"

namespace weft::sim::faults {

FaultKind corrupt() {
    return {
        .name = "corrupt",
        .summary =
            "the share `rate` of the pod's good answers is of no use to callers; proxies do not "
            "notice",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            RequestFault what{.kind = RequestFault::Kind::corrupt};
            what.share = settings.ratio("rate", {.fallback = {100'000}, .min = {0}, .max = all});
            read_match(settings, what);
            return striking(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
