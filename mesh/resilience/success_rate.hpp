#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh {

/// Ejects hosts that succeed far less often than the others.
struct SuccessRateSettings {
    std::uint32_t minimum_hosts = 5;     ///< With enough requests, or nobody is judged.
    std::uint32_t request_volume = 100;  ///< In an interval, for a host to be judged.
    std::uint32_t stdev_factor = 1900;   ///< Thousandths of a standard deviation below the mean.
    std::uint32_t enforcing = 100;       ///< Percent of detections that eject.
    std::uint32_t enforcing_local_origin = 100;  ///< The same, of failures of our own end.

    friend bool operator==(const SuccessRateSettings&, const SuccessRateSettings&) = default;
};

/// Ejects hosts that fail more than a fixed share.
struct FailurePercentageSettings {
    std::uint32_t minimum_hosts = 5;
    std::uint32_t request_volume = 50;
    std::uint32_t threshold = 85;              ///< Percent; reaching it is enough.
    std::uint32_t enforcing = 0;               ///< Percent of detections that eject.
    std::uint32_t enforcing_local_origin = 0;  ///< The same, of failures of our own end.

    friend bool operator==(const FailurePercentageSettings&,
                           const FailurePercentageSettings&) = default;
};

/// How a host's requests of one interval ended.
struct HostRate {
    std::size_t host = 0;
    std::uint32_t requests = 0;
    std::uint32_t failures = 0;

    double success_percent() const;  ///< Requires a request.
};

/// The success rate in percent below which a host is an outlier: mean less a multiple of the
/// population's standard deviation, over the hosts with enough requests. Nothing if they are too
/// few.
/// Source: the reference proxy's outlier detector.
std::optional<double> success_rate_threshold(const SuccessRateSettings& settings,
                                             const std::vector<HostRate>& rates);

/// The hosts that one or the other detector would eject, in the order of the list.
std::vector<std::size_t> success_rate_outliers(const SuccessRateSettings& settings,
                                               const std::vector<HostRate>& rates);
std::vector<std::size_t> failure_percentage_outliers(const FailurePercentageSettings& settings,
                                                     const std::vector<HostRate>& rates);

}  // namespace weft::mesh
