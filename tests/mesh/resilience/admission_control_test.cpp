#include "mesh/resilience/admission_control.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace admission_control_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

void report(AdmissionControl& control, Instant now, int successes, int failures) {
    for (int i = 0; i < successes; ++i)
        control.report(true, now);
    for (int i = 0; i < failures; ++i)
        control.report(false, now);
}

}  // namespace

TEST_SUITE("admission control") {
    TEST_CASE("nothing is rejected while enough succeed") {
        const AdmissionSettings settings{.success_threshold = 0.95};
        CHECK(rejection_probability(settings, 100, 100) == 0);
        CHECK(rejection_probability(settings, 100, 95) == 0);
        CHECK(rejection_probability(settings, 100, 94) > 0);
        CHECK(rejection_probability(settings, 0, 0) == 0);
    }

    TEST_CASE("aggression raises the share, but one below 1 does not lower it") {
        AdmissionSettings settings{.success_threshold = 1, .max_rejection = 1};
        const double plain = rejection_probability(settings, 99, 74);
        CHECK(plain == doctest::Approx(0.25));
        settings.aggression = 2;
        CHECK(rejection_probability(settings, 99, 74) == doctest::Approx(0.5));
        settings.aggression = 0.5;
        CHECK(rejection_probability(settings, 99, 74) == plain);
    }

    TEST_CASE("a part of the traffic is always let through") {
        const AdmissionSettings settings{.success_threshold = 1, .max_rejection = 0.8};
        CHECK(rejection_probability(settings, 1'000'000, 0) == 0.8);
        CHECK(is_rejected(0.8, 7'999));
        CHECK_FALSE(is_rejected(0.8, 8'000));
        CHECK(is_rejected(0.8, 17'999));
        CHECK_FALSE(is_rejected(0, 0));
    }

    TEST_CASE("what is older than the window is forgotten") {
        AdmissionControl control{{.success_threshold = 1, .max_rejection = 1, .window = 2s}};
        report(control, Instant{}, 0, 9);
        CHECK_FALSE(control.admits(Instant{2s - 1ns}, 8'999));
        CHECK(control.admits(Instant{2s - 1ns}, 9'000));
        CHECK(control.admits(Instant{2s}, 0));
    }

    TEST_CASE("too little traffic is never judged") {
        AdmissionControl control{
            {.success_threshold = 1, .min_requests_per_second = 5, .window = 2s}};
        report(control, Instant{}, 0, 9);
        CHECK(control.admits(Instant{1s}, 0));
        report(control, Instant{1s}, 0, 1);
        CHECK_FALSE(control.admits(Instant{1s}, 0));
    }

    TEST_CASE("a 4xx is a success, and so is a gRPC status that does not blame the server") {
        CHECK(is_success_of_http(499));
        CHECK_FALSE(is_success_of_http(500));
        CHECK(is_success_of_grpc(0));
        CHECK(is_success_of_grpc(5));
        CHECK_FALSE(is_success_of_grpc(14));
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK_FALSE(mistake_in(AdmissionSettings{}));
        CHECK(mistake_in(AdmissionSettings{.success_threshold = 0}));
        CHECK(mistake_in(AdmissionSettings{.max_rejection = 1.1}));
        CHECK(mistake_in(AdmissionSettings{.window = 1s - 1ns}));
    }
}

}  // namespace admission_control_test
