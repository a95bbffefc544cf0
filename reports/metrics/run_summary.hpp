#pragma once

#include "reports/metrics/measure.hpp"
#include "reports/metrics/mesh_metrics.hpp"
#include "reports/metrics/names.hpp"
#include "reports/metrics/summary.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::reports {

/// How a run came to its end.
enum class RunStatus : std::uint8_t {
    running,      ///< It has not ended; or its process died, and nobody could say so.
    done,         ///< It reached its horizon.
    interrupted,  ///< The user stopped it; all before holds.
    failed,       ///< It could not go on.
};

/// "done"
const char* name_of(RunStatus status);

/// An expectation of the scenario and what became of it.
struct Judgement {
    std::string text;  ///< As written: "p99(web) < 80ms".
    bool held = false;
    std::optional<double>
        value;  ///< What was measured, in `unit`; nothing if there was nothing to measure.
    Unit unit = Unit::count;
    std::optional<mesh::Instant>
        first_broken{};  ///< When the first interval began that broke it; only of one that failed.
    std::string why{};   ///< There is no value, where that has an own reason.
};

/// All that the summary of a run says; text and JSON are written from it, and a run file gives it
/// back.
struct RunSummary {
    std::string scenario;
    std::uint64_t seed = 0;
    RunStatus status = RunStatus::done;
    std::string why;  ///< For a run that failed.
    std::uint64_t fingerprint = 0;
    double simulated_s = 0;
    double wall_s = 0;  ///< Of the simulation alone.
    std::uint64_t events = 0;
    Summary counted;
    Names names;
    MeshMetrics mesh;  ///< Empty unless series were recorded.
    std::vector<Judgement> expectations;
    std::vector<std::string> warnings;
    /// By number of load: requests that had no end when the run was over, which are among no other
    /// counts. Not in a run file.
    std::vector<std::uint64_t> open{};

    /// Root requests.
    std::uint64_t requests() const { return counted.requests(); }

    /// Numbers of the edges, ordered by the names of source, destination and version.
    std::vector<std::uint32_t> edges_by_name() const;

    /// The tally of a load that has a name; one that had no request counts nothing.
    const Tally& load(std::uint32_t number) const;

    /// Of `open`, those of this load.
    std::uint64_t open_of(std::uint32_t load) const { return load < open.size() ? open[load] : 0; }
};

/// "0123456789abcdef": as fingerprints are shown everywhere.
std::string fingerprint_text(std::uint64_t fingerprint);

}  // namespace weft::reports
