#pragma once

#include "gui/source/run_source.hpp"
#include "gui/source/strikes.hpp"

#include <cstdint>
#include <set>
#include <tuple>
#include <utility>

namespace weft::gui {

/// Keeps who ejected whom, or whose circuit is open, as long as it is so.
class Holders {
public:
    void set(const sim::observe::Change& change, bool on);
    void forget(std::uint32_t pod);

    /// Calls `count` with the source, the cluster and the pod of each.
    template <class Count>
    void count(Count count) const {
        for (const auto& [source, cluster, pod] : held_)
            count(source, cluster, pod);
    }

private:
    std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> held_;
};

/// Goes through the changes of a run and knows how all stand then. A value: a copy is how all stood
/// when it was made.
class States {
public:
    States() = default;
    /// `snapshot` is how all stand before the first change.
    explicit States(Snapshot snapshot) : snapshot_(std::move(snapshot)) {}

    /// In order of time.
    void see(const sim::observe::Change& change);

    /// To be filled with what no change tells: moments, flows, limits, and who is new.
    Snapshot& snapshot() { return snapshot_; }

    /// With what all together come to: by how many a pod is ejected, whom faults strike …
    Snapshot finished(const Topology& topology) const;

private:
    void see_holders(const sim::observe::Change& change);
    void see_step(const sim::observe::Change& change);
    void see_pod(const sim::observe::Change& change, PodState& pod);

    Snapshot snapshot_;
    Strikes strikes_;
    HeldConfigs configs_;
    Holders ejected_;
    Holders open_;
    Holders half_open_;
    Holders panics_;
};

}  // namespace weft::gui
