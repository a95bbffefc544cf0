#include "sim/cluster/autoscaler.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

namespace autoscaler_test {

using namespace std::chrono_literals;
using namespace weft::mesh::control;
using weft::mesh::Duration;
using weft::mesh::Instant;
using weft::sim::Autoscaler;
using weft::sim::AutoscalerPlan;
using weft::sim::cpu_counts;
using weft::sim::PodMeasure;
using weft::sim::wanted_replicas;

namespace {

using Metric = HorizontalPodAutoscaler::Metric;
using Count = std::optional<std::uint32_t>;

/// As Kubernetes' flags are where nobody sets them.
AutoscalerPlan plan() {
    return {.sync = 15s,
            .tolerance = 0.1,
            .cpu_initialization = 5min,
            .initial_readiness = 30s,
            .down_stabilization = 5min,
            .growth = 2,
            .growth_least = 4};
}

PodMeasure pod(std::optional<std::uint64_t> used, bool counts = true) {
    return {.used = used, .request = 1000, .counts = counts};
}

/// Pods that use so many per cent of what they request, against a target in per cent.
Count wanted(const std::vector<PodMeasure>& pods, std::uint32_t target, std::uint32_t current = 0) {
    const auto replicas = current > 0 ? current : static_cast<std::uint32_t>(pods.size());
    return wanted_replicas({.utilization = target}, replicas, pods, plan().tolerance);
}

HorizontalPodAutoscaler object(std::uint32_t min, std::uint32_t max) {
    return {.meta = {},
            .target_kind = "Deployment",
            .target_name = "shop",
            .min_replicas = min,
            .max_replicas = max};
}

/// With a behavior that says nothing more than the API's defaults.
HorizontalPodAutoscaler with_behavior(std::uint32_t min, std::uint32_t max) {
    HorizontalPodAutoscaler made = object(min, max);
    const ScalingPolicy double_it{ScalingPolicy::Type::percent, 100, 15s};
    const ScalingPolicy four{ScalingPolicy::Type::pods, 4, 15s};
    made.behavior = {.up = {.stabilization = 0s, .policies = {four, double_it}},
                     .down = {.policies = {double_it}}};
    return made;
}

/// What it makes of the same wish, look by look, 15 s apart, until it has settled for three.
std::vector<std::uint32_t> steps(const HorizontalPodAutoscaler& object,
                                 std::uint32_t current,
                                 std::uint32_t wish) {
    Autoscaler autoscaler{plan()};
    std::vector<std::uint32_t> found;
    for (int look = 1; look <= 6; ++look) {
        current = autoscaler.decide(object, current, wish, Instant{look * 15s});
        found.push_back(current);
    }
    return found;
}

using Steps = std::vector<std::uint32_t>;

}  // namespace

TEST_SUITE("autoscaler") {
    TEST_CASE("it wants the pods that bring the average to the target, rounded up") {
        CHECK(wanted({pod(900), pod(900)}, 60) == 3);            // 2 × 90 / 60
        CHECK(wanted({pod(900), pod(1000)}, 60) == 4);           // 2 × 95 / 60 = 3.17
        CHECK(wanted({pod(100), pod(200), pod(300)}, 60) == 1);  // 3 × 20 / 60
        CHECK(wanted({pod(0), pod(0)}, 60) == 0);
    }

    TEST_CASE("a ratio within a tenth of 1 changes nothing, and averages are whole per cents") {
        CHECK(wanted({pod(550), pod(550)}, 50) == 2);  // 1.1
        CHECK(wanted({pod(560), pod(560)}, 50) == 3);  // 1.12
        CHECK(wanted({pod(559), pod(559)}, 50) == 2);  // 55 %, since the rest is cut off.
        CHECK(wanted({pod(450), pod(450)}, 50) == 2);  // 0.9
        CHECK(wanted({pod(449), pod(449), pod(449), pod(449), pod(449), pod(449), pod(449),
                      pod(449), pod(449)},
                     50) == 8);  // 44 %: 9 × 0.88 = 7.92
    }

    TEST_CASE("pods that do not count are idle on the way up, and left out on the way down") {
        // 3 × 90 / 50 would be 5.4; with the fourth idle it is 4 × 67 / 50 = 5.36.
        CHECK(wanted({pod(900), pod(900), pod(900), pod(5000, false)}, 50) == 6);
        // Two of them: 90 / 50 is above 1, but with both idle 30 / 50 is below: the direction
        // turns.
        CHECK(wanted({pod(900), pod(0, false), pod(0, false)}, 50) == 3);
        CHECK(wanted({pod(100), pod(100), pod(0, false)}, 50) == 1);  // 2 × 10 / 50
    }

    TEST_CASE(
        "pods without a measure are idle on the way up, and as busy as asked for going down") {
        CHECK(wanted({pod(900), pod(900), pod({})}, 50) == 4);  // 3 × 60 / 50 = 3.6
        CHECK(wanted({pod(100), pod(100), pod({})}, 50) == 3);  // 40 % of three; 0.8 × 3 = 2.4
        CHECK(wanted({pod(10), pod(10), pod(10), pod({})}, 50) == 2);  // 25 %
        CHECK(wanted({pod(100), pod({}), pod({})}, 50) == 3);          // 70 %: the direction turns.
        CHECK(wanted({pod(100), pod(100), pod(100), pod({})}, 150) == 2);  // 45 % of 150
    }

    TEST_CASE("nothing is wanted where nothing is known") {
        CHECK(wanted({}, 50) == Count{});
        CHECK(wanted({pod({}), pod({})}, 50) == Count{});
        CHECK(wanted({pod(900, false)}, 50) == Count{});
        PodMeasure without = pod(900);
        without.request = 0;
        CHECK(wanted({pod(900), without}, 50) == Count{});
    }

    TEST_CASE("an average in cores needs no requests") {
        PodMeasure measured = pod(900);
        measured.request = 0;
        CHECK(wanted_replicas({.average = 500}, 2, std::vector{measured, measured}, 0.1) == 4);
        CHECK(wanted_replicas({.average = 500}, 2, std::vector{measured, PodMeasure{}}, 0.1) == 2);
        CHECK(wanted_replicas({.average = 900}, 2, std::vector{measured, measured}, 0.1) == 2);
    }

    TEST_CASE("a young pod counts once it has been ready for a whole period") {
        const weft::sim::PodTimes young{
            .created = Instant{100s}, .changed = Instant{110s}, .is_ready = true};
        CHECK(!cpu_counts(young, Instant{125s} - 1ns, plan()));
        CHECK(cpu_counts(young, Instant{125s}, plan()));
        weft::sim::PodTimes unready = young;
        unready.is_ready = false;
        CHECK(!cpu_counts(unready, Instant{200s}, plan()));
    }

    TEST_CASE("an old pod that is not ready counts if it has ever been ready") {
        const weft::sim::PodTimes never_ready{.created = Instant{100s}, .changed = Instant{100s}};
        CHECK(!cpu_counts(never_ready, Instant{400s}, plan()));
        const weft::sim::PodTimes lost{.created = Instant{100s}, .changed = Instant{130s}};
        CHECK(!cpu_counts(lost, Instant{400s} - 1ns, plan()));
        CHECK(cpu_counts(lost, Instant{400s}, plan()));
        const weft::sim::PodTimes early{.created = Instant{100s}, .changed = Instant{130s} - 1ns};
        CHECK(!cpu_counts(early, Instant{400s}, plan()));
    }

    TEST_CASE("without a behavior it grows to twice as many at a look, or to four") {
        CHECK(steps(object(1, 100), 1, 50) == Steps{4, 8, 16, 32, 50, 50});
        CHECK(steps(object(1, 20), 3, 50) == Steps{6, 12, 20, 20, 20, 20});
    }

    TEST_CASE("with one, the larger of twice as many and four more in 15 s") {
        CHECK(steps(with_behavior(1, 100), 1, 50) == Steps{5, 10, 20, 40, 50, 50});
        HorizontalPodAutoscaler slow = with_behavior(1, 100);
        slow.behavior->up.select = ScalingRules::Select::least;
        CHECK(steps(slow, 1, 50) == Steps{2, 4, 8, 12, 16, 20});
        slow.behavior->up.select = ScalingRules::Select::disabled;
        CHECK(steps(slow, 1, 50) == Steps{1, 1, 1, 1, 1, 1});
    }

    TEST_CASE("a policy counts what was added within its period") {
        HorizontalPodAutoscaler slow = with_behavior(1, 100);
        slow.behavior->up.policies = {{ScalingPolicy::Type::pods, 2, 30s}};
        // Two at 15 s; at 30 s they are still of this period; at 45 s no more.
        CHECK(steps(slow, 1, 50) == Steps{3, 3, 5, 5, 7, 7});
        slow.behavior->up.policies = {{ScalingPolicy::Type::percent, 10, 15s}};
        CHECK(steps(slow, 1, 50) == Steps{2, 3, 4, 5, 6, 7});  // Rounded up.
    }

    TEST_CASE("it shrinks to the most that was wanted in the last five minutes") {
        for (const bool has_behavior : {false, true}) {
            const auto autoscaled = has_behavior ? with_behavior(2, 20) : object(2, 20);
            Autoscaler autoscaler{plan()};
            CHECK(autoscaler.decide(autoscaled, 10, 10, Instant{15s}) == 10);
            CHECK(autoscaler.decide(autoscaled, 10, 6, Instant{30s}) == 10);
            for (Duration now = 45s; now <= 300s; now += 15s)
                CHECK(autoscaler.decide(autoscaled, 10, 3, Instant{now}) == 10);
            // The last ten was wanted at 15 s. The two ways differ in whether a wish of exactly
            // five minutes ago still counts.
            std::uint32_t pods = autoscaler.decide(autoscaled, 10, 3, Instant{315s});
            CHECK(pods == (has_behavior ? 6 : 10));
            pods = autoscaler.decide(autoscaled, pods, 3, Instant{330s});
            CHECK(pods == (has_behavior ? 3 : 6));
            pods = autoscaler.decide(autoscaled, pods, 1, Instant{345s});
            CHECK(pods == 3);
            pods = autoscaler.decide(autoscaled, pods, 1, Instant{630s});
            CHECK(pods == (has_behavior ? 2 : 3));  // Not below the minimum.
        }
    }

    TEST_CASE("policies bound how fast it shrinks") {
        HorizontalPodAutoscaler slow = with_behavior(1, 100);
        slow.behavior->down.stabilization = 0s;
        CHECK(steps(slow, 40, 3) == Steps{3, 3, 3, 3, 3, 3});
        slow.behavior->down.policies = {{ScalingPolicy::Type::percent, 50, 15s},
                                        {ScalingPolicy::Type::pods, 8, 15s}};
        CHECK(steps(slow, 40, 3) == Steps{20, 10, 3, 3, 3, 3});
        slow.behavior->down.select = ScalingRules::Select::least;
        CHECK(steps(slow, 40, 3) == Steps{32, 24, 16, 8, 4, 3});
        slow.behavior->down.select = ScalingRules::Select::disabled;
        CHECK(steps(slow, 40, 3) == Steps(6, 40));
    }

    TEST_CASE("a window of growing waits for the least that was wanted in it") {
        HorizontalPodAutoscaler careful = with_behavior(1, 100);
        careful.behavior->up.stabilization = 30s;
        Autoscaler autoscaler{plan()};
        CHECK(autoscaler.decide(careful, 4, 4, Instant{15s}) == 4);
        CHECK(autoscaler.decide(careful, 4, 8, Instant{30s}) == 4);
        CHECK(autoscaler.decide(careful, 4, 7, Instant{45s}) == 7);
    }

    TEST_CASE("limits hold even where no metric can be computed") {
        Autoscaler autoscaler{plan()};
        CHECK(autoscaler.decide(object(2, 5), 9, std::nullopt, Instant{15s}) == 5);
        CHECK(autoscaler.decide(object(2, 5), 1, std::nullopt, Instant{30s}) == 2);
        CHECK(autoscaler.decide(object(2, 5), 3, std::nullopt, Instant{45s}) == 3);
        CHECK(autoscaler.decide(object(2, 5), 0, 4, Instant{60s}) == 0);
    }
}

}  // namespace autoscaler_test
