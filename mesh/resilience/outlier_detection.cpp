#include "mesh/resilience/outlier_detection.hpp"

#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace weft::mesh {
namespace {

using std::chrono::milliseconds;

bool is_enforced(std::uint32_t percent, Draws& draws) {
    if (percent == 0) return false;
    if (percent >= 100) return true;
    return draws.below(100) < percent;
}

}  // namespace

std::optional<std::string> mistake_in(const OutlierSettings& settings) {
    if (settings.interval <= Duration::zero()) return "the interval must be above 0";
    if (settings.base_ejection_time <= Duration::zero()) {
        return "the base ejection time must be above 0";
    }
    if (settings.max_ejection_time < settings.base_ejection_time) {
        return "the longest ejection is shorter than the base ejection time";
    }
    if (settings.max_ejection_time_jitter < Duration::zero()) {
        return "the jitter must not be negative";
    }
    return std::nullopt;
}

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
    std::erase_if(degradations_, [&](const auto& entry) {
        return std::ranges::find(hosts, entry.first) == hosts.end();
    });
    count_hosts();
}

/// The rows count on equality, so that a row which was judged once and goes on is left alone until
/// it has been long enough again.
OutlierDetector::Verdict OutlierDetector::on_failure(Host& host,
                                                     std::uint16_t status,
                                                     Instant now,
                                                     Draws& draws) {
    if (host.ejection.on) return {};

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

OutlierDetector::Verdict OutlierDetector::on_local_event(std::size_t host,
                                                         LocalEvent event,
                                                         Instant now,
                                                         Draws& draws) {
    const bool failed = event != LocalEvent::connected;
    if (!settings_.split_local_origin) {
        if (!failed) return {};
        return on_status(host, event == LocalEvent::timed_out ? 504 : 503, now, draws);
    }
    Host& seen = hosts_[host];
    if (counts_rates_) seen.local.count(!failed);
    if (!failed) {
        seen.in_a_row_local = 0;
        return {};
    }
    if (seen.ejection.on || ++seen.in_a_row_local != settings_.consecutive_local_origin) return {};
    seen.in_a_row_local = 0;
    return {.detection = detect(seen, settings_.enforcing_local_origin, now, draws),
            .cause = DetectionCause::consecutive_local_origin};
}

Detection OutlierDetector::detect(Host& host,
                                  std::uint32_t enforcing_percent,
                                  Instant now,
                                  Draws& draws) {
    if (!may_eject_another()) return Detection::overflow;
    if (!is_enforced(enforcing_percent, draws)) return Detection::not_enforced;
    if (host.ejection.on) return Detection::none;  // Both rates of a sweep may find the same host.
    eject(host, now, draws);
    return Detection::ejected;
}

bool OutlierDetector::may_eject_another() const {
    if (settings_.always_eject_one_host && ejected_hosts_ == 0) return true;
    const std::uint64_t cap = std::min<std::uint64_t>(100, settings_.max_ejection_percent);
    const std::uint64_t hundred_percent = cap * hosts_.size();
    if (settings_.cap == EjectionCap::without_candidate) {
        return 100 * std::uint64_t{ejected_hosts_} < hundred_percent;
    }
    return 100 * (std::uint64_t{ejected_hosts_} + 1) <= hundred_percent;
}

void OutlierDetector::eject(Host& host, Instant now, Draws& draws) {
    if (host.ejection.backoff == 0) ++backed_off_hosts_;
    ++ejected_hosts_;
    begin(host.ejection, now, draws);
}

void OutlierDetector::begin(Spell& spell, Instant now, Draws& draws) const {
    spell.on = true;
    spell.changed = now;
    const auto most_jitter =
        static_cast<std::uint64_t>(settings_.max_ejection_time_jitter / milliseconds{1});
    spell.jitter_ms =
        most_jitter == 0 ? 0 : static_cast<std::uint32_t>(draws.below(most_jitter + 1));
    // Beyond this the ejection time is the maximum already; a larger number would only take longer
    // to be forgiven.
    const Duration reached = settings_.base_ejection_time * spell.backoff;
    if (reached < settings_.max_ejection_time + settings_.base_ejection_time) ++spell.backoff;
}

/// Of one that is on: a sweep from then on ends it.
Instant OutlierDetector::end_of(const Spell& spell) const {
    const Duration time =
        std::min(settings_.base_ejection_time * spell.backoff, settings_.max_ejection_time);
    return spell.changed + time + milliseconds{spell.jitter_ms};
}

OutlierDetector::Record OutlierDetector::record(std::size_t host) const {
    const Host& known = hosts_[host];
    Record record{.in_a_row_5xx = known.in_a_row_5xx,
                  .in_a_row_gateway = known.in_a_row_gateway,
                  .in_a_row_local = known.in_a_row_local,
                  .ejections = known.ejection.backoff};
    if (known.ejection.on) record.ejected_until = end_of(known.ejection);
    return record;
}

void OutlierDetector::forgive(Spell& spell, Instant now) const {
    if (!spell.on && spell.backoff > 0 && now - spell.changed >= settings_.interval) {
        --spell.backoff;
    }
}

void OutlierDetector::bring_back(Host& host, Instant now) {
    host.ejection.on = false;
    host.ejection.changed = now;
    host.in_a_row_local = 0;
    end_rows(host);
    --ejected_hosts_;
}

bool OutlierDetector::on_degraded(std::size_t host, Instant now, Draws& draws) {
    if (!settings_.detect_degraded) return false;
    Spell& spell = degradations_[hosts_[host].id];
    if (spell.on) return false;
    begin(spell, now, draws);
    return true;
}

void OutlierDetector::recover(Instant now, std::vector<std::size_t>& recovered) {
    if (degradations_.empty()) return;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        const auto found = degradations_.find(hosts_[i].id);
        if (found == degradations_.end()) continue;
        Spell& spell = found->second;
        if (spell.on && is_over(spell, now)) {
            spell.on = false;
            spell.changed = now;
            recovered.push_back(i);
        }
        forgive(spell, now);
        if (spell.backoff == 0) degradations_.erase(found);
    }
}

bool OutlierDetector::on_health_check_passed(std::size_t host, Instant now) {
    if (!settings_.returned_by_health_check || !hosts_[host].ejection.on) return false;
    bring_back(hosts_[host], now);
    return true;
}

/// The order is the reference proxy's: return, judge what the interval saw (of a host that has just
/// returned, too), forgive.
void OutlierDetector::sweep(Instant now,
                            Draws& draws,
                            std::vector<std::size_t>& returned,
                            std::vector<RateVerdict>& judged) {
    if (backed_off_hosts_ == 0 && !counts_rates_) return;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        if (!hosts_[i].ejection.on || !is_over(hosts_[i].ejection, now)) continue;
        bring_back(hosts_[i], now);
        returned.push_back(i);
    }
    if (counts_rates_) {
        judge_rates(&Host::answers, now, draws, judged);
        judge_rates(&Host::local, now, draws, judged);
    }
    for (Host& host : hosts_) {
        host.answers = host.local = {};
        forgive(host.ejection, now);
    }
    count_hosts();
}

std::vector<HostRate> OutlierDetector::rates_of(Count Host::* counted) const {
    std::vector<HostRate> rates;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        const Count& seen = hosts_[i].*counted;
        if (!hosts_[i].ejection.on) rates.push_back({i, seen.requests, seen.failures});
    }
    return rates;
}

/// Both detectors judge the same hosts. What the second says of one that the first has ejected is
/// kept if it ejects nobody, as the reference proxy's log does.
void OutlierDetector::judge_rates(Count Host::* counted,
                                  Instant now,
                                  Draws& draws,
                                  std::vector<RateVerdict>& judged) {
    const bool is_local = counted == &Host::local;
    const std::vector<HostRate> rates = rates_of(counted);
    const auto judge = [&](std::size_t host, std::uint32_t percent, DetectionCause cause) {
        const Detection detection = detect(hosts_[host], percent, now, draws);
        if (detection != Detection::none) judged.push_back({host, detection, cause});
    };
    if (const auto& rule = settings_.success_rate) {
        for (const std::size_t host : success_rate_outliers(*rule, rates)) {
            judge(host, is_local ? rule->enforcing_local_origin : rule->enforcing,
                  is_local ? DetectionCause::local_success_rate : DetectionCause::success_rate);
        }
    }
    if (const auto& rule = settings_.failure_percentage) {
        for (const std::size_t host : failure_percentage_outliers(*rule, rates)) {
            judge(host, is_local ? rule->enforcing_local_origin : rule->enforcing,
                  is_local ? DetectionCause::local_failure_percentage
                           : DetectionCause::failure_percentage);
        }
    }
}

void OutlierDetector::count_hosts() {
    const auto count = [&](auto holds) {
        return static_cast<std::uint32_t>(std::count_if(hosts_.begin(), hosts_.end(), holds));
    };
    ejected_hosts_ = count([](const Host& host) { return host.ejection.on; });
    backed_off_hosts_ = count([](const Host& host) { return host.ejection.backoff > 0; });
}

}  // namespace weft::mesh
