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

Instant CpuQuota::next_event() const {
    if (running_.empty()) return never;
    const Duration rest = running_.front().done_at - progress_;
    if (rest <= Duration::zero()) return now_;
    if (!limit_) return now_ + rest;
    if (is_spent()) return slice_end_;
    const Duration until_spent = left_ / threads().count();
    return std::min(now_ + std::min(rest, until_spent), slice_end_);
}

void CpuQuota::advance(Instant now) {
    assert(now >= now_ && now <= next_event());
    used_ = used(now);
    if (!running_.empty() && !is_spent()) {
        progress_ += now - now_;
        if (limit_) left_ -= (now - now_) * threads().count();
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
    return used_ + (now - now_) * threads().count();
}

}  // namespace weft::sim
