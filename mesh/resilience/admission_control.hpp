#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace weft::mesh {

/// Rejects a share of the requests at the client while the upstream fails too many of them.
struct AdmissionSettings {
    double success_threshold = 0.95;  ///< Share of successes below which it rejects; above 0.
    double aggression = 1;            ///< The higher, the more it rejects; below 1 acts as 1.
    double max_rejection = 0.8;       ///< Largest share that is rejected, 0 to 1.
    std::uint32_t min_requests_per_second = 0;  ///< Below this, nothing is rejected.
    Duration window = std::chrono::seconds{30};

    friend bool operator==(const AdmissionSettings&, const AdmissionSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const AdmissionSettings& settings);

/// The share of requests to reject after `requests`, of which `successes` succeeded:
/// ((n - s / threshold) / (n + 1)) ^ (1 / aggression), between 0 and the maximum.
/// Source: the reference proxy's admission control, after "Handling Overload", Site Reliability
/// Engineering, chapter 21.
double rejection_probability(const AdmissionSettings& settings,
                             std::uint64_t requests,
                             std::uint64_t successes);

/// Whether the request with this drawn number is rejected, to four digits of the probability.
bool is_rejected(double probability, std::uint64_t draw);

/// Remembers how requests ended, in slots of a second. Rejected requests are not reported, nor are
/// those of health checks.
///
/// Sans-I/O: the caller says what time it is, which never goes back.
class AdmissionControl {
public:
    explicit AdmissionControl(const AdmissionSettings& settings) : settings_(settings) {}

    /// Whether the request with this drawn number may go on.
    bool admits(Instant now, std::uint64_t draw);

    void report(bool success, Instant now);

private:
    struct Slot {
        Instant begun;
        std::uint64_t requests = 0;
        std::uint64_t successes = 0;
    };

    void forget_before(Instant now);
    bool is_quiet(Instant now) const;

    AdmissionSettings settings_;
    std::deque<Slot> slots_;  ///< Oldest first.
    std::uint64_t requests_ = 0;
    std::uint64_t successes_ = 0;
};

/// Whether an answer counts as a success: a status below 500, or, of gRPC, none of the statuses
/// that speak of a server in trouble.
bool is_success_of_http(std::uint16_t status);
bool is_success_of_grpc(std::uint8_t grpc_status);

}  // namespace weft::mesh
