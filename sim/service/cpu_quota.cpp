#include "sim/service/cpu_quota.hpp"

#include <algorithm>
#include <cassert>

namespace weft::sim {

CpuQuota::CpuQuota(const std::optional<CpuLimit>& limit, Instant now)
    : limit_(limit), now_(now), slice_end_(never) {
    if (!limit_) return;
    assert(limit_->quota > Duration::zero() && limit_->slice > Duration::zero());
    left_ = limit_->quota;
    slice_end_ = end_of_slice(now);
}

Instant CpuQuota::end_of_slice(Instant at) const {
    const Instant first = Instant{} + limit_->phase;
    if (at < first) return first;
    return first + ((at - first) / limit_->slice + 1) * limit_->slice;
}

void CpuQuota::begin(Handle work, Duration cpu, Instant now) {
    advance(now);
    running_.push_back({progress_ + cpu, ++begun_, work});
    std::push_heap(running_.begin(), running_.end());
}

void CpuQuota::set_speed(mesh::Ratio speed, Instant now) {
    advance(now);
    speed_ = speed;
}

/// Whole seconds and the rest apart, so that no product is too large.
Duration CpuQuota::worked(Duration time) const {
    constexpr Duration whole{mesh::Ratio::whole};
    if (speed_.parts == mesh::Ratio::whole) return time;
    const auto parts = static_cast<Duration::rep>(speed_.parts);
    return time / whole * Duration{parts} + time % whole * parts / mesh::Ratio::whole;
}

/// How long it takes to compute so much, to the nanosecond above. Requires some speed.
Duration CpuQuota::time_for(Duration cpu) const {
    if (speed_.parts == mesh::Ratio::whole) return cpu;
    const double time = static_cast<double>(cpu.count()) * mesh::Ratio::whole / speed_.parts;
    Duration rounded{static_cast<Duration::rep>(time)};
    while (worked(rounded) < cpu)
        ++rounded;
    return rounded;
}

Instant CpuQuota::next_event() const {
    if (running_.empty()) return never;
    const Duration rest = running_.front().done_at - progress_;
    if (rest <= Duration::zero()) return now_;
    if (speed_.is_zero()) return never;
    if (!limit_) return now_ + time_for(rest);
    if (is_spent()) return slice_end_;
    const Duration until_spent = left_ / threads().count();
    return std::min(now_ + time_for(std::min(rest, until_spent)), slice_end_);
}

void CpuQuota::advance(Instant now) {
    assert(now >= now_ && now <= next_event());
    used_ = used(now);
    lost_ = lost(now);
    throttled_ = throttled(now);
    if (!running_.empty() && !is_spent()) {
        const Duration done = worked(now - now_);
        progress_ += done;
        if (limit_) left_ -= done * threads().count();
    }
    now_ = now;
    if (now < slice_end_) return;
    left_ = limit_->quota;
    slice_end_ = end_of_slice(now);
}

std::optional<Handle> CpuQuota::take_done() {
    if (running_.empty() || running_.front().done_at > progress_) return std::nullopt;
    const Handle work = running_.front().work;
    std::pop_heap(running_.begin(), running_.end());
    running_.pop_back();
    return work;
}

std::vector<Handle> CpuQuota::stop_all(Instant now) {
    advance(now);
    std::vector<Handle> works;
    for (const Thread& thread : running_)
        works.push_back(thread.work);
    running_.clear();
    return works;
}

Duration CpuQuota::used(Instant now) const {
    if (is_spent()) return used_;
    return used_ + worked(now - now_) * threads().count();
}

}  // namespace weft::sim
