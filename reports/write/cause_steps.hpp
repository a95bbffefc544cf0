#pragma once

#include "reports/explain/reasons.hpp"
#include "reports/explain/request_trace.hpp"
#include "reports/metrics/names.hpp"
#include "sim/observe/facts.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace weft::reports {

/// One step of the way back from how a request ended to what led to it.
struct CauseStep {
    enum class About : std::uint8_t { all, request, service, pod, cluster, step };

    mesh::Instant at{};
    About about = About::all;
    std::string name{};  ///< "web/41", "cart", "cart-0" …; of what is about all, "".
    std::string what{};  ///< What happened to it then, in words.
    std::string
        evidence{};  ///< Where that is to be seen: "attempt 2 of web/41, played again", or
                     ///< the row of a view of the run file: "v_changes: pod_crashed at 4 s".

    friend bool operator==(const CauseStep&, const CauseStep&) = default;
};

/// "service"; of what is about all, "".
const char* name_of(CauseStep::About about);

/// Why a request ended so, as a list.
struct CauseChain {
    std::string cause{};                ///< As cause_of_failure() has it.
    std::vector<std::string> faults{};  ///< Names of the steps whose faults had to do with it.
    std::vector<CauseStep> steps{};     ///< First how it ended, then backwards in time.
};

/// The attempts that failed, at the deepest call, too; what a request waited for that did not fail,
/// or not in time; the states that held meanwhile, and what led to them as far as `reasons`, which
/// may be null, know. `changes` are in order of time.
CauseChain cause_chain(const RequestTrace& trace,
                       const Names& names,
                       std::span<const sim::observe::Change> changes,
                       const Reasons* reasons = nullptr);

}  // namespace weft::reports
