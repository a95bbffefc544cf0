// What faults do to loads.
#include "sim/failure/environment_state.hpp"

#include <algorithm>
#include <iterator>

namespace weft::sim {

void EnvironmentState::change_load(FaultId fault, LoadId load, const LoadFault& what) {
    const auto said = std::ranges::find_if(loads_, [&](const LoadEffect& earlier) {
        return earlier.fault == fault && earlier.load == load && earlier.what.kind == what.kind;
    });
    if (said == loads_.end()) {
        loads_.push_back({fault, load, what});
    } else {
        said->what = what;
    }
}

double EnvironmentState::factor(LoadId load) const {
    double factor = 1;
    for (const LoadEffect& effect : loads_) {
        if (effect.load == load) factor *= effect.what.factor;
    }
    return factor;
}

mesh::Duration EnvironmentState::gap(LoadId load, mesh::Duration gap) const {
    const double many = factor(load);
    return many == 1 ? gap : shortened(gap, many);
}

/// Of several periods each has its say, the one that came first first.
mesh::Instant EnvironmentState::sent(LoadId load, mesh::Instant at) const {
    for (const LoadEffect& effect : loads_) {
        const bool gathers = effect.load == load && effect.what.kind == LoadFault::Kind::gather;
        if (!gathers) continue;
        const mesh::Duration period = effect.what.period;
        const mesh::Duration late = at.time_since_epoch() % period;
        if (late > mesh::Duration::zero()) at += period - late;
    }
    return at;
}

std::vector<LoadEffect> EnvironmentState::keys(LoadId load) const {
    std::vector<LoadEffect> keys;
    std::ranges::copy_if(loads_, std::back_inserter(keys), [&](const LoadEffect& effect) {
        return effect.load == load && effect.what.kind == LoadFault::Kind::key;
    });
    return keys;
}

}  // namespace weft::sim
