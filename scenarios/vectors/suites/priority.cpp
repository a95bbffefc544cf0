// How load spreads over priorities, and which of them panic.
#include "mesh/balance/priority_load.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

mesh::PriorityHealth health_of(const Json& level) {
    const mesh::PriorityHealth health{.hosts = count(level.at("hosts")),
                                      .healthy = count(level, "healthy", 0),
                                      .degraded = count(level, "degraded", 0),
                                      .excluded = count(level, "excluded", 0)};
    if (health.excluded <= health.hosts) return health;
    throw std::invalid_argument("levels: more are excluded than there are hosts");
}

std::optional<VectorMismatch> check_priority(const Json& /*file*/, const Json& vector) {
    std::vector<mesh::PriorityHealth> levels;
    for (const Json& level : vector.at("levels"))
        levels.push_back(health_of(level));
    if (levels.empty()) throw std::invalid_argument("levels: there must be one");
    const mesh::PriorityLoads loads = mesh::priority_loads(
        levels, {.panic_percent = count(vector, "panic_threshold", 50),
                 .overprovisioning_percent = count(vector, "overprovisioning_factor", 140)});
    return compare_fields(vector, {{"expect_healthy_load", loads.healthy},
                                   {"expect_degraded_load", loads.degraded},
                                   {"expect_panic", loads.panic}});
}

}  // namespace

VectorSuite priority() {
    return {.name = "priority", .check = check_priority};
}

}  // namespace weft::scenarios::suites
