#pragma once

#include "gui/source/run_source.hpp"
#include "sim/observe/facts.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace weft::gui {

/// Whom the faults that are on strike: pods, or the lines between the pods at two ends.
class Strikes {
public:
    void see(const sim::observe::Change& change);

    /// By pod: whether one of the snapshot's faults strikes it.
    std::vector<bool> struck_pods(const Snapshot& snapshot) const;

    /// Marks the pods and edges that the snapshot's faults strike.
    void mark(Snapshot& snapshot, const Topology& topology) const;

private:
    /// Of a step's last round.
    struct Struck {
        mesh::Instant at{};
        std::vector<std::uint32_t> pods[3];  ///< By the value of the change: 1 and 2 are ends.
    };
    std::map<std::uint32_t, Struck> steps_;
};

/// Which configuration each proxy holds.
class HeldConfigs {
public:
    void see(const sim::observe::Change& change, Snapshot& snapshot, const Strikes& strikes);

private:
    void start(std::uint64_t version, Snapshot& snapshot);
    void converge(Snapshot& snapshot, const std::vector<bool>& struck);

    std::vector<bool> refuses_;  ///< By pod: what it was told last.
};

}  // namespace weft::gui
