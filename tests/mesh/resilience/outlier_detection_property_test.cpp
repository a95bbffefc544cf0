#include "mesh/resilience/outlier_detection.hpp"
#include "tests/mesh/resilience/numbered_hosts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <rapidcheck.h>

namespace outlier_detection_property_test {

using namespace weft::mesh;
using weft::mesh::tests::numbered_hosts;
using namespace std::chrono_literals;

namespace {

OutlierSettings some_settings() {
    OutlierSettings settings;
    settings.consecutive_5xx = *rc::gen::inRange(0U, 4U);
    settings.consecutive_gateway_errors = *rc::gen::inRange(0U, 4U);
    settings.enforcing_5xx = *rc::gen::inRange(0U, 101U);
    settings.interval = 10s;
    settings.base_ejection_time = std::chrono::seconds{*rc::gen::inRange(1, 60)};
    settings.max_ejection_time = settings.base_ejection_time * *rc::gen::inRange(1, 5);
    settings.max_ejection_percent = *rc::gen::inRange(0U, 120U);
    settings.always_eject_one_host = *rc::gen::arbitrary<bool>();
    settings.cap = *rc::gen::element(EjectionCap::with_candidate, EjectionCap::without_candidate);
    settings.success_rate = SuccessRateSettings{.minimum_hosts = *rc::gen::inRange(0U, 6U),
                                                .request_volume = *rc::gen::inRange(0U, 10U),
                                                .stdev_factor = *rc::gen::inRange(0U, 2000U)};
    settings.failure_percentage =
        FailurePercentageSettings{.minimum_hosts = *rc::gen::inRange(0U, 6U),
                                  .request_volume = *rc::gen::inRange(0U, 10U),
                                  .threshold = *rc::gen::inRange(0U, 101U),
                                  .enforcing = 100};
    return settings;
}

std::uint32_t most_ejected(const OutlierSettings& settings, std::uint32_t hosts) {
    const std::uint32_t percent = std::min(settings.max_ejection_percent, 100U);
    const bool counted_in = settings.cap == EjectionCap::with_candidate;
    const std::uint32_t cap = counted_in ? percent * hosts / 100 : (percent * hosts + 99) / 100;
    return settings.always_eject_one_host ? std::max(cap, 1U) : cap;
}

}  // namespace

TEST_SUITE("outlier detection") {
    TEST_CASE("whatever the answers, no more hosts are ejected than the percent allows") {
        CHECK(rc::check([] {
            const OutlierSettings settings = some_settings();
            const auto hosts = *rc::gen::inRange(1U, 30U);
            OutlierDetector detector{settings};
            detector.on_hosts(numbered_hosts(hosts));
            Draws draws{*rc::gen::arbitrary<std::uint64_t>()};
            Draws answers{*rc::gen::arbitrary<std::uint64_t>()};
            constexpr std::uint16_t statuses[] = {200, 500, 502, 503, 503, 504};
            for (int tick = 1; tick <= 12; ++tick) {
                const Instant now{tick * 10s};
                for (int request = 0; request < 100; ++request) {
                    const std::size_t host = answers.below(hosts);
                    detector.on_status(host, statuses[answers.below(6)], now, draws);
                    RC_ASSERT(detector.ejected_hosts() <= most_ejected(settings, hosts));
                }
                std::vector<std::size_t> returned;
                std::vector<OutlierDetector::RateVerdict> judged;
                detector.sweep(now, draws, returned, judged);
                RC_ASSERT(detector.ejected_hosts() <= most_ejected(settings, hosts));
                std::uint32_t ejected = 0;
                for (std::size_t host = 0; host < hosts; ++host) {
                    ejected += detector.ejected(host) ? 1U : 0U;
                }
                RC_ASSERT(detector.ejected_hosts() == ejected);
            }
        }));
    }
}

}  // namespace outlier_detection_property_test
