#include "mesh/resilience/outlier_detection.hpp"

#include "tests/mesh/resilience/numbered_hosts.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace outlier_detection_test {

using namespace weft::mesh;
using weft::mesh::tests::numbered_hosts;
using namespace std::chrono_literals;

namespace {

/// Three 5xx in a row eject anybody for a minute at first, checked every ten seconds.
OutlierSettings three_in_a_row() {
    OutlierSettings settings;
    settings.consecutive_5xx = 3;
    settings.interval = 10s;
    settings.base_ejection_time = 60s;
    settings.max_ejection_time = 150s;
    settings.max_ejection_percent = 100;
    return settings;
}

/// A detector with its clock: seconds since the start.
class Watch {
public:
    explicit Watch(const OutlierSettings& settings, std::uint32_t hosts = 4) : detector(settings) {
        detector.on_hosts(numbered_hosts(hosts));
    }

    /// What the last of `count` such answers led to.
    OutlierDetector::Verdict answer(std::size_t host, std::uint16_t status, int count = 1) {
        OutlierDetector::Verdict verdict;
        for (int i = 0; i < count; ++i) {
            verdict = detector.on_status(host, status, now, draws);
        }
        return verdict;
    }

    /// The hosts that a sweep at this time brings back.
    std::vector<std::size_t> sweep_at(Duration time) {
        now = Instant{time};
        std::vector<std::size_t> returned;
        judged.clear();
        detector.sweep(now, draws, returned, judged);
        return returned;
    }

    OutlierDetector detector;
    Instant now{};
    std::vector<OutlierDetector::RateVerdict> judged;  ///< By the last sweep.
    DrawList drawn;
    Draws draws{drawn};  // Empty unless a test fills the list: 0 and 100 percent need no chance.
};

using Positions = std::vector<std::size_t>;

}  // namespace

TEST_SUITE("outlier detection") {
    TEST_CASE("failures in a row eject, one less does not") {
        Watch watch{three_in_a_row()};
        CHECK(watch.answer(1, 500, 2).detection == Detection::none);
        CHECK_FALSE(watch.detector.ejected(1));
        const auto verdict = watch.answer(1, 599);
        CHECK(verdict.detection == Detection::ejected);
        CHECK(verdict.cause == DetectionCause::consecutive_5xx);
        CHECK(watch.detector.ejected(1));
        CHECK(watch.detector.ejected_hosts() == 1);
    }

    TEST_CASE("an answer below 500 ends the row") {
        Watch watch{three_in_a_row()};
        constexpr std::uint16_t good_ones[] = {200, 404, 499};
        for (const std::uint16_t good : good_ones) {
            watch.answer(0, 503, 2);
            watch.answer(0, good);
            CHECK(watch.answer(0, 500).detection == Detection::none);
            watch.answer(0, 200);
        }
    }

    TEST_CASE("hosts are counted apart") {
        Watch watch{three_in_a_row()};
        watch.answer(0, 500, 2);
        watch.answer(1, 200);
        watch.answer(2, 500, 2);
        CHECK(watch.answer(0, 500).detection == Detection::ejected);
        CHECK_FALSE(watch.detector.ejected(2));
    }

    TEST_CASE("a threshold of 0 switches a detector off") {
        OutlierSettings settings = three_in_a_row();
        settings.consecutive_5xx = 0;
        Watch watch{settings};
        CHECK(watch.answer(0, 500, 1000).detection == Detection::none);
    }

    TEST_CASE("only 502, 503 and 504 are gateway errors; another 5xx ends their row alone") {
        OutlierSettings settings = three_in_a_row();
        settings.consecutive_5xx = 5;
        settings.consecutive_gateway_errors = 3;
        Watch watch{settings};
        watch.answer(0, 502);
        watch.answer(0, 504);
        const auto verdict = watch.answer(0, 503);
        CHECK(verdict.detection == Detection::ejected);
        CHECK(verdict.cause == DetectionCause::consecutive_gateway_errors);

        watch.answer(1, 503, 2);
        watch.answer(1, 501);
        CHECK(watch.answer(1, 505).detection == Detection::none);
        CHECK(watch.answer(1, 503).cause == DetectionCause::consecutive_5xx);
        CHECK(watch.detector.ejected(1));
    }

    TEST_CASE("the gateway detector judges first") {
        OutlierSettings settings = three_in_a_row();
        settings.consecutive_gateway_errors = 3;
        Watch watch{settings};
        const auto verdict = watch.answer(0, 503, 3);
        CHECK(verdict.cause == DetectionCause::consecutive_gateway_errors);
        CHECK(verdict.gateway_before == Detection::none);
        CHECK(watch.detector.ejected_hosts() == 1);
    }

    TEST_CASE("where it does not enforce, its word is kept beside that of the other") {
        OutlierSettings settings = three_in_a_row();
        settings.consecutive_gateway_errors = 3;
        settings.enforcing_gateway_errors = 0;
        Watch watch{settings};
        const auto verdict = watch.answer(0, 503, 3);
        CHECK(verdict.gateway_before == Detection::not_enforced);
        CHECK(verdict.detection == Detection::ejected);
        CHECK(verdict.cause == DetectionCause::consecutive_5xx);
    }

    TEST_CASE("a row that was judged is counted anew, whatever came of it") {
        OutlierSettings settings = three_in_a_row();
        settings.enforcing_5xx = 0;
        Watch watch{settings};
        for (int row = 0; row < 3; ++row) {
            CHECK(watch.answer(0, 500, 2).detection == Detection::none);
            CHECK(watch.answer(0, 500).detection == Detection::not_enforced);
        }
    }

    TEST_CASE("the enforcing percent is drawn") {
        OutlierSettings settings = three_in_a_row();
        settings.enforcing_5xx = 30;
        Watch watch{settings};
        watch.drawn.numbers = {30, 129};
        CHECK(watch.answer(0, 500, 3).detection == Detection::not_enforced);
        CHECK(watch.answer(0, 500, 3).detection == Detection::ejected);
        CHECK(watch.drawn.used == 2);
    }

    TEST_CASE("no more than the percent are ejected, the candidate counted in") {
        OutlierSettings settings = three_in_a_row();
        settings.max_ejection_percent = 50;
        Watch watch{settings};
        CHECK(watch.answer(0, 500, 3).detection == Detection::ejected);
        CHECK(watch.answer(1, 500, 3).detection == Detection::ejected);
        CHECK(watch.answer(2, 500, 3).detection == Detection::overflow);
        CHECK(watch.answer(2, 500, 3).detection == Detection::overflow);
        CHECK(watch.detector.ejected_hosts() == 2);
    }

    TEST_CASE("ten percent of nine hosts is nobody, of ten it is one") {
        OutlierSettings settings = three_in_a_row();
        settings.max_ejection_percent = 10;
        CHECK(Watch{settings, 9}.answer(0, 500, 3).detection == Detection::overflow);
        CHECK(Watch{settings, 10}.answer(0, 500, 3).detection == Detection::ejected);
    }

    TEST_CASE("one host may always be ejected if so wished, a second one not") {
        OutlierSettings settings = three_in_a_row();
        settings.max_ejection_percent = 10;
        settings.always_eject_one_host = true;
        Watch watch{settings, 2};
        CHECK(watch.answer(0, 500, 3).detection == Detection::ejected);
        CHECK(watch.answer(1, 500, 3).detection == Detection::overflow);
    }

    TEST_CASE("more than a hundred percent are a hundred") {
        OutlierSettings settings = three_in_a_row();
        settings.max_ejection_percent = 1000;
        Watch watch{settings, 1};
        CHECK(watch.answer(0, 500, 3).detection == Detection::ejected);
    }

    TEST_CASE("a host comes back at the first sweep after its time, with its rows forgotten") {
        Watch watch{three_in_a_row()};
        watch.answer(2, 500, 3);
        CHECK(watch.answer(2, 500, 30).detection ==
              Detection::none);  // Late answers of an ejected host.
        CHECK(watch.sweep_at(60s - 1ns) == Positions{});
        CHECK(watch.detector.ejected(2));
        CHECK(watch.sweep_at(60s) == Positions{2});
        CHECK_FALSE(watch.detector.ejected(2));
        CHECK(watch.detector.ejected_hosts() == 0);
        CHECK(watch.answer(2, 500, 2).detection == Detection::none);
        CHECK(watch.answer(2, 500).detection == Detection::ejected);
    }

    TEST_CASE("each further ejection takes longer, up to the maximum") {
        Watch watch{three_in_a_row()};
        const auto ejected_for = [&](Duration time) {
            const Instant start = watch.now;
            watch.answer(0, 500, 3);
            CHECK(watch.sweep_at((start + time - 1ns).time_since_epoch()).empty());
            CHECK(watch.sweep_at((start + time).time_since_epoch()) == Positions{0});
        };
        ejected_for(60s);
        ejected_for(120s);
        ejected_for(150s);
        ejected_for(150s);
    }

    TEST_CASE(
        "a sweep forgives one ejection, but not the one that ends it nor one too soon after") {
        Watch watch{three_in_a_row()};
        watch.answer(0, 500, 3);
        watch.sweep_at(60s);
        watch.answer(0, 500, 3);
        CHECK(watch.sweep_at(180s) == Positions{0});  // Twice ejected.
        watch.sweep_at(190s - 1ns);                   // Too soon.
        watch.sweep_at(190s);                         // Now one counts.
        watch.answer(0, 500, 3);
        CHECK(watch.sweep_at(309s).empty());
        CHECK(watch.sweep_at(310s) == Positions{0});  // The second again: 120 s.
        watch.sweep_at(320s);
        watch.sweep_at(330s);
        watch.sweep_at(340s);  // None is left to forgive.
        watch.answer(0, 500, 3);
        CHECK(watch.sweep_at(400s) == Positions{0});
    }

    TEST_CASE("the backoff stops growing once the time is the maximum") {
        // 60 s times 4 is reached at the fourth ejection: 3 * 60 < 150 + 60, 4 * 60 is not.
        Watch watch{three_in_a_row()};
        for (int ejection = 0; ejection < 10; ++ejection) {
            watch.answer(0, 500, 3);
            REQUIRE(watch.sweep_at((watch.now + 150s).time_since_epoch()) == Positions{0});
        }
        for (int forgiven = 0; forgiven < 4; ++forgiven) {
            watch.sweep_at((watch.now + 10s).time_since_epoch());
        }
        watch.answer(0, 500, 3);
        CHECK(watch.sweep_at((watch.now + 60s).time_since_epoch()) == Positions{0});
    }

    TEST_CASE("before, the cap did not count the candidate in") {
        OutlierSettings settings = three_in_a_row();
        settings.cap = EjectionCap::without_candidate;
        settings.max_ejection_percent = 67;
        Watch watch{settings, 3};
        for (std::size_t host = 0; host < 3; ++host) {
            CHECK(watch.answer(host, 500, 3).detection == Detection::ejected);
        }
        settings.max_ejection_percent = 10;
        Watch ten{settings, 3};
        CHECK(ten.answer(0, 500, 3).detection == Detection::ejected);
        CHECK(ten.answer(1, 500, 3).detection == Detection::overflow);
    }

    TEST_CASE("the jitter is drawn and added to the time") {
        OutlierSettings settings = three_in_a_row();
        settings.max_ejection_time_jitter = 5s;
        Watch watch{settings};
        watch.drawn.numbers = {5'001 + 1'000};
        watch.answer(0, 500, 3);
        CHECK(watch.sweep_at(61s - 1ns).empty());
        CHECK(watch.sweep_at(61s) == Positions{0});
    }

    TEST_CASE("failures of our own end are a status, or counted apart if they are split") {
        OutlierSettings settings = three_in_a_row();
        settings.consecutive_local_origin = 2;
        Watch together{settings};
        for (int i = 0; i < 2; ++i)
            together.detector.on_local_event(0, LocalEvent::connect_failed, {}, together.draws);
        CHECK(together.answer(0, 500).cause == DetectionCause::consecutive_5xx);
        CHECK(together.detector.ejected(0));

        settings.split_local_origin = true;
        Watch split{settings};
        split.answer(0, 500, 2);
        split.detector.on_local_event(0, LocalEvent::timed_out, {}, split.draws);
        split.detector.on_local_event(0, LocalEvent::connected, {}, split.draws);
        split.detector.on_local_event(0, LocalEvent::timed_out, {}, split.draws);
        CHECK_FALSE(split.detector.ejected(0));
        const auto verdict =
            split.detector.on_local_event(0, LocalEvent::connect_failed, {}, split.draws);
        CHECK(verdict.detection == Detection::ejected);
        CHECK(verdict.cause == DetectionCause::consecutive_local_origin);
    }

    TEST_CASE("a sweep judges the rates of its interval alone") {
        OutlierSettings settings = three_in_a_row();
        settings.consecutive_5xx = 0;
        settings.failure_percentage =
            FailurePercentageSettings{.minimum_hosts = 4, .request_volume = 10, .enforcing = 100};
        Watch watch{settings};
        for (std::size_t host = 0; host < 4; ++host)
            watch.answer(host, 200, 10);
        watch.answer(3, 500, 90);
        CHECK(watch.sweep_at(10s).empty());
        REQUIRE(watch.judged.size() == 1);
        CHECK(watch.judged[0].host == 3);
        CHECK(watch.judged[0].detection == Detection::ejected);
        CHECK(watch.judged[0].cause == DetectionCause::failure_percentage);
        CHECK(watch.detector.ejected(3));
        CHECK(watch.sweep_at(70s) == Positions{3});
        CHECK(watch.judged.empty());
    }

    TEST_CASE("one that both rates eject is ejected once, for its success rate") {
        OutlierSettings settings = three_in_a_row();
        settings.consecutive_5xx = 0;
        settings.success_rate = SuccessRateSettings{.request_volume = 10};
        settings.failure_percentage =
            FailurePercentageSettings{.request_volume = 10, .enforcing = 100};
        Watch watch{settings, 6};
        for (std::size_t host = 0; host < 5; ++host)
            watch.answer(host, 200, 10);
        watch.answer(5, 500, 10);
        watch.sweep_at(10s);
        REQUIRE(watch.judged.size() == 1);
        CHECK(watch.judged[0].cause == DetectionCause::success_rate);
        CHECK(watch.detector.ejected_hosts() == 1);

        settings.failure_percentage->enforcing = 0;
        Watch other{settings, 6};
        for (std::size_t host = 0; host < 5; ++host)
            other.answer(host, 200, 10);
        other.answer(5, 500, 10);
        other.sweep_at(10s);
        REQUIRE(other.judged.size() == 2);
        CHECK(other.judged[1].cause == DetectionCause::failure_percentage);
        CHECK(other.judged[1].detection == Detection::not_enforced);
    }

    TEST_CASE("an active health check that passes brings a host back at once, unless told not to") {
        OutlierSettings settings = three_in_a_row();
        Watch watch{settings};
        CHECK_FALSE(watch.detector.on_health_check_passed(0, Instant{1s}));
        watch.answer(0, 500, 3);
        CHECK(watch.detector.on_health_check_passed(0, Instant{1s}));
        CHECK(watch.detector.ejected_hosts() == 0);
        settings.returned_by_health_check = false;
        Watch strict{settings};
        strict.answer(0, 500, 3);
        CHECK_FALSE(strict.detector.on_health_check_passed(0, Instant{1s}));
    }

    TEST_CASE("settings that contradict themselves have a reason") {
        CHECK_FALSE(mistake_in(three_in_a_row()));
        OutlierSettings settings = three_in_a_row();
        settings.max_ejection_time = settings.base_ejection_time - 1ns;
        CHECK(mistake_in(settings));
        settings = three_in_a_row();
        settings.interval = 0s;
        CHECK(mistake_in(settings));
    }

    TEST_CASE("a host that stays keeps what is known of it, wherever it stands now") {
        Watch watch{three_in_a_row()};
        watch.answer(0, 500, 3);
        watch.answer(3, 500, 2);
        watch.detector.on_hosts({HostId{3}, HostId{9}, HostId{0}});
        CHECK(watch.detector.ejected_hosts() == 1);
        CHECK(watch.detector.ejected(2));
        CHECK_FALSE(watch.detector.ejected(1));
        CHECK(watch.answer(0, 500).detection == Detection::ejected);
    }

    TEST_CASE("a host that leaves is forgotten and no longer counts as ejected") {
        OutlierSettings settings = three_in_a_row();
        settings.max_ejection_percent = 50;
        Watch watch{settings, 2};
        watch.answer(0, 500, 3);
        watch.detector.on_hosts({HostId{1}, HostId{2}});
        CHECK(watch.detector.ejected_hosts() == 0);
        CHECK(watch.answer(0, 500, 3).detection == Detection::ejected);
        watch.detector.on_hosts({HostId{0}, HostId{1}});
        CHECK_FALSE(watch.detector.ejected(0));
        CHECK(watch.detector.ejected(1));
    }
}

}  // namespace outlier_detection_test
