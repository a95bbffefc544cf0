// A metronome: equal gaps. Takes no number.
#include "sim/workload/arrival.hpp"
#include "sim/workload/gap_rounding.hpp"

namespace weft::sim::arrivals {
namespace {

class Constant final : public ArrivalProcess {
public:
    explicit Constant(double rate) : gap_ns_(mean_gap_ns(rate)) {}

    mesh::Duration gap(mesh::Instant /*previous*/, mesh::Draws& /*draws*/) override {
        return rounding_.round(gap_ns_);
    }

private:
    double gap_ns_;
    GapRounding rounding_;
};

}  // namespace

ArrivalKind constant() {
    return {
        .name = "constant",
        .summary = "equal gaps, as a load generator with a fixed rate sends",
        .make = [](double rate, mesh::Settings&) -> std::unique_ptr<ArrivalProcess> {
            return std::make_unique<Constant>(rate);
        },
    };
}

}  // namespace weft::sim::arrivals
