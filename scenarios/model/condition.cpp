#include "scenarios/model/condition.hpp"

#include "sim/signals/signals.hpp"

#include <optional>

namespace weft::scenarios {

bool Condition::holds(const sim::Signals& watched) const {
    std::vector<std::optional<double>> measured;
    measured.reserve(signals.size());
    for (const std::uint32_t signal : signals)
        measured.push_back(watched.value(signal));
    return formula.holds(measured);
}

}  // namespace weft::scenarios
