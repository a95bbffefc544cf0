#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::mesh {

/// When a host that answers badly is taken out, and for how long. The numbers are a profile's.
struct OutlierSettings {
    std::uint32_t consecutive_5xx = 0;             ///< In a row; 0 switches this detector off.
    std::uint32_t consecutive_gateway_errors = 0;  ///< 502, 503, 504 in a row; 0 switches it off.
    std::uint32_t enforcing_5xx = 100;             ///< Percent of detections that eject.
    std::uint32_t enforcing_gateway_errors = 100;  ///< Percent.
    Duration interval{};  ///< Between sweeps; only a sweep brings hosts back.
    Duration base_ejection_time{};
    Duration max_ejection_time{};  ///< Not less than the base.
    std::uint32_t max_ejection_percent =
        0;  ///< Of the cluster's hosts, counted with the candidate.
    bool always_eject_one_host = false;

    friend bool operator==(const OutlierSettings&, const OutlierSettings&) = default;
};

/// What became of a detection.
enum class Detection : std::uint8_t { none, ejected, overflow, not_enforced };
enum class DetectionCause : std::uint8_t { consecutive_5xx, consecutive_gateway_errors };

/// Watches the answers of one cluster's hosts for one proxy; hosts are named by position.
///
/// Source: the reference proxy's outlier detector.
class OutlierDetector {
public:
    /// What one answer led to. A gateway error may be the last of both rows; the gateway detector
    /// judges first, and if it does not eject, its word stays in `gateway_before`.
    struct Verdict {
        Detection detection = Detection::none;
        DetectionCause cause = DetectionCause::consecutive_5xx;
        Detection gateway_before = Detection::none;
    };

    explicit OutlierDetector(const OutlierSettings& settings) : settings_(settings) {}

    const OutlierSettings& settings() const { return settings_; }

    /// The list changed. A host that stays (same id) keeps what is known of it; one that leaves is
    /// forgotten, ejected or not.
    void on_hosts(const std::vector<HostId>& hosts);

    /// An answer with this status, or a local failure mapped to one (connection failure or reset
    /// 503, timeout 504). Draws once for each detection whose percent is neither 0 nor 100.
    Verdict on_status(std::size_t host, std::uint16_t status, Instant now, Draws& draws) {
        if (status >= 500) return on_failure(hosts_[host], status, now, draws);
        on_success(host);
        return {};
    }

    /// An answer below 500.
    void on_success(std::size_t host) {
        Host& seen = hosts_[host];
        if ((seen.in_a_row_5xx | seen.in_a_row_gateway) != 0) end_rows(seen);
    }

    /// The interval passed: appends the positions that come back. A host that behaved since its
    /// return is forgiven one of its earlier ejections.
    void sweep(Instant now, std::vector<std::size_t>& returned);

    bool ejected(std::size_t host) const { return hosts_[host].ejected; }
    std::uint32_t ejected_hosts() const { return ejected_hosts_; }

private:
    struct Host {
        HostId id;
        std::uint32_t in_a_row_5xx = 0;
        std::uint32_t in_a_row_gateway = 0;
        std::uint32_t backoff = 0;  ///< Multiplies the base ejection time; above 0 while ejected.
        bool ejected = false;
        Instant changed{};  ///< Last ejection while ejected, last return afterwards.
    };

    static void end_rows(Host& host) { host.in_a_row_5xx = host.in_a_row_gateway = 0; }

    Verdict on_failure(Host& host, std::uint16_t status, Instant now, Draws& draws);
    Detection detect(Host& host, std::uint32_t enforcing_percent, Instant now, Draws& draws);
    bool may_eject_another() const;
    void eject(Host& host, Instant now);
    bool is_due_back(const Host& host, Instant now) const;
    void count_hosts();

    OutlierSettings settings_;
    std::vector<Host> hosts_;
    std::uint32_t ejected_hosts_ = 0;
    std::uint32_t backed_off_hosts_ = 0;  ///< Ejected, or not yet forgiven: a sweep has work to do.
};

}  // namespace weft::mesh
