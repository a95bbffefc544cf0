#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/resilience/success_rate.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weft::mesh {

/// How the percent cap counts; releases of the reference proxy differ for small clusters.
enum class EjectionCap : std::uint8_t {
    with_candidate,    ///< 100 * (ejected + 1) / hosts must not exceed it: 10 % of 9 is nobody.
    without_candidate  ///< 100 * ejected / hosts must be below it: the first is always ejected.
};

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
    Duration max_ejection_time_jitter{};  ///< Whole milliseconds up to it are added by chance.
    EjectionCap cap = EjectionCap::with_candidate;

    bool split_local_origin = false;             ///< Failures of our own end are counted apart.
    std::uint32_t consecutive_local_origin = 0;  ///< In a row, if split; 0 switches it off.
    std::uint32_t enforcing_local_origin = 100;  ///< Percent.
    bool returned_by_health_check = true;        ///< An active check that passes ends it.
    std::optional<SuccessRateSettings> success_rate{};  ///< Off if not given.
    std::optional<FailurePercentageSettings> failure_percentage{};
    bool detect_degraded = false;  ///< A host that says it is degraded is held to be so for as
                                   ///< long as it would be ejected; there is no cap.

    friend bool operator==(const OutlierSettings&, const OutlierSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const OutlierSettings& settings);

/// What became of a detection.
enum class Detection : std::uint8_t { none, ejected, overflow, not_enforced };
enum class DetectionCause : std::uint8_t {
    consecutive_5xx,
    consecutive_gateway_errors,
    consecutive_local_origin,
    success_rate,
    failure_percentage,
    local_success_rate,
    local_failure_percentage
};

/// What our own end of a request saw.
enum class LocalEvent : std::uint8_t { connected, connect_failed, timed_out };

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

    /// What the rates of an interval led to.
    struct RateVerdict {
        std::size_t host = 0;
        Detection detection = Detection::none;
        DetectionCause cause = DetectionCause::success_rate;
    };

    /// What is held of a host, for people who look.
    struct Record {
        std::uint32_t in_a_row_5xx = 0;
        std::uint32_t in_a_row_gateway = 0;
        std::uint32_t in_a_row_local = 0;
        std::uint32_t ejections = 0;  ///< That count, of its last ones: they make the next longer.
        std::optional<Instant> ejected_until{};  ///< It comes back with the next sweep.
    };

    explicit OutlierDetector(const OutlierSettings& settings)
        : settings_(settings),
          counts_rates_(settings.success_rate || settings.failure_percentage) {}

    const OutlierSettings& settings() const { return settings_; }

    /// The list changed. A host that stays (same id) keeps what is known of it; one that leaves is
    /// forgotten, ejected or not.
    void on_hosts(const std::vector<HostId>& hosts);

    /// An answer with this status, or a local failure mapped to one (connection failure or reset
    /// 503, timeout 504). Draws once for each detection whose percent is neither 0 nor 100, and
    /// once for an ejection if there is a jitter.
    Verdict on_status(std::size_t host, std::uint16_t status, Instant now, Draws& draws) {
        if (status >= 500) {
            if (counts_rates_) hosts_[host].answers.count(false);
            return on_failure(hosts_[host], status, now, draws);
        }
        on_success(host);
        return {};
    }

    /// An answer below 500.
    void on_success(std::size_t host) {
        Host& seen = hosts_[host];
        if (counts_rates_) seen.answers.count(true);
        if ((seen.in_a_row_5xx | seen.in_a_row_gateway) != 0) end_rows(seen);
    }

    /// What our own end saw. Counted apart if failures are split; otherwise a failure is the status
    /// that it is mapped to, and a connection alone is no news.
    Verdict on_local_event(std::size_t host, LocalEvent event, Instant now, Draws& draws);

    /// The interval passed: appends the positions that come back, then what the rates of the
    /// interval say. A host that behaved since its return is forgiven one of its earlier ejections.
    void sweep(Instant now,
               Draws& draws,
               std::vector<std::size_t>& returned,
               std::vector<RateVerdict>& judged);

    /// An active health check passed; whether that brings the host back.
    bool on_health_check_passed(std::size_t host, Instant now);

    /// An answer below 500 says that the host is degraded; whether that is news, which it is only
    /// where it is detected. Draws once then if there is a jitter.
    bool on_degraded(std::size_t host, Instant now, Draws& draws);

    /// As sweep(), for degraded hosts: appends the positions of those that are no longer.
    void recover(Instant now, std::vector<std::size_t>& recovered);

    bool degraded(std::size_t host) const {
        const auto found = degradations_.find(hosts_[host].id);
        return found != degradations_.end() && found->second.on;
    }
    bool ejected(std::size_t host) const { return hosts_[host].ejection.on; }
    std::uint32_t ejected_hosts() const { return ejected_hosts_; }
    Record record(std::size_t host) const;

private:
    struct Count {
        std::uint32_t requests = 0;
        std::uint32_t failures = 0;

        void count(bool success) {
            ++requests;
            failures += success ? 0U : 1U;
        }
    };

    /// The times that a host is ejected, or degraded.
    struct Spell {
        std::uint32_t backoff = 0;  ///< Multiplies the base ejection time; above 0 while it is on.
        bool on = false;
        Instant changed{};            ///< Its last beginning while it is on, its end afterwards.
        std::uint32_t jitter_ms = 0;  ///< Of the last one.
    };

    struct Host {
        HostId id;
        std::uint32_t in_a_row_5xx = 0;
        std::uint32_t in_a_row_gateway = 0;
        Spell ejection{};
        Count answers{};  ///< Of this interval.
        Count local{};    ///< What our own end saw in this interval.
        std::uint32_t in_a_row_local = 0;
    };

    static void end_rows(Host& host) { host.in_a_row_5xx = host.in_a_row_gateway = 0; }

    Verdict on_failure(Host& host, std::uint16_t status, Instant now, Draws& draws);
    Detection detect(Host& host, std::uint32_t enforcing_percent, Instant now, Draws& draws);
    bool may_eject_another() const;
    void eject(Host& host, Instant now, Draws& draws);
    void bring_back(Host& host, Instant now);
    void begin(Spell& spell, Instant now, Draws& draws) const;
    Instant end_of(const Spell& spell) const;
    bool is_over(const Spell& spell, Instant now) const { return end_of(spell) <= now; }
    void forgive(Spell& spell, Instant now) const;
    std::vector<HostRate> rates_of(Count Host::* counted) const;
    void judge_rates(Count Host::* counted,
                     Instant now,
                     Draws& draws,
                     std::vector<RateVerdict>& judged);
    void count_hosts();

    OutlierSettings settings_;
    bool counts_rates_;
    std::vector<Host> hosts_;
    std::map<HostId, Spell> degradations_;  ///< Of those that are, or are not yet forgiven.
    std::uint32_t ejected_hosts_ = 0;
    std::uint32_t backed_off_hosts_ = 0;  ///< Ejected, or not yet forgiven: a sweep has work to do.
};

}  // namespace weft::mesh
