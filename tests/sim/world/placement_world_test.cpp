// Pods that go where others are.
#include "tests/sim/world/cluster_plans.hpp"

namespace placement_world_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;

namespace {

using At = std::vector<std::pair<std::int64_t, std::string>>;

/// The pods of the workload must run beside one of the app.
void draw_to(mesh::control::Workload& workload, const std::string& app) {
    workload.pod.placement.affinity = {
        {.pods = {{.key = "app", .is = mesh::control::LabelRule::Operator::in, .values = {app}}},
         .topology_key = "kubernetes.io/hostname"}};
}

mesh::control::Workload workload(const std::string& name) {
    mesh::control::Workload made;
    made.meta.name = name;
    made.selector = {{"app", name}};
    made.pod.labels = {{"app", name}};
    return made;
}

void apply(sim::WorldPlan& plan, Instant at, const mesh::control::Workload& made) {
    plan.timeline.push_back(
        {.id = made.meta.name, .at = at, .action = sim::PlannedApply{.resources = {made}}});
}

}  // namespace

TEST_SUITE("pods that are drawn to others") {
    TEST_CASE("a cluster that starts has them beside each other, whoever was named first") {
        sim::WorldPlan plan = tests::cluster_plan({{"a", 2}, {"b", 2}});
        draw_to(tests::add_app(plan, "shop", 2), "cache");
        tests::add_app(plan, "cache", 1);
        plan.loads = {tests::poisson("shop", 100)};
        plan.horizon = Instant{10s};
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_started).empty());  // All at the start.
        CHECK(notes->requests_ended.size() > 900);
        CHECK(notes->failures(Instant{}, plan.horizon) == 0);
    }

    TEST_CASE("one that comes later waits for their company") {
        sim::WorldPlan plan = tests::cluster_plan({{"a", 2}, {"b", 2}});
        tests::add_app(plan, "shop", 1);
        mesh::control::Workload drawn = workload("drawn");
        draw_to(drawn, "cache");
        apply(plan, Instant{10s}, drawn);
        apply(plan, Instant{20s}, workload("cache"));
        plan.horizon = Instant{30s};
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_pending) == At{{10'000, "drawn-0"}});
        CHECK(notes->of(Change::Kind::pod_started) == At{{20'000, "cache-0"}, {20'000, "drawn-0"}});
    }
}

}  // namespace placement_world_test
