#include "reports/metrics/measure_reading.hpp"

#include <algorithm>

namespace weft::reports {
namespace {

constexpr mesh::Duration second = std::chrono::seconds{1};

double quotient(std::uint64_t part, std::uint64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void MeasureReading::add(const Measure& measure, const MeasuredEnd& end, std::uint32_t version) {
    const bool failed = mesh::is_failure(end.status);
    ++requests_;
    switch (measure.kind) {
        case Measure::Kind::success:
        case Measure::Kind::rate:
            matched_ += failed ? 0U : 1U;
            break;
        case Measure::Kind::error_share:
            matched_ += failed ? 1U : 0U;
            break;
        case Measure::Kind::latency:
            latency_.add(end.ended - end.sent);
            break;
        case Measure::Kind::flagged:
            matched_ += end.flags.has(measure.flag) ? 1U : 0U;
            break;
        case Measure::Kind::status:
            matched_ += end.status == measure.status_code ? 1U : 0U;
            break;
        case Measure::Kind::share:
            matched_ += end.version == version ? 1U : 0U;
            break;
        case Measure::Kind::retry_share:
            matched_ += end.attempts > 1 ? end.attempts - 1U : 0U;
            attempts_ += end.attempts;
            break;
        case Measure::Kind::amplification:
            attempts_ += end.attempts;
            break;
        case Measure::Kind::time_to_recover: {
            Second& sent_in = seconds_[end.sent.time_since_epoch() / second];
            ++sent_in.requests;
            sent_in.failed += failed ? 1U : 0U;
            break;
        }
        default:
            break;
    }
}

void MeasureReading::add(const Measure& measure, const sim::observe::Change& change) {
    ++matched_;
    if (!first_) first_ = change.at;
    if (measure.kind == Measure::Kind::convergence)
        most_ = std::max(most_.value_or(0), change.value);
}

void MeasureReading::add_request_of(std::uint32_t pod) {
    ++requests_;
    if (pod >= by_pod_.size()) by_pod_.resize(std::size_t{pod} + 1);
    ++by_pod_[pod];
}

void MeasureReading::merge(const MeasureReading& other) {
    requests_ += other.requests_;
    matched_ += other.matched_;
    attempts_ += other.attempts_;
    latency_.merge(other.latency_);
    if (!first_) first_ = other.first_;
    if (other.most_) most_ = std::max(most_.value_or(0), *other.most_);
    for (const auto& [at, from] : other.seconds_) {
        seconds_[at].requests += from.requests;
        seconds_[at].failed += from.failed;
    }
    if (other.by_pod_.size() > by_pod_.size()) by_pod_.resize(other.by_pod_.size());
    for (std::size_t pod = 0; pod < other.by_pod_.size(); ++pod)
        by_pod_[pod] += other.by_pod_[pod];
}

void MeasureReading::clear() {
    requests_ = 0;
    matched_ = 0;
    attempts_ = 0;
    latency_.clear();
    first_.reset();
    most_.reset();
    seconds_.clear();
    std::ranges::fill(by_pod_, 0U);
}

std::optional<double> MeasureReading::value(const Measure& measure,
                                            mesh::Instant start,
                                            mesh::Instant end,
                                            std::span<const std::uint32_t> pods) const {
    const bool empty = requests_ == 0;
    const auto per_second = [&](std::uint64_t number) {
        return static_cast<double>(number) * 1e9 / static_cast<double>((end - start).count());
    };
    switch (measure.kind) {
        case Measure::Kind::success:
        case Measure::Kind::error_share:
        case Measure::Kind::share:
            if (empty) return std::nullopt;
            return quotient(matched_, requests_);
        case Measure::Kind::latency:
            if (empty) return std::nullopt;
            return measure.quantile == 0 ? latency_.mean() : latency_.quantile(measure.quantile);
        case Measure::Kind::amplification:
            if (empty) return std::nullopt;
            return quotient(attempts_, requests_);
        case Measure::Kind::retry_share:
            if (attempts_ == 0) return std::nullopt;
            return quotient(matched_, attempts_);
        case Measure::Kind::rate:
            return per_second(matched_);
        case Measure::Kind::offered:
            return per_second(requests_);
        case Measure::Kind::count:
            return static_cast<double>(requests_);
        case Measure::Kind::convergence:
            if (!most_) return std::nullopt;
            return static_cast<double>(*most_);
        case Measure::Kind::time_to_eject:
        case Measure::Kind::time_to_detect:
            if (!first_) return std::nullopt;
            return static_cast<double>((*first_ - start).count());
        case Measure::Kind::time_to_recover:
            return recovery_time(measure, start);
        case Measure::Kind::jain:
        case Measure::Kind::spread:
            return fairness(measure, pods);
        default:
            return static_cast<double>(matched_);
    }
}

/// Nothing while requests still fail, or if there are none.
std::optional<double> MeasureReading::recovery_time(const Measure& measure,
                                                    mesh::Instant start) const {
    if (seconds_.empty()) return std::nullopt;
    std::optional<std::int64_t> last_bad;
    for (const auto& [at, sent_in] : seconds_) {
        const double success = quotient(sent_in.requests - sent_in.failed, sent_in.requests);
        if (success < measure.wanted) last_bad = at;
    }
    if (!last_bad) return 0.0;
    if (*last_bad == seconds_.rbegin()->first) return std::nullopt;
    const mesh::Instant recovered{second * (*last_bad + 1)};
    return static_cast<double>((recovered - start).count());
}

std::optional<double> MeasureReading::fairness(const Measure& measure,
                                               std::span<const std::uint32_t> pods) const {
    double sum = 0;
    double squares = 0;
    double most = 0;
    for (const std::uint32_t pod : pods) {
        const double requests = pod < by_pod_.size() ? static_cast<double>(by_pod_[pod]) : 0;
        sum += requests;
        squares += requests * requests;
        most = std::max(most, requests);
    }
    if (sum == 0) return std::nullopt;
    const auto number = static_cast<double>(pods.size());
    if (measure.kind == Measure::Kind::jain) return sum * sum / (number * squares);
    return most * number / sum;
}

}  // namespace weft::reports
