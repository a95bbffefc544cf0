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
    Duration interval{};                           ///< Between sweeps; only a sweep brings hosts back.
    Duration base_ejection_time{};
    Duration max_ejection_time{};     ///< Not less than the base.
    std::uint32_t max_ejection_percent = 0;  ///< Of the cluster's hosts, counted with the candidate.
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
    struct Verdict {
        Detection detection = Detection::none;
        DetectionCause cause = DetectionCause::consecutive_5xx;
    };

    explicit OutlierDetector(const OutlierSettings& settings) : settings_(settings) {}

    const OutlierSettings& settings() const { return settings_; }

    /// The list changed. A host that stays (same id) keeps what is known of it; one that leaves is
    /// forgotten, ejected or not.
    void on_hosts(const std::vector<HostId>& hosts);

    /// An answer with this status, or a local failure mapped to one (connection failure or reset 503,
    /// timeout 504). Draws once for each detection that its percent leaves to chance or not.
    Verdict on_status(std::size_t host, std::uint16_t status, Instant now, Draws& draws);

    /// The interval passed: appends the positions that come back.
    void sweep(Instant now, std::vector<std::size_t>& returned);

    bool ejected(std::size_t host) const { return hosts_[host].ejected; }
    std::uint32_t ejected_hosts() const { return ejected_hosts_; }

private:
    struct Host {
        HostId id;
        std::uint32_t in_a_row_5xx = 0;
        std::uint32_t in_a_row_gateway = 0;
        std::uint32_t backoff = 0;  ///< Multiplies the base ejection time.
        bool ejected = false;
        Instant changed{};  ///< Last ejection while ejected, last return afterwards.
    };

    Verdict detect(Host& host, DetectionCause cause, Instant now, Draws& draws);

    OutlierSettings settings_;
    std::vector<Host> hosts_;
    std::uint32_t ejected_hosts_ = 0;
};

}  // namespace weft::mesh
