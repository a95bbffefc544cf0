#pragma once

#include "mesh/balance/load_balancer.hpp"
#include "mesh/base/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::sim {

/// How a server makes the numbers that it reports of itself.
struct ServerLoadSettings {
    mesh::Duration window = std::chrono::seconds{1};  ///< Of shares, rates and averages; above 0.
    std::uint32_t latencies = 64;                     ///< Remembered, the latest; above 0.

    friend bool operator==(const ServerLoadSettings&, const ServerLoadSettings&) = default;
};

/// A sum in which what came a window ago counts for 1/e of what comes now.
class FadingSum {
public:
    FadingSum(mesh::Duration window, mesh::Instant now) : window_(window), updated_(now) {}

    void add(double amount, mesh::Instant now);
    double at(mesh::Instant now) const;

private:
    double value_ = 0;
    mesh::Duration window_;
    mesh::Instant updated_;
};

/// What one server knows of its own load. A worker stands for a processor: the busy share of the
/// workers is reported as both utilizations.
///
/// The latency is estimated as Prequal's servers do it: the median of those among the latest
/// answers whose requests found as many in flight as there are now, or, if there is none, the
/// number nearest to it. Source: Wydrowski et al., "Load is not what you should balance:
/// Introducing Prequal", NSDI 2024, section 4.
class ServerLoad {
public:
    /// Begins to count now, with so many requests at the server and so many workers busy.
    /// Requires workers > 0.
    ServerLoad(const ServerLoadSettings& settings,
               std::uint32_t workers,
               std::uint32_t in_flight,
               std::uint32_t busy,
               mesh::Instant now);

    /// A request arrived; returns how many others it found in flight.
    std::uint32_t arrive() { return in_flight_++; }

    /// One leaves without an answer. Requires that one is here; so do the next two.
    void drop();

    /// One leaves with an answer.
    void answer(bool failed, mesh::Instant now);

    /// The answer that leaves has been worked for: its request had found so many, and this is how
    /// long it was here and, of that, in service.
    void learn(std::uint32_t found,
               mesh::Duration latency,
               mesh::Duration service,
               mesh::Instant now);

    /// So many workers are busy from now on.
    void set_busy(std::uint32_t busy, mesh::Instant now);

    /// Everything here is lost.
    void lose_all(mesh::Instant now);

    /// Of late, without the wait; 0 is unknown.
    mesh::Duration service_time() const;

    mesh::LoadReport report(mesh::Instant now);

private:
    struct Seen {
        std::uint32_t found;
        mesh::Duration latency;
    };

    double utilization(mesh::Instant now) const;
    mesh::Duration latency_now();
    double full_weight(mesh::Instant now) const;

    ServerLoadSettings settings_;
    std::uint32_t workers_;
    std::uint32_t in_flight_;
    std::uint32_t busy_;
    mesh::Instant began_;
    mesh::Instant busy_since_;
    double busy_average_ = 0;  ///< Up to `busy_since_`, over the time since `began_` alone.
    FadingSum answers_;
    FadingSum errors_;
    FadingSum served_;
    FadingSum service_;  ///< Nanoseconds.
    mesh::Instant learned_;
    std::vector<Seen> latest_;  ///< Around the end.
    std::size_t oldest_ = 0;
    std::vector<mesh::Duration> nearest_;
};

}  // namespace weft::sim
