#include "sim/service/distribution.hpp"

#include "mesh/base/math.hpp"
#include "sim/service/normal_quantile.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>

namespace weft::sim {
namespace {

namespace math = mesh::math;
using mesh::Duration;
using Law = Distribution::Law;

double count_of(Duration duration) {
    return static_cast<double>(duration.count());
}

/// To the nearest nanosecond, since cutting off would shorten the mean.
Duration rounded(double nanoseconds) {
    constexpr double longest = 9e18;  // About what a Duration holds: 285 years.
    return Duration{static_cast<std::int64_t>(std::min(nanoseconds, longest) + 0.5)};
}

/// (e^x - 1) / x, also near 0.
double mean_of_exp(double x) {
    if (std::abs(x) < 0.01) return 1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5)));
    return (math::exp(x) - 1) / x;
}

/// Of a bounded Pareto law whose longest value is 1 and whose shortest is e^-span.
double bounded_pareto_mean(double alpha, double span) {
    return math::exp(-span) * mean_of_exp((1 - alpha) * span) / mean_of_exp(-alpha * span);
}

/// The largest span that is tried: e^600 is still far from a double's limits.
constexpr double widest_span = 600;

/// The span that gives the mean: bisection, as the mean falls when the span grows.
double span_of_mean(double alpha, double mean) {
    double low = 0;
    double high = widest_span;
    for (int step = 0; step < 100; ++step) {
        const double middle = (low + high) / 2;
        (bounded_pareto_mean(alpha, middle) > mean ? low : high) = middle;
    }
    return (low + high) / 2;
}

bool is_feasible_pareto(const Distribution& distribution) {
    if (!(distribution.alpha > 0) || distribution.longest <= distribution.mean) return false;
    return bounded_pareto_mean(distribution.alpha, widest_span) <
           count_of(distribution.mean) / count_of(distribution.longest);
}

bool is_feasible_empirical(const Distribution& distribution) {
    const auto is_below_zero = [](auto value) { return value < decltype(value){}; };
    return distribution.values.size() == distribution.weights.size() &&
           std::none_of(distribution.values.begin(), distribution.values.end(), is_below_zero) &&
           std::none_of(distribution.weights.begin(), distribution.weights.end(), is_below_zero) &&
           std::accumulate(distribution.weights.begin(), distribution.weights.end(), 0.0) > 0;
}

}  // namespace

bool feasible(const Distribution& distribution) {
    constexpr Duration zero{};
    switch (distribution.law) {
        case Law::constant:
            return distribution.mean >= zero;
        case Law::exponential:
            return distribution.mean > zero;
        case Law::lognormal:
            return distribution.mean > zero && distribution.scv >= 0;
        case Law::bounded_pareto:
            return distribution.mean > zero && is_feasible_pareto(distribution);
        case Law::bimodal:
            return distribution.mean > zero && distribution.longest > zero &&
                   distribution.long_share >= 0 && distribution.long_share <= 1;
        case Law::empirical:
            return is_feasible_empirical(distribution);
    }
    return false;
}

Sampler::Sampler(const Distribution& distribution)
    : law_(distribution.law), mean_(distribution.mean), a_(count_of(distribution.mean)) {
    assert(feasible(distribution));
    switch (law_) {
        case Law::constant:
        case Law::exponential:
            break;
        case Law::lognormal: {
            const double variance = math::log(1 + distribution.scv);  // Of the logarithm.
            a_ *= math::exp(-variance / 2);
            b_ = std::sqrt(variance);
            normal_ = &NormalTable::shared();
            break;
        }
        case Law::bounded_pareto:
            prepare_bounded_pareto(distribution);
            break;
        case Law::bimodal:
            b_ = count_of(distribution.longest);
            c_ = distribution.long_share;
            break;
        case Law::empirical:
            prepare_empirical(distribution);
            break;
    }
}

void Sampler::prepare_bounded_pareto(const Distribution& distribution) {
    const double alpha = distribution.alpha;
    const double longest = count_of(distribution.longest);
    const double span = span_of_mean(alpha, a_ / longest);
    a_ = longest * math::exp(-span);
    b_ = -1 / alpha;
    c_ = alpha * span * mean_of_exp(-alpha * span);  // The unbounded law's share up to the longest.
}

void Sampler::prepare_empirical(const Distribution& distribution) {
    std::vector<std::pair<Duration, double>> by_value;
    for (std::size_t i = 0; i < distribution.values.size(); ++i) {
        by_value.emplace_back(distribution.values[i], distribution.weights[i]);
    }
    std::sort(by_value.begin(), by_value.end());
    double sum = 0;
    for (const auto& [value, weight] : by_value) {
        if (weight == 0) continue;
        sum += weight;
        cumulative_.push_back(sum);
        values_.push_back(value);
    }
    for (double& share : cumulative_)
        share /= sum;
}

mesh::Duration Sampler::operator()(mesh::Draws& draws) const {
    const double share = draws.unit();
    if (law_ == Law::exponential) return rounded(-a_ * math::log(1 - share));  // As nearly all.
    if (law_ != Law::bimodal) return quantile(share);

    // The share that picks the mode is spread over it, which is the same law as the inverse of the
    // mixture and needs no search.
    const double short_share = 1 - c_;
    if (share < short_share) return rounded(-a_ * math::log((short_share - share) / short_share));
    return rounded(-b_ * math::log((1 - share) / c_));
}

mesh::Duration Sampler::quantile(double share) const {
    assert(share >= 0 && share < 1);
    switch (law_) {
        case Law::constant:
            return mean_;
        case Law::exponential:
            return rounded(-a_ * math::log(1 - share));
        case Law::lognormal:
            return rounded(a_ * math::exp(b_ * normal_->quantile(share)));
        case Law::bounded_pareto:
            return rounded(a_ * math::exp(b_ * math::log(1 - share * c_)));
        case Law::bimodal:
            return rounded(bimodal_quantile(share));
        case Law::empirical: {
            const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), share);
            return values_[static_cast<std::size_t>(found - cumulative_.begin())];
        }
    }
    return mean_;
}

/// By bisection between the two modes' quantiles.
double Sampler::bimodal_quantile(double share) const {
    const double of_short = -a_ * math::log(1 - share);
    const double of_long = -b_ * math::log(1 - share);
    double low = std::min(of_short, of_long);
    double high = std::max(of_short, of_long);
    for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2;
        const double above = (1 - c_) * math::exp(-middle / a_) + c_ * math::exp(-middle / b_);
        (above > 1 - share ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace weft::sim
