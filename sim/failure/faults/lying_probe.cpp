// Whoever asks how a pod is gets a wrong answer: its probes and health checks find it well while it
// serves badly, or ill while it serves well. A container that has died cannot lie.
#include "sim/failure/impairing.hpp"

#include <array>
#include <string_view>

namespace weft::sim::faults {

FaultKind lying_probe() {
    return {
        .name = "lying_probe",
        .summary = "readiness probes and health checks find the pod as it `says`: ready or unready",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            static constexpr std::array<std::string_view, 2> words{"ready", "unready"};
            const bool is_well = settings.choice("says", words[0], words) == words[0];
            return marking(is_well ? PodMark::says_ready : PodMark::says_unready);
        },
    };
}

}  // namespace weft::sim::faults
