#include "mesh/resilience/admission_control.hpp"

#include "mesh/base/math.hpp"

#include <algorithm>
#include <chrono>

namespace weft::mesh {
namespace {

using std::chrono::seconds;

constexpr std::uint64_t accuracy = 10'000;

}  // namespace

std::optional<std::string> mistake_in(const AdmissionSettings& settings) {
    if (!(settings.success_threshold > 0 && settings.success_threshold <= 1)) {
        return "the success threshold must be above 0 and at most 1";
    }
    if (!(settings.max_rejection >= 0 && settings.max_rejection <= 1)) {
        return "the largest rejection must be between 0 and 1";
    }
    if (settings.window < seconds{1}) return "the window must be at least a second";
    return std::nullopt;
}

double rejection_probability(const AdmissionSettings& settings,
                             std::uint64_t requests,
                             std::uint64_t successes) {
    const auto total = static_cast<double>(requests);
    const double expected = static_cast<double>(successes) / settings.success_threshold;
    const double excess = (total - expected) / (total + 1);
    if (!(excess > 0)) return 0;
    const bool is_linear = settings.aggression <= 1;
    const double probability = is_linear ? excess : math::pow(excess, 1 / settings.aggression);
    return std::min(probability, settings.max_rejection);
}

bool is_rejected(double probability, std::uint64_t draw) {
    return static_cast<double>(accuracy) * probability > static_cast<double>(draw % accuracy);
}

bool AdmissionControl::admits(Instant now, std::uint64_t draw) {
    forget_before(now);
    if (is_quiet(now)) return true;
    return !is_rejected(rejection_probability(settings_, requests_, successes_), draw);
}

void AdmissionControl::report(bool success, Instant now) {
    forget_before(now);
    if (slots_.empty() || now - slots_.back().begun >= seconds{1}) slots_.push_back({now});
    Slot& slot = slots_.back();
    ++slot.requests;
    ++requests_;
    if (!success) return;
    ++slot.successes;
    ++successes_;
}

void AdmissionControl::forget_before(Instant now) {
    while (!slots_.empty() && now - slots_.front().begun >= settings_.window) {
        requests_ -= slots_.front().requests;
        successes_ -= slots_.front().successes;
        slots_.pop_front();
    }
}

/// A window that is not full yet is taken as a full one.
bool AdmissionControl::is_quiet(Instant now) const {
    if (settings_.min_requests_per_second == 0) return false;
    if (slots_.empty()) return true;
    const Duration time = std::max(settings_.window, now - slots_.front().begun);
    const auto whole = static_cast<std::uint64_t>(time / seconds{1});
    return requests_ / whole < settings_.min_requests_per_second;
}

bool is_success_of_http(std::uint16_t status) {
    return status != 0 && status < 500;
}

bool is_success_of_grpc(std::uint8_t grpc_status) {
    // DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS.
    constexpr std::uint8_t failures[] = {4, 8, 10, 13, 14, 15};
    return std::ranges::find(failures, grpc_status) == std::end(failures);
}

}  // namespace weft::mesh
