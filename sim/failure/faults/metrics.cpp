// What is known of a pod's load is out of date, or gone: balancers that ask for it and autoscalers
// decide by what they have.
#include "sim/failure/impairing.hpp"

#include <array>
#include <string_view>

namespace weft::sim::faults {

FaultKind metrics() {
    return {
        .name = "metrics",
        .summary =
            "load reports and CPU metrics of the pod are those of when it began, or lost (`are`: "
            "stale, lost)",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            static constexpr std::array<std::string_view, 2> words{"stale", "lost"};
            const bool is_stale = settings.choice("are", words[0], words) == words[0];
            return marking(is_stale ? PodMark::metrics_stale : PodMark::metrics_lost);
        },
    };
}

}  // namespace weft::sim::faults
