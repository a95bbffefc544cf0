#include "mesh/resilience/success_rate.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace weft::mesh {
namespace {

std::vector<HostRate> with_volume(const std::vector<HostRate>& rates, std::uint32_t volume) {
    std::vector<HostRate> enough;
    for (const HostRate& rate : rates) {
        if (rate.requests > 0 && rate.requests >= volume) enough.push_back(rate);
    }
    return enough;
}

}  // namespace

double HostRate::success_percent() const {
    assert(requests > 0);
    return (requests - failures) * 100.0 / requests;
}

std::optional<double> success_rate_threshold(const SuccessRateSettings& settings,
                                             const std::vector<HostRate>& rates) {
    const std::vector<HostRate> judged = with_volume(rates, settings.request_volume);
    if (judged.empty() || judged.size() < settings.minimum_hosts) return std::nullopt;

    const auto hosts = static_cast<double>(judged.size());
    double sum = 0;
    for (const HostRate& rate : judged)
        sum += rate.success_percent();
    const double mean = sum / hosts;
    double squares = 0;
    for (const HostRate& rate : judged) {
        const double off = rate.success_percent() - mean;
        squares += off * off;
    }
    return mean - settings.stdev_factor / 1000.0 * std::sqrt(squares / hosts);
}

std::vector<std::size_t> success_rate_outliers(const SuccessRateSettings& settings,
                                               const std::vector<HostRate>& rates) {
    std::vector<std::size_t> outliers;
    const auto threshold = success_rate_threshold(settings, rates);
    if (!threshold) return outliers;
    for (const HostRate& rate : with_volume(rates, settings.request_volume)) {
        if (rate.success_percent() < *threshold) outliers.push_back(rate.host);
    }
    return outliers;
}

std::vector<std::size_t> failure_percentage_outliers(const FailurePercentageSettings& settings,
                                                     const std::vector<HostRate>& rates) {
    std::vector<std::size_t> outliers;
    const std::vector<HostRate> judged = with_volume(rates, settings.request_volume);
    if (judged.size() < settings.minimum_hosts) return outliers;
    for (const HostRate& rate : judged) {
        if (100.0 - rate.success_percent() >= settings.threshold) outliers.push_back(rate.host);
    }
    return outliers;
}

}  // namespace weft::mesh
