#include "mesh/balance/reported_weights.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <limits>

namespace reported_weights_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

using Measures = std::vector<std::string>;

constexpr WeightAges ages{.blackout = 10s, .expiration = 180s};

std::optional<std::uint32_t> weight(const LoadReport& report, double penalty = 1) {
    return weight_of_report(report, {}, penalty);
}

}  // namespace

TEST_SUITE("reported weights") {
    TEST_CASE("named measures come before the application's, and these before the processor's") {
        const std::array<NamedMetric, 2> named{{{"queue", 0.3}, {"disk", 0.7}}};
        const LoadReport report{.utilization = 0.5, .cpu_utilization = 0.6, .named = named};
        const auto busy = [&](const Measures& measures) {
            return reported_utilization(report, measures);
        };
        CHECK(busy({"named_metrics.queue"}) == 0.3);
        CHECK(busy({"named_metrics.queue", "named_metrics.disk"}) == 0.7);
        CHECK(busy({"named_metrics.*"}) == 0.7);
        CHECK(busy({"cpu_utilization"}) == 0.6);
        CHECK(busy({"named_metrics.other", "queue"}) == 0.5);
        CHECK(busy({}) == 0.5);
        CHECK(reported_utilization({.cpu_utilization = 0.6}, {}) == 0.6);
        CHECK(reported_utilization({}, {}) == 0);
    }

    TEST_CASE("a weight is requests a second for each unit of utilization") {
        CHECK(weight({.utilization = 0.5, .requests_per_second = 1000}) == 2000);
        CHECK(weight({.utilization = 0.3, .requests_per_second = 1}) == 3);
        CHECK(weight({.utilization = 2, .requests_per_second = 1}) == 0);
    }

    TEST_CASE("errors count as utilization, times the penalty") {
        const LoadReport report{
            .utilization = 0.5, .requests_per_second = 1000, .errors_per_second = 500};
        CHECK(weight(report, 0) == 2000);
        CHECK(weight(report, 1) == 1000);
        CHECK(weight(report, 3) == 500);
        CHECK(weight({.requests_per_second = 10, .errors_per_second = 10}, 1) == 10);
    }

    TEST_CASE("a report without requests or utilization says nothing") {
        CHECK_FALSE(weight({.utilization = 0.5}));
        CHECK_FALSE(weight({.utilization = 0.5, .requests_per_second = -1}));
        CHECK_FALSE(weight({.requests_per_second = 10}));
        CHECK_FALSE(weight({.utilization = -1, .requests_per_second = 10}));
    }

    TEST_CASE("a weight has 32 bits") {
        CHECK(weight({.utilization = 1e-9, .requests_per_second = 1e9}) ==
              std::numeric_limits<std::uint32_t>::max());
    }

    TEST_CASE("whoever has no weight gets the median of the others'") {
        CHECK(default_weight({}) == 1);
        CHECK(default_weight({42}) == 42);
        CHECK(default_weight({30, 10, 20}) == 20);
        CHECK(default_weight({30, 10, 21, 1}) == 15);
        CHECK(default_weight({4'294'967'295, 4'294'967'293}) == 4'294'967'294);
    }

    TEST_CASE("a weight counts from the end of the blackout until it expires") {
        ReportedWeight reported;
        CHECK_FALSE(reported.valid_at(Instant{1h}, ages));
        reported.on_report(7, Instant{1s});
        CHECK_FALSE(reported.valid_at(Instant{11s - 1ns}, ages));
        CHECK(reported.valid_at(Instant{11s}, ages) == 7);
        reported.on_report(8, Instant{20s});  // No blackout for a further report.
        CHECK(reported.valid_at(Instant{20s}, ages) == 8);
        CHECK(reported.valid_at(Instant{200s}, ages) == 8);
        CHECK_FALSE(reported.valid_at(Instant{200s + 1ns}, ages));
    }

    TEST_CASE("after it expired the blackout starts anew") {
        ReportedWeight reported;
        reported.on_report(7, Instant{});
        CHECK_FALSE(reported.valid_at(Instant{181s}, ages));
        reported.on_report(9, Instant{182s});
        CHECK_FALSE(reported.valid_at(Instant{191s}, ages));
        CHECK(reported.valid_at(Instant{192s}, ages) == 9);
    }
}

}  // namespace reported_weights_test
