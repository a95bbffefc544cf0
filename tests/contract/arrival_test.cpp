// What every arrival process must keep, asked of all there are.
#include "sim/workload/arrival.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace arrival_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Draws;
using mesh::Instant;
using sim::ArrivalKind;

namespace {

/// The intended times of the first requests. Each has numbers of its own, as in a run.
std::vector<Instant> times(const ArrivalKind& kind, double rate, std::uint64_t seed, int count) {
    const mesh::TextSettings::Values none;
    mesh::TextSettings settings{none};
    const auto process = kind.make(rate, settings);
    std::vector<Instant> found;
    Instant now{};
    for (int number = 0; number < count; ++number) {
        Draws draws{mesh::root_seed(seed, 0, static_cast<std::uint64_t>(number))};
        const mesh::Duration gap = process->gap(now, draws);
        REQUIRE(gap >= 0ns);
        now += gap;
        found.push_back(now);
    }
    return found;
}

}  // namespace

TEST_SUITE("contract of arrival processes") {
    TEST_CASE("every kind says what it is and is found by its name") {
        const auto registry = sim::built_in_arrivals();
        CHECK(registry.kinds().size() >= 2);
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            CHECK(kind.name == name);
            CHECK_FALSE(kind.summary.empty());
            CHECK(registry.find(name) == &kind);
        }
        CHECK(registry.find("no_such_process") == nullptr);
    }

    TEST_CASE("a name is given once") {
        auto registry = sim::built_in_arrivals();
        CHECK_THROWS_AS(registry.add(*registry.find("poisson")), std::invalid_argument);
    }

    TEST_CASE("gaps are not negative, the seed decides, and the rate is kept") {
        const auto registry = sim::built_in_arrivals();
        for (const auto& [name, kind] : registry.kinds()) {
            for (const double rate : {0.001, 7.0, 300.0, 3e9}) {
                CAPTURE(name);
                CAPTURE(rate);
                constexpr int count = 20'000;
                const auto found = times(kind, rate, 1, count);
                CHECK(found == times(kind, rate, 1, count));
                const double expected = 1e9 * count / rate;
                const auto last = static_cast<double>(found.back().time_since_epoch().count());
                CHECK(std::abs(last / expected - 1) < 5 / std::sqrt(count));
            }
        }
    }

    TEST_CASE("a constant rate does not drift, whatever the rate") {
        const auto registry = sim::built_in_arrivals();
        for (const double rate : {3.0, 7.0, 300.0, 1e9 / 3, 7e9}) {
            CAPTURE(rate);
            const auto found = times(*registry.find("constant"), rate, 1, 300'000);
            for (std::size_t i = 0; i < found.size(); i += 997) {
                const double exact = 1e9 / rate * static_cast<double>(i + 1);
                const auto time = static_cast<double>(found[i].time_since_epoch().count());
                CHECK(std::abs(time - exact) <= 1 + exact * 1e-15);
            }
        }
    }

    TEST_CASE("Poisson counts have the variance of their mean") {
        const auto registry = sim::built_in_arrivals();
        const auto found = times(*registry.find("poisson"), 100, 5, 100'000);
        constexpr int windows = 900;  // Of a second each.
        std::vector<double> counts(windows);
        for (const Instant at : found) {
            const auto window = static_cast<std::size_t>(at.time_since_epoch() / 1s);
            if (window < windows) ++counts[window];
        }
        double mean = 0;
        for (const double count : counts)
            mean += count / windows;
        double variance = 0;
        for (const double count : counts)
            variance += (count - mean) * (count - mean) / windows;
        CHECK(std::abs(mean - 100) < 4 * 10 / std::sqrt(windows));
        CHECK(std::abs(variance / mean - 1) < 4 * std::sqrt(2.0 / windows));
    }
}

}  // namespace arrival_test
