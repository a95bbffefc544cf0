// The clock of a pod's proxy is wrong, so that it takes certificates and tokens for expired or not
// yet valid. When it renews its own certificate is counted from when it got it.
#include "sim/failure/fault.hpp"

#include <array>
#include <chrono>
#include <string_view>

namespace weft::sim::faults {
namespace {

class WrongClock final : public Fault {
public:
    explicit WrongClock(const ClockFault& what) : what_(what) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        ClockFault what = what_;
        what.ahead = scaled(what.ahead, strength);
        what.drift *= strength;
        for (const PodId pod : scope.pods)
            environment.skew_clock(id, pod, what);
    }

private:
    ClockFault what_;
};

}  // namespace

FaultKind clock() {
    return {
        .name = "clock",
        .summary =
            "the proxy's clock is `offset` ahead or behind (`direction`) and drifts by `drift` "
            "parts of a million, as certificates and tokens show",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            using namespace std::chrono_literals;
            static constexpr std::array<std::string_view, 2> words{"ahead", "behind"};
            ClockFault what;
            what.ahead = settings.duration("offset", {.fallback = 24h, .min = 0s, .max = 87'600h});
            what.drift = settings.number("drift", {.fallback = 0, .min = 0, .max = 1'000'000});
            if (settings.choice("direction", words[0], words) == words[1]) {
                what.ahead = -what.ahead;
                what.drift = -what.drift;
            }
            return std::make_unique<WrongClock>(what);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
