#pragma once

#include "gui/source/states.hpp"
#include "reports/metrics/edge_index.hpp"
#include "reports/metrics/names.hpp"
#include "reports/store/batch.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace weft::gui {

/// All that a run has named so far.
struct RunNames {
    reports::Names names;
    std::vector<reports::Edge> edges;
    std::vector<sim::observe::Workload> workloads;
};

/// A run at the end of its newest interval, as plain values. What takes long is left to who reads
/// it: the run has better things to do.
struct LiveState {
    States states;
    std::shared_ptr<const RunNames> names;  ///< Another one whenever there is a new name.
    std::vector<std::uint32_t> zones;       ///< By pod: the number of its zone's name, or none.
    bool has_control = false;               ///< Something pushes configuration.
    Played played = {};                     ///< Up to here.

    Topology topology() const;
};

/// Follows a run by what it records, on its thread.
class LiveWitness {
public:
    /// True if this is the end of an interval: state() is how all stand then.
    bool see(const reports::Batch& batch);
    const LiveState& state() const { return state_; }

private:
    void learn_names(const reports::Batch& batch);
    void see(const sim::observe::Change& change);
    void end_interval(const reports::Batch& batch);

    LiveState state_;
    std::vector<std::uint64_t> limits_;  ///< By cluster: reached in the interval that goes on.
    bool has_begun_ = false;             ///< An interval has ended.
};

}  // namespace weft::gui
