// A pod takes requests and never answers them: a deadlock, a lost message, a handler that hangs.
// No worker is held, so that what it does not swallow is served as before.
#include "sim/failure/impairing.hpp"

namespace weft::sim::faults {

FaultKind black_hole() {
    return {
        .name = "black_hole",
        .summary =
            "the pod takes the share `rate` of requests (of a `path`, a `method`) and never "
            "answers",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            RequestFault what{.kind = RequestFault::Kind::swallow};
            what.share = settings.ratio("rate", {.fallback = all, .min = {0}, .max = all});
            read_match(settings, what);
            return striking(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
