// Independent requests of many users: exponential gaps.
#include "mesh/base/math.hpp"
#include "sim/workload/arrival.hpp"
#include "sim/workload/gap_rounding.hpp"

namespace weft::sim::arrivals {
namespace {

class Poisson final : public ArrivalProcess {
public:
    explicit Poisson(double rate) : mean_ns_(mean_gap_ns(rate)) {}

    mesh::Duration gap(mesh::Instant /*previous*/, mesh::Draws& draws) override {
        return rounding_.round(-mean_ns_ * mesh::math::log(1 - draws.unit()));
    }

private:
    double mean_ns_;
    GapRounding rounding_;
};

}  // namespace

ArrivalKind poisson() {
    return {
        .name = "poisson",
        .summary = "exponential gaps: many users who know nothing of each other",
        .make = [](double rate, mesh::Settings&) -> std::unique_ptr<ArrivalProcess> {
            return std::make_unique<Poisson>(rate);
        },
    };
}

}  // namespace weft::sim::arrivals
