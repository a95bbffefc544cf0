#include "sim/cluster/job.hpp"

#include <algorithm>

namespace weft::sim {

JobStep next_job_step(const mesh::control::JobRules& rules,
                      std::uint32_t parallelism,
                      const JobPods& pods) {
    using State = JobStep::State;
    const bool restarts_too_often = pods.restarts > 0 && pods.restarts >= rules.backoff_limit;
    if (pods.failed > rules.backoff_limit || restarts_too_often || pods.is_late)
        return {.state = State::failed, .stop = pods.active};
    const bool is_enough = rules.is_queue ? pods.succeeded > 0 && pods.active == 0
                                          : pods.succeeded >= rules.completions;
    if (is_enough) return {.state = State::done, .stop = pods.active};
    if (rules.is_suspended) return {.stop = pods.active};
    if (rules.is_queue && pods.succeeded > 0) return {};
    const std::uint32_t wanted =
        rules.is_queue ? parallelism : std::min(parallelism, rules.completions - pods.succeeded);
    if (pods.active > wanted) return {.stop = pods.active - wanted};
    return {.start = wanted - pods.active};
}

mesh::Duration wait_after_failures(std::uint32_t failed, const JobBackoffPlan& plan) {
    mesh::Duration wait = plan.first;
    for (std::uint32_t earlier = 1; earlier < failed && wait < plan.longest; ++earlier)
        wait *= 2;
    return std::min(wait, plan.longest);
}

}  // namespace weft::sim
