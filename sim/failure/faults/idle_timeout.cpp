// Something on the way, a NAT or a load balancer, forgets connections that carried no request for
// too long. Both ends believe in them until one is used.
#include "sim/failure/impairing.hpp"

#include <array>
#include <chrono>
#include <string_view>

namespace weft::sim::faults {

FaultKind idle_timeout() {
    return {
        .name = "idle_timeout",
        .summary =
            "connections without a request for longer than `limit` are forgotten; who uses one "
            "hears nothing, or a reset (`answer`: none, reset)",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            using namespace std::chrono_literals;
            static constexpr std::array<std::string_view, 2> words{"none", "reset"};
            LinkFault what{.kind = LinkFault::Kind::idle};
            // That of the NAT gateways and network load balancers of AWS.
            what.limit = settings.duration("limit", {.fallback = 350s, .min = 1ns, .max = 24h});
            what.resets = settings.choice("answer", words[0], words) == words[1];
            return impairing(what);
        },
    };
}

}  // namespace weft::sim::faults
