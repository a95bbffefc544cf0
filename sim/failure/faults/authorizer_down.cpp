// Who is asked by policies of CUSTOM does not answer: each request that they are about waits for
// the proxy's time-out, and is then denied or let in, as the mesh says.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class AuthorizerDown final : public Fault {
public:
    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        environment.silence_authorizers(id);
    }
};

}  // namespace

FaultKind authorizer_down() {
    return {
        .name = "authorizer_down",
        .summary = "external authorizers do not answer; requests wait for the proxy's time-out",
        .acts = FaultKind::Acts::on_control,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<AuthorizerDown>();
        },
    };
}

}  // namespace weft::sim::faults
