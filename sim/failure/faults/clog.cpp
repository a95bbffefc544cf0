// Nothing arrives any more, and nothing is lost: when it is over all that was sent arrives at once,
// in its order.
#include "sim/failure/impairing.hpp"

namespace weft::sim::faults {

FaultKind clog() {
    return {
        .name = "clog",
        .summary = "messages are held until it is over, and then arrive at once in the order sent",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return impairing({.kind = LinkFault::Kind::hold});
        },
    };
}

}  // namespace weft::sim::faults
