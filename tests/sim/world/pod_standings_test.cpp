#include "sim/world/pod_standings.hpp"

#include "mesh/balance/balancer_registry.hpp"
#include "sim/world/pod.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace pod_standings_test {

using namespace std::chrono_literals;
using namespace weft;
using mesh::Instant;
using sim::PodStage;
using Places = std::vector<std::uint32_t>;
using Standing = sim::PodStandings::Standing;

namespace {

/// Pods of one workload and what is known of them.
struct Shop {
    mesh::BalancerRegistry balancers = mesh::built_in_balancers();
    mesh::Shapes shapes;
    mesh::control::Workload workload;
    std::vector<std::unique_ptr<sim::Pod>> owned;
    std::vector<sim::Pod*> pods;
    sim::PodStandings standings;

    sim::Pod& add(bool ready) {
        const auto place = static_cast<std::uint32_t>(pods.size());
        owned.push_back(std::make_unique<sim::Pod>(
            sim::PodId{place}, std::to_string(place),
            mesh::SidecarSurroundings{.balancers = balancers, .shapes = shapes, .run_seed = 1}));
        sim::Pod& pod = *owned.back();
        pod.made_from = workload.pod;
        pod.object.ready = ready;
        pod.place = place;
        pods.push_back(&pod);
        standings.note(place);
        return pod;
    }

    sim::WorkloadPods look(mesh::Duration now = {}) {
        standings.look(workload, pods, Instant{now});
        return standings.counts();
    }
};

}  // namespace

TEST_SUITE("pod standings") {
    TEST_CASE("what there was before anybody looked counts, and what is noted afterwards") {
        Shop shop;
        sim::Pod& first = shop.add(true);
        shop.add(false);
        sim::WorkloadPods counts = shop.look();
        CHECK(counts.new_pods == 2);
        CHECK(counts.new_available == 1);
        CHECK(counts.old_pods == 0);
        CHECK(counts.ending == 0);

        first.stage = PodStage::ending;
        shop.standings.note(0);
        shop.standings.note(0);  // Twice is as good as once.
        shop.add(true);
        counts = shop.look();
        CHECK(counts.new_pods == 2);
        CHECK(counts.new_available == 1);
        CHECK(counts.ending == 1);
        CHECK(shop.standings.standing(0) == Standing::ending);
        CHECK(shop.standings.standing(1) == Standing::live);
        CHECK(shop.standings.standing(2) == Standing::available);

        first.stage = PodStage::gone;
        shop.standings.note(0);
        CHECK(shop.look().ending == 0);
        CHECK(shop.standings.standing(0) == Standing::gone);
    }

    TEST_CASE("a pod is available once it has been ready for long enough, to the nanosecond") {
        Shop shop;
        shop.workload.rollout.min_ready = 10s;
        sim::Pod& pod = shop.add(true);
        pod.ready_since = Instant{5s};
        CHECK(shop.look(5s).new_available == 0);
        CHECK(shop.look(15s - 1ns).new_available == 0);
        CHECK(shop.look(15s).new_available == 1);

        pod.object.ready = false;
        shop.standings.note(0);
        CHECK(shop.look(16s).new_available == 0);
        pod.object.ready = true;
        pod.ready_since = Instant{17s};
        shop.standings.note(0);
        CHECK(shop.look(17s).new_available == 0);
        CHECK(shop.look(27s).new_available == 1);
    }

    TEST_CASE("one that is ready no more when its time comes is not available") {
        Shop shop;
        shop.workload.rollout.min_ready = 10s;
        sim::Pod& pod = shop.add(true);
        CHECK(shop.look(0s).new_available == 0);
        pod.object.ready = false;
        shop.standings.note(0);
        CHECK(shop.look(1s).new_available == 0);
        CHECK(shop.look(10s).new_available == 0);
    }

    TEST_CASE("another template makes all pods old, and the first one new again") {
        Shop shop;
        const auto before = shop.workload.pod;
        shop.add(true);
        shop.look();
        shop.workload.pod.annotations["restarted"] = "1";
        shop.add(false);
        const sim::WorkloadPods counts = shop.look();
        CHECK(counts.old_pods == 1);
        CHECK(counts.old_available == 1);
        CHECK(counts.new_pods == 1);
        CHECK(counts.new_available == 0);
        CHECK_FALSE(shop.standings.is_new(0));
        CHECK(shop.standings.is_new(1));

        shop.workload.pod = before;
        CHECK(shop.look().new_available == 1);
        CHECK(shop.standings.is_new(0));
    }

    TEST_CASE("those that are not available are stopped first, then the youngest") {
        Shop shop;
        for (const bool ready : {true, false, true, false})
            shop.add(ready);
        shop.look();
        const auto& group = shop.standings.of_template();
        CHECK(group.first_to_stop(0).empty());
        CHECK(group.first_to_stop(1) == Places{3});
        CHECK(group.first_to_stop(3) == Places{3, 1, 2});
        CHECK(group.first_to_stop(4) == Places{3, 1, 2, 0});
        CHECK(shop.standings.of_earlier().size() == 0);
    }
}

}  // namespace pod_standings_test
