#include "sim/cluster/job.hpp"

#include <algorithm>

namespace weft::sim {

JobStep next_job_step(const mesh::control::JobRules& rules,
                      std::uint32_t parallelism,
                      const JobPods& pods) {
    using State = JobStep::State;
    if (pods.failed > rules.backoff_limit) return {.state = State::failed, .stop = pods.active};
    if (pods.succeeded >= rules.completions) return {.state = State::done, .stop = pods.active};
    const std::uint32_t wanted = std::min(parallelism, rules.completions - pods.succeeded);
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
