// So many bytes a second pass the link each way, one message after the other; others wait in a
// buffer, and what does not fit is lost and sent again. A large buffer means a long wait:
// bufferbloat. Bytes are the sizes that the scenario gives to bodies, and a head.
#include "sim/failure/impairing.hpp"

namespace weft::sim::faults {

FaultKind bandwidth() {
    return {
        .name = "bandwidth",
        .summary =
            "`rate` bytes a second pass each way; up to `buffer` wait, and a message has a "
            "`head` beside its body",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            LinkFault what{.kind = LinkFault::Kind::bandwidth};
            what.bytes_per_second = static_cast<double>(settings.size("rate", 1'000'000));
            what.buffer = settings.size("buffer", 256'000);
            what.head = settings.size("head", 500);
            settings.require(what.bytes_per_second >= 1, "rate",
                             "must be above 0B; where nothing passes the fault is 'partition'");
            return impairing(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
