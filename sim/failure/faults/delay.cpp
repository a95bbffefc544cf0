// Messages take longer on their way: a congested or rerouted link.
#include "sim/failure/fault.hpp"

#include <array>
#include <string_view>

namespace weft::sim::faults {
namespace {

class Delay final : public Fault {
public:
    Delay(mesh::Duration mean, bool is_constant) : mean_(mean), is_constant_(is_constant) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        const mesh::Duration mean = scaled(mean_, strength);
        const bool is_drawn = !is_constant_ && mean > mesh::Duration::zero();
        environment.delay(
            id, scope.link,
            is_drawn ? Distribution::exponential(mean) : Distribution::constant(mean));
    }

private:
    mesh::Duration mean_;
    bool is_constant_;
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
            return std::make_unique<Delay>(mean, is_constant);
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
