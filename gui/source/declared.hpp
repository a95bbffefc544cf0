#pragma once

#include "gui/source/played_steps.hpp"
#include "gui/source/run_source.hpp"
#include "gui/source/signs.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace weft::reports {
class MeshMetrics;
}

namespace weft::scenarios {
struct Scenario;
}

namespace weft::gui {

/// What a run's manifests declare of its services, from the start on or when a step applies them,
/// how much of what passed between workloads was secured, and what the timeline plans.
class Declared {
public:
    Declared(const scenarios::Scenario& scenario, const reports::MeshMetrics& metrics);

    /// Reads both from a run file; what of them it does not hold is left out.
    static Declared of(const std::filesystem::path& run);

    /// As it is when the snapshot's steps have been applied.
    MeshSigns at(const Topology& topology, const Snapshot& snapshot) const;

    /// The faults and manifests of the timeline, as it is written.
    const std::vector<PlannedStep>& planned() const;

private:
    struct Content;

    std::shared_ptr<const Content> content_;
};

}  // namespace weft::gui
