#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/workload_rules.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <cstdint>

namespace weft::sim {

/// The pods of a Job.
struct JobPods {
    std::uint32_t active = 0;
    std::uint32_t succeeded = 0;
    std::uint32_t failed = 0;
    std::uint32_t restarts = 0;  ///< Of containers, in the active ones.
    bool is_late = false;        ///< The job's time is over.
};

/// What the controller does now.
struct JobStep {
    enum class State : std::uint8_t { runs, done, failed };

    State state = State::runs;
    std::uint32_t start = 0;
    std::uint32_t stop = 0;

    friend bool operator==(const JobStep&, const JobStep&) = default;
};

/// `parallelism`: pods at a time. A job that has failed ends those that are active.
/// Source: the Job controller of Kubernetes.
JobStep next_job_step(const mesh::control::JobRules& rules,
                      std::uint32_t parallelism,
                      const JobPods& pods);

/// How long after the latest of so many failures the next pod comes; of one at least.
mesh::Duration wait_after_failures(std::uint32_t failed, const JobBackoffPlan& plan);

}  // namespace weft::sim
