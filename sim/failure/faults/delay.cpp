// Messages take longer on their way: a congested or rerouted link.
#include "sim/failure/fault.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace weft::sim::faults {
namespace {

class Delay final : public Fault {
public:
    explicit Delay(Distribution added) : added_(std::move(added)) {}

    void start(FaultId id, const FaultScope& scope, Environment& environment) override {
        environment.delay(id, scope.link, added_);
    }

private:
    Distribution added_;
};

}  // namespace

FaultKind delay() {
    return {
        .name = "delay",
        .summary = "each message takes `delay` longer, always or on average (by `law`)",
        .acts = FaultKind::Acts::on_links,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            using namespace std::chrono_literals;
            constexpr std::array<std::string_view, 2> laws{"constant", "exponential"};
            const auto mean =
                settings.duration("delay", {.fallback = 100ms, .min = 1ns, .max = 1h});
            const bool is_constant = settings.choice("law", laws[0], laws) == laws[0];
            return std::make_unique<Delay>(is_constant ? Distribution::constant(mean)
                                                       : Distribution::exponential(mean));
        },
    };
}

}  // namespace weft::sim::faults
