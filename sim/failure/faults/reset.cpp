// Connections on the link are reset, once: a restarted middlebox, a firewall's rule. Requests in
// flight on them fail; a pod that has one goes on working for nobody.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class Reset final : public Fault {
public:
    explicit Reset(mesh::Ratio share) : share_(share) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength > 0) environment.reset_connections(id, scope.link, share_);
    }

private:
    mesh::Ratio share_;
};

}  // namespace

FaultKind reset() {
    return {
        .name = "reset",
        .summary =
            "the share `rate` of connections is reset when it starts, with what is out on them",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            return std::make_unique<Reset>(
                settings.ratio("rate", {.fallback = all, .min = {0}, .max = all}));
        },
    };
}

}  // namespace weft::sim::faults
