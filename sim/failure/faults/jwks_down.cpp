// Nobody publishes the keys with which issuers sign tokens. Keys that were fetched before are good
// for as long as the mesh keeps them; where there are none, tokens are refused.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class JwksDown final : public Fault {
public:
    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        environment.silence_key_servers(id);
    }
};

}  // namespace

FaultKind jwks_down() {
    return {
        .name = "jwks_down",
        .summary = "the keys of tokens' issuers cannot be fetched",
        .acts = FaultKind::Acts::on_control,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<JwksDown>();
        },
    };
}

}  // namespace weft::sim::faults
