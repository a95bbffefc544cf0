#include "mesh/balance/reported_weights.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string_view>

namespace weft::mesh {
namespace {

constexpr std::string_view named_prefix = "named_metrics.";

double largest_named(const LoadReport& report, std::string_view name) {
    double largest = 0;
    for (const NamedMetric& metric : report.named) {
        if (name == "*" || metric.name == name) largest = std::max(largest, metric.value);
    }
    return largest;
}

double measured(const LoadReport& report, std::string_view measure) {
    if (measure == "application_utilization") return report.utilization;
    if (measure == "cpu_utilization") return report.cpu_utilization;
    if (!measure.starts_with(named_prefix)) return 0;
    return largest_named(report, measure.substr(named_prefix.size()));
}

}  // namespace

double reported_utilization(const LoadReport& report, std::span<const std::string> measures) {
    double largest = 0;
    for (const std::string& measure : measures) {
        largest = std::max(largest, measured(report, measure));
    }
    if (largest > 0) return largest;
    return report.utilization > 0 ? report.utilization : report.cpu_utilization;
}

std::optional<std::uint32_t> weight_of_report(const LoadReport& report,
                                              std::span<const std::string> measures,
                                              double penalty) {
    const double rate = report.requests_per_second;
    if (!(rate > 0)) return std::nullopt;
    const double busy =
        reported_utilization(report, measures) + penalty * report.errors_per_second / rate;
    if (!(busy > 0)) return std::nullopt;
    constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
    const double weight = rate / busy;
    return weight < most ? static_cast<std::uint32_t>(weight) : most;
}

std::uint32_t default_weight(std::vector<std::uint32_t> valid_weights) {
    if (valid_weights.empty()) return 1;
    std::sort(valid_weights.begin(), valid_weights.end());
    const std::size_t middle = valid_weights.size() / 2;
    const std::uint64_t upper = valid_weights[middle];
    if (valid_weights.size() % 2 == 1) return static_cast<std::uint32_t>(upper);
    return static_cast<std::uint32_t>((valid_weights[middle - 1] + upper) / 2);
}

void ReportedWeight::on_report(std::uint32_t weight, Instant now) {
    weight_ = weight;
    last_ = now;
    if (!first_) first_ = now;
}

std::optional<std::uint32_t> ReportedWeight::valid_at(Instant now, const WeightAges& ages) {
    if (!first_ || now - *first_ < ages.blackout) return std::nullopt;
    if (now - last_ <= ages.expiration) return weight_;
    first_.reset();
    return std::nullopt;
}

}  // namespace weft::mesh
