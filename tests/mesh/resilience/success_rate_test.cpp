#include "mesh/resilience/success_rate.hpp"

#include <doctest/doctest.h>

namespace success_rate_test {

using namespace weft::mesh;

namespace {

using Hosts = std::vector<std::size_t>;

/// Hosts with a hundred requests each and these failures.
std::vector<HostRate> failing(std::vector<std::uint32_t> failures) {
    std::vector<HostRate> rates;
    for (std::size_t host = 0; host < failures.size(); ++host) {
        rates.push_back({host, 100, failures[host]});
    }
    return rates;
}

}  // namespace

TEST_SUITE("success rate") {
    TEST_CASE("the threshold is the mean less a multiple of the standard deviation") {
        const auto threshold = success_rate_threshold({}, failing({50, 0, 0, 0, 0}));
        CHECK(threshold.value() == doctest::Approx(90 - 1.9 * 20));
        CHECK(success_rate_outliers({}, failing({50, 0, 0, 0, 0})) == Hosts{0});
    }

    TEST_CASE("a host at the threshold is none of the outliers") {
        CHECK(success_rate_outliers({.stdev_factor = 0}, failing({7, 7, 7, 7, 7})).empty());
        CHECK(success_rate_outliers({.stdev_factor = 2000}, failing({50, 0, 0, 0, 0})).empty());
    }

    TEST_CASE("nobody is judged among too few hosts with enough requests") {
        std::vector<HostRate> rates = failing({50, 0, 0, 0, 0});
        rates[4].requests = 99;
        CHECK_FALSE(success_rate_threshold({}, rates));
        CHECK_FALSE(success_rate_threshold({.minimum_hosts = 0}, {}));
        rates[4].requests = 100;
        CHECK(success_rate_threshold({}, rates));
    }

    TEST_CASE("a failure percentage that is reached is enough") {
        CHECK(failure_percentage_outliers({}, failing({84, 85, 86, 0, 0})) == Hosts{1, 2});
        CHECK(failure_percentage_outliers({}, failing({85, 85, 85, 85})).empty());
        CHECK(failure_percentage_outliers({.minimum_hosts = 4}, failing({85, 0, 0, 0})) ==
              Hosts{0});
    }

    TEST_CASE("a host without a request has no rate, whatever the volume") {
        CHECK(failure_percentage_outliers({.minimum_hosts = 1, .request_volume = 0, .threshold = 0},
                                          {{0, 0, 0}})
                  .empty());
    }
}

}  // namespace success_rate_test
