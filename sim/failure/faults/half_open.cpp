// Pooled connections are dead and nobody knows: something on the way lost its state. What is sent
// on them vanishes until a time-out gives them up; when it is over, whoever still uses one gets a
// reset.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class HalfOpen final : public Fault {
public:
    explicit HalfOpen(mesh::Ratio share) : share_(share) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        environment.impair(id, scope.link, {.kind = LinkFault::Kind::dead});
        environment.deaden_connections(id, scope.link, share_);
    }

private:
    mesh::Ratio share_;
};

}  // namespace

FaultKind half_open() {
    return {
        .name = "half_open",
        .summary =
            "the share `rate` of connections that are idle when it starts is dead, unknown to "
            "both ends",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            return std::make_unique<HalfOpen>(
                settings.ratio("rate", {.fallback = all, .min = {0}, .max = all}));
        },
    };
}

}  // namespace weft::sim::faults
