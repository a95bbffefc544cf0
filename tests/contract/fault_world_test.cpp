// What every fault must keep when it is played in a world, asked of all there are.
#include "tests/sim/world/cluster_plans.hpp"
#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <utility>

namespace fault_world_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::FaultKind;

namespace {

/// None of a fault.
class NoneOf final : public sim::Fault {
public:
    explicit NoneOf(std::unique_ptr<sim::Fault> fault) : fault_(std::move(fault)) {}

    void start(sim::FaultId id,
               const sim::FaultScope& scope,
               sim::Environment& environment,
               sim::Strength /*strength*/) override {
        fault_->start(id, scope, environment, 0);
    }
    void stop(sim::FaultId id,
              const sim::FaultScope& scope,
              sim::Environment& environment) override {
        environment.heal(id);
        static_cast<void>(scope);
    }

private:
    std::unique_ptr<sim::Fault> fault_;
};

/// shop asks cart; messages take time, connections are played, and the control plane is asked.
sim::WorldPlan shop_and_cart() {
    sim::WorldPlan plan = tests::cart_plan(5ms, 3);
    sim::Behaviour shop;
    shop.workers = 4;
    shop.script = {tests::compute(sim::Distribution::exponential(3ms)), tests::call("cart")};
    tests::add_service(plan, "shop", 2, shop);
    const sim::WorldPlan base = tests::cluster_plan({{.zone = "zone-a", .nodes = 2}});
    plan.cluster = base.cluster;
    plan.network = base.network;
    plan.defaults = base.defaults;
    plan.defaults.security.keys = {.refresh = 20s, .retry = 3s, .timeout = 1s};
    plan.loads.front().to = "shop";
    plan.loads.front().arrivals->rate = 50;
    plan.loads.front().timeout = 2s;
    plan.horizon = mesh::Instant{12s};
    return plan;
}

std::uint64_t fingerprint_of(const sim::WorldPlan& plan) {
    sim::World world{plan, nullptr};
    world.run_until(plan.horizon);
    return world.fingerprint();
}

sim::PlannedFault planned(const FaultKind& kind) {
    mesh::TextSettings settings{kind.example};
    return {.effect = kind.make(settings),
            .target = {.pods = {.service = "cart"},
                       .from = {.service = "shop"},
                       .to = {.service = "cart"}},
            .length = 3s,
            .acts = kind.acts};
}

sim::WorldPlan with(sim::PlannedFault fault) {
    sim::WorldPlan plan = shop_and_cart();
    plan.timeline.push_back({.id = "fault", .at = mesh::Instant{3s}, .action = std::move(fault)});
    return plan;
}

}  // namespace

TEST_SUITE("contract of faults in a world") {
    TEST_CASE("none of a fault leaves the run as it is without it") {
        const std::uint64_t without = fingerprint_of(shop_and_cart());
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            sim::PlannedFault fault = planned(kind);
            mesh::TextSettings settings{kind.example};
            fault.effect = std::make_shared<NoneOf>(kind.make(settings));
            CHECK(fingerprint_of(with(fault)) == without);
        }
    }

    TEST_CASE("a fault that strikes nobody leaves the run as it is without it") {
        const std::uint64_t without = fingerprint_of(shop_and_cart());
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            const bool has_target =
                kind.acts != FaultKind::Acts::on_control && kind.acts != FaultKind::Acts::on_names;
            if (!has_target) continue;
            CAPTURE(name);
            sim::PlannedFault fault = planned(kind);
            fault.target = {.pods = {.service = "nobody"},
                            .from = {.service = "nobody"},
                            .to = {.service = "nobody"},
                            .loads = {"nobody"}};
            CHECK(fingerprint_of(with(fault)) == without);
        }
    }

    TEST_CASE("the same seed gives the same run, and the books balance") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            const sim::WorldPlan plan = with(planned(kind));
            CHECK(fingerprint_of(plan) == fingerprint_of(plan));
        }
    }
}

}  // namespace fault_world_test
