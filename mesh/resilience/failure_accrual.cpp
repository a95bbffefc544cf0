#include "mesh/resilience/failure_accrual.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {

std::optional<std::string> mistake_in(const FailureAccrualSettings& settings) {
    if (settings.failures_to_open == 0) return "the number of failures must be above 0";
    if (settings.min_penalty <= Duration::zero()) return "the smallest penalty must be above 0";
    if (settings.max_penalty < settings.min_penalty) {
        return "the largest penalty is below the smallest";
    }
    if (!(settings.jitter >= 0 && settings.jitter <= 1)) {
        return "the jitter must be between 0 and 1";
    }
    if (settings.probes == 0) return "there must be at least one probe";
    return std::nullopt;
}

Duration open_penalty(const FailureAccrualSettings& settings, std::uint32_t opened, double unit) {
    assert(opened > 0);
    Duration penalty = settings.min_penalty;
    for (std::uint32_t passed = 1; passed < opened && penalty < settings.max_penalty; ++passed) {
        penalty = penalty > settings.max_penalty / 2 ? settings.max_penalty : penalty * 2;
    }
    const double added = static_cast<double>(penalty.count()) * settings.jitter * unit;
    return std::min(settings.max_penalty, penalty + Duration{static_cast<Duration::rep>(added)});
}

FailureAccrual::State FailureAccrual::state(Instant now) const {
    if (!open_until_) return State::closed;
    return now < *open_until_ ? State::open : State::half_open;
}

bool FailureAccrual::permits(Instant now) const {
    switch (state(now)) {
        case State::closed:
            return true;
        case State::open:
            return false;
        case State::half_open:
            break;
    }
    return probes_out_ < settings_.probes;
}

std::optional<FailureAccrual::Permit> FailureAccrual::request_permit(Instant now) {
    if (!permits(now)) return std::nullopt;
    if (open_until_) ++probes_out_;
    return Permit{epoch_};
}

void FailureAccrual::report(Permit permit, bool success, Instant now, Draws& draws) {
    if (permit.epoch != epoch_) return;  // Sent before the circuit opened or closed: old news.

    if (!success) {
        const bool was_probe = open_until_.has_value();
        if (was_probe || ++failures_in_a_row_ >= settings_.failures_to_open) open(now, draws);
        return;
    }
    failures_in_a_row_ = 0;
    if (!open_until_) return;
    open_until_.reset();
    opened_in_a_row_ = 0;
    probes_out_ = 0;
    ++epoch_;
}

void FailureAccrual::abandon(Permit permit) {
    if (permit.epoch == epoch_ && open_until_) --probes_out_;
}

void FailureAccrual::open(Instant now, Draws& draws) {
    ++opened_in_a_row_;
    const double unit = settings_.jitter > 0 ? draws.unit() : 0;
    open_until_ = now + open_penalty(settings_, opened_in_a_row_, unit);
    failures_in_a_row_ = 0;
    probes_out_ = 0;
    ++epoch_;  // Only probes of this opening may close or reopen the circuit.
}

}  // namespace weft::mesh
