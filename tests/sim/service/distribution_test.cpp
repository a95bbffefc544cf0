#include "sim/service/distribution.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace distribution_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Draws;
using mesh::Duration;
using sim::Distribution;
using sim::Sampler;
using Law = Distribution::Law;

namespace {

struct Case {
    std::string name;
    Distribution law;
    double mean;  ///< ns
    double scv;
};

Distribution pareto(Duration mean, double alpha, Duration longest) {
    return {.law = Law::bounded_pareto, .mean = mean, .alpha = alpha, .longest = longest};
}

const Distribution two_modes{
    .law = Law::bimodal, .mean = 2ms, .longest = 100ms, .long_share = 0.05};
const Distribution three_values{
    .law = Law::empirical, .values = {30ms, 10ms, 20ms, 99ms}, .weights = {1, 5, 2, 0}};

const std::vector<Case> cases{
    {"constant", Distribution::constant(10ms), 1e7, 0},
    {"exponential", Distribution::exponential(10ms), 1e7, 1},
    {"exponential, hours", Distribution::exponential(3h), 1.08e13, 1},
    {"lognormal", {.law = Law::lognormal, .mean = 10ms, .scv = 4}, 1e7, 4},
    {"lognormal, narrow", {.law = Law::lognormal, .mean = 10ms, .scv = 0.01}, 1e7, 0.01},
    {"bimodal", two_modes, 6.9e6, (2 * (0.95 * 4 + 0.05 * 1e4) - 47.61) / 47.61},
    {"empirical", three_values, 1.5e7, (0.625 * 25 + 0.25 * 25 + 0.125 * 225) / 225},
};

struct Moments {
    double mean = 0;
    double square = 0;
};

/// The integral of the quantile over all shares, each halving of either tail in steps of its own.
Moments moments(const Sampler& sampler) {
    constexpr int steps = 2000;
    Moments sum;
    const auto add = [&](double share, double weight) {
        const auto value = static_cast<double>(sampler.quantile(share).count());
        sum.mean += weight * value;
        sum.square += weight * value * value;
    };
    for (double top = 0.5; top > 0x1p-45; top /= 2) {
        const double width = top / 2 / steps;
        for (int i = 0; i < steps; ++i) {
            const double tail = top / 2 + (i + 0.5) * width;
            add(tail, width);
            add(1 - tail, width);
        }
    }
    return sum;
}

/// Whether the draws have the shares that the quantiles promise, within four standard errors.
void check_draws(const Sampler& sampler) {
    constexpr int count = 40'000;
    Draws draws{11};
    std::vector<Duration> drawn;
    for (int i = 0; i < count; ++i)
        drawn.push_back(sampler(draws));
    for (const double share : {0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.94, 0.96, 0.99}) {
        CAPTURE(share);
        const Duration limit = sampler.quantile(share);
        const auto is_below = [&](Duration value) { return value < limit; };
        const auto is_at_most = [&](Duration value) { return value <= limit; };
        const double allowed = 4 * std::sqrt(share * (1 - share) / count);
        const auto part = [](auto number) { return static_cast<double>(number) / count; };
        CHECK(part(std::count_if(drawn.begin(), drawn.end(), is_below)) < share + allowed);
        CHECK(part(std::count_if(drawn.begin(), drawn.end(), is_at_most)) > share - allowed);
    }
}

}  // namespace

TEST_SUITE("distribution") {
    TEST_CASE("every law has its mean and its variance") {
        for (const Case& c : cases) {
            CAPTURE(c.name);
            const Sampler sampler{c.law};
            const Moments found = moments(sampler);
            // Of a law with steps, the sum itself is only exact to its own steps.
            const double allowed = c.law.law == Law::empirical ? 1e-3 : 1e-6;
            CHECK(std::abs(found.mean / c.mean - 1) < allowed);
            CHECK(std::abs(found.square / (c.mean * c.mean) / (1 + c.scv) - 1) < 1e-4 + allowed);
        }
    }

    TEST_CASE("a bounded Pareto law has its mean and ends, whatever its shape") {
        for (const double alpha : {0.3, 0.9, 0.999'999, 1.0, 1.5, 2.5, 50.0}) {
            CAPTURE(alpha);
            const Sampler sampler{pareto(10ms, alpha, 10s)};
            CHECK(std::abs(moments(sampler).mean / 1e7 - 1) < 1e-6);
            CHECK(sampler.quantile(0) > 0ns);
            CHECK(sampler.quantile(0) < 10ms);
            CHECK(sampler.quantile(1 - 0x1p-53) <= 10s);
            if (alpha < 2) CHECK(sampler.quantile(1 - 1e-12) > 9s);
        }
    }

    TEST_CASE("quantiles are those of the textbook") {
        const Sampler exponential{Distribution::exponential(10ms)};
        CHECK(exponential.quantile(0) == 0ns);
        CHECK(exponential.quantile(0.5) == 6'931'472ns);
        CHECK(exponential.quantile(0.99) == 46'051'702ns);

        const Sampler lognormal{{.law = Law::lognormal, .mean = 10ms, .scv = 4}};
        CHECK(lognormal.quantile(0.5) == 4'472'136ns);
        CHECK(std::abs(lognormal.quantile(0.99).count() - 85'554'651) < 3);

        // A tail of 1 / x^1.5 from 1 ms: 4 ms is passed by an eighth of all.
        const Sampler wide{pareto(3ms, 1.5, 10'000h)};
        CHECK(std::abs(wide.quantile(0.875).count() - 4'000'000) < 2'000);

        const Sampler empirical{three_values};
        CHECK(empirical.quantile(0) == 10ms);
        CHECK(empirical.quantile(0.624) == 10ms);
        CHECK(empirical.quantile(0.625) == 20ms);
        CHECK(empirical.quantile(0.875) == 30ms);
        CHECK(empirical.quantile(1 - 0x1p-53) == 30ms);
    }

    TEST_CASE("draws follow the quantiles") {
        for (const Case& c : cases) {
            CAPTURE(c.name);
            check_draws(Sampler{c.law});
        }
        check_draws(Sampler{pareto(10ms, 1.1, 10s)});
    }

    TEST_CASE("every law takes one number a draw and never gives a negative time") {
        for (const Case& c : cases) {
            CAPTURE(c.name);
            const Sampler sampler{c.law};
            mesh::DrawList list{.numbers = {0, ~std::uint64_t{0}, std::uint64_t{1} << 63}};
            Draws draws{list};
            for (std::size_t used = 1; used <= 3; ++used) {
                CHECK(sampler(draws) >= 0ns);
                CHECK(list.used == used);
            }
        }
    }

    TEST_CASE("a mean of one nanosecond survives the rounding") {
        const Sampler sampler{Distribution::exponential(1ns)};
        // Rounded to whole nanoseconds: the sum of e^-(k - 1/2) over k.
        CHECK(moments(sampler).mean == doctest::Approx(0.959517).epsilon(1e-3));
    }

    TEST_CASE("what cannot be drawn from is not feasible") {
        for (const Case& c : cases)
            CHECK(sim::feasible(c.law));
        CHECK(sim::feasible(pareto(10ms, 1, 10ms + 1ns)));
        CHECK_FALSE(sim::feasible(pareto(10ms, 1, 10ms)));
        CHECK_FALSE(sim::feasible(pareto(10ms, 0, 1s)));
        CHECK_FALSE(sim::feasible(pareto(1us, 0.001, 1h)));  // Too flat for so small a mean.
        CHECK_FALSE(sim::feasible(Distribution::constant(-1ns)));
        CHECK(sim::feasible(Distribution::constant(0ns)));
        CHECK_FALSE(sim::feasible(Distribution::exponential(0ns)));
        CHECK_FALSE(sim::feasible({.law = Law::lognormal, .mean = 1ms, .scv = -0.1}));
        CHECK_FALSE(
            sim::feasible({.law = Law::bimodal, .mean = 1ms, .longest = 2ms, .long_share = 1.1}));
        CHECK_FALSE(sim::feasible({.law = Law::empirical, .values = {1ms}, .weights = {0}}));
        CHECK_FALSE(sim::feasible({.law = Law::empirical, .values = {1ms}, .weights = {1, 2}}));
        CHECK_FALSE(sim::feasible({.law = Law::empirical}));
    }
}

}  // namespace distribution_test
