#include "mesh/resilience/outlier_detection.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::mesh {
namespace {

constexpr bool is_gateway_error(std::uint16_t status) {
    return status >= 502 && status <= 504;
}

bool is_enforced(std::uint32_t percent, Draws& draws) {
    if (percent == 0) return false;
    if (percent >= 100) return true;
    return draws.below(100) < percent;
}

}  // namespace

void OutlierDetector::on_hosts(const std::vector<HostId>& hosts) {
    const auto by_id = [](const Host& a, const Host& b) { return a.id < b.id; };
    std::vector<Host> known = std::move(hosts_);
    std::sort(known.begin(), known.end(), by_id);
    hosts_.clear();
    hosts_.reserve(hosts.size());
    for (const HostId id : hosts) {
        const Host fresh{.id = id};
        const auto found = std::lower_bound(known.begin(), known.end(), fresh, by_id);
        hosts_.push_back(found != known.end() && found->id == id ? *found : fresh);
    }
    count_hosts();
}

/// The rows count on equality, so that a row which was judged once and goes on is left alone until
/// it has been long enough again.
OutlierDetector::Verdict OutlierDetector::on_failure(Host& host,
                                                     std::uint16_t status,
                                                     Instant now,
                                                     Draws& draws) {
    if (host.ejected) return {};

    Verdict verdict;
    if (!is_gateway_error(status)) {
        host.in_a_row_gateway = 0;
    } else if (++host.in_a_row_gateway == settings_.consecutive_gateway_errors) {
        host.in_a_row_gateway = 0;
        verdict.detection = detect(host, settings_.enforcing_gateway_errors, now, draws);
        verdict.cause = DetectionCause::consecutive_gateway_errors;
        if (verdict.detection == Detection::ejected) return verdict;
    }
    if (++host.in_a_row_5xx == settings_.consecutive_5xx) {
        host.in_a_row_5xx = 0;
        verdict.gateway_before = verdict.detection;
        verdict.detection = detect(host, settings_.enforcing_5xx, now, draws);
        verdict.cause = DetectionCause::consecutive_5xx;
    }
    return verdict;
}

Detection OutlierDetector::detect(Host& host,
                                  std::uint32_t enforcing_percent,
                                  Instant now,
                                  Draws& draws) {
    if (!may_eject_another()) return Detection::overflow;
    if (!is_enforced(enforcing_percent, draws)) return Detection::not_enforced;
    eject(host, now);
    return Detection::ejected;
}

bool OutlierDetector::may_eject_another() const {
    if (settings_.always_eject_one_host && ejected_hosts_ == 0) return true;
    const std::uint64_t cap = std::min<std::uint64_t>(100, settings_.max_ejection_percent);
    return 100 * (std::uint64_t{ejected_hosts_} + 1) <= cap * hosts_.size();
}

void OutlierDetector::eject(Host& host, Instant now) {
    host.ejected = true;
    host.changed = now;
    ++ejected_hosts_;
    if (host.backoff == 0) ++backed_off_hosts_;
    // Beyond this the ejection time is the maximum already; a larger number would only take longer
    // to be forgiven.
    const Duration reached = settings_.base_ejection_time * host.backoff;
    if (reached < settings_.max_ejection_time + settings_.base_ejection_time) ++host.backoff;
}

bool OutlierDetector::is_due_back(const Host& host, Instant now) const {
    const Duration time =
        std::min(settings_.base_ejection_time * host.backoff, settings_.max_ejection_time);
    return time <= now - host.changed;
}

void OutlierDetector::sweep(Instant now, std::vector<std::size_t>& returned) {
    if (backed_off_hosts_ == 0) return;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        Host& host = hosts_[i];
        if (host.ejected && is_due_back(host, now)) {
            host.ejected = false;
            host.changed = now;
            end_rows(host);
            returned.push_back(i);
        } else if (!host.ejected && host.backoff > 0 && now - host.changed >= settings_.interval) {
            --host.backoff;
        }
    }
    count_hosts();
}

void OutlierDetector::count_hosts() {
    const auto count = [&](auto holds) {
        return static_cast<std::uint32_t>(std::count_if(hosts_.begin(), hosts_.end(), holds));
    };
    ejected_hosts_ = count([](const Host& host) { return host.ejected; });
    backed_off_hosts_ = count([](const Host& host) { return host.backoff > 0; });
}

}  // namespace weft::mesh
