#pragma once

#include "mesh/control/resources/pod_life.hpp"

#include <cstdint>

namespace weft::sim {

/// What a node's agent believes of what it asks about: so many answers of one kind in a row change
/// it.
class ProbeState {
public:
    explicit ProbeState(bool passes) : passes_(passes) {}

    bool passes() const { return passes_; }

    /// Whether this answer changed it.
    bool note(bool good, const mesh::control::Probe& probe) {
        in_a_row_ = good == passes_ ? 0 : in_a_row_ + 1;
        if (in_a_row_ < (good ? probe.successes : probe.failures)) return false;
        if (good == passes_) return false;
        passes_ = good;
        in_a_row_ = 0;
        return true;
    }

private:
    bool passes_;
    std::uint32_t in_a_row_ = 0;  ///< Answers that say otherwise.
};

}  // namespace weft::sim
