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

}  // namespace weft::sim
