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

    const sim::PodStandings::Group& look(mesh::Duration now = {}) {
        standings.look(workload, pods, Instant{now});
        return standings.of_set(0);
    }
};

}  // namespace

TEST_SUITE("pod standings") {
    TEST_CASE("what there was before anybody looked counts, and what is noted afterwards") {
        Shop shop;
        sim::Pod& first = shop.add(true);
        shop.add(false);
        const auto* pods = &shop.look();
        CHECK(pods->size() == 2);
        CHECK(pods->available.size() == 1);
        CHECK(pods->ending == 0);

        first.stage = PodStage::ending;
        shop.standings.note(0);
        shop.standings.note(0);  // Twice is as good as once.
        shop.add(true);
        pods = &shop.look();
        CHECK(pods->size() == 2);
        CHECK(pods->available.size() == 1);
        CHECK(pods->ending == 1);
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
        CHECK(shop.look(5s).available.size() == 0);
        CHECK(shop.look(15s - 1ns).available.size() == 0);
        CHECK(shop.look(15s).available.size() == 1);

        pod.object.ready = false;
        shop.standings.note(0);
        CHECK(shop.look(16s).available.size() == 0);
        pod.object.ready = true;
        pod.ready_since = Instant{17s};
        shop.standings.note(0);
        CHECK(shop.look(17s).available.size() == 0);
        CHECK(shop.look(27s).available.size() == 1);
    }

    TEST_CASE("one that is ready no more when its time comes is not available") {
        Shop shop;
        shop.workload.rollout.min_ready = 10s;
        sim::Pod& pod = shop.add(true);
        CHECK(shop.look(0s).available.size() == 0);
        pod.object.ready = false;
        shop.standings.note(0);
        CHECK(shop.look(1s).available.size() == 0);
        CHECK(shop.look(10s).available.size() == 0);
    }

    TEST_CASE(
        "another template makes all pods old, whatever their set, and the first one new again") {
        Shop shop;
        const auto before = shop.workload.pod;
        shop.add(true);
        shop.look();
        shop.workload.pod.annotations["restarted"] = "1";
        shop.add(false).set = 1;
        CHECK(shop.look().available.size() == 1);
        CHECK(shop.standings.of_set(0).size() == 1);
        CHECK(shop.standings.of_set(1).unavailable.size() == 1);
        CHECK(shop.standings.of_set(2).size() == 0);
        CHECK_FALSE(shop.standings.is_new(0));
        CHECK(shop.standings.is_new(1));

        shop.workload.pod = before;
        CHECK(shop.look().available.size() == 1);
        CHECK(shop.standings.is_new(0));
    }

    TEST_CASE("those that are not available are stopped first, then the youngest") {
        Shop shop;
        for (const bool ready : {true, false, true, false})
            shop.add(ready);
        shop.look();
        const auto& group = shop.standings.of_set(0);
        CHECK(group.first_to_stop(0).empty());
        CHECK(group.first_to_stop(1) == Places{3});
        CHECK(group.first_to_stop(3) == Places{3, 1, 2});
        CHECK(group.first_to_stop(4) == Places{3, 1, 2, 0});
    }
}

}  // namespace pod_standings_test
