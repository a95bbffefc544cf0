// Messages that are too big for some hop never arrive, and nobody says so: a black hole for path
// MTU discovery. Small messages, handshakes among them, pass.
#include "sim/failure/impairing.hpp"

namespace weft::sim::faults {

FaultKind mtu() {
    return {
        .name = "mtu",
        .summary = "messages of more than `size`, of body and `head`, never arrive",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            LinkFault what{.kind = LinkFault::Kind::big};
            what.largest = settings.size("size", 1'400);
            what.head = settings.size("head", 500);
            return impairing(what);
        },
    };
}

}  // namespace weft::sim::faults
