#include "mesh/balance/cubic_rate.hpp"

#include "mesh/base/math.hpp"

#include <algorithm>

namespace weft::mesh {

bool CubicRate::allows(const CubicRateLimits& limits, Instant now) {
    turn_window(limits, now);
    return sent_ < rate_;
}

void CubicRate::sent(const CubicRateLimits& limits, Instant now) {
    turn_window(limits, now);
    ++sent_;
}

void CubicRate::answered(const CubicRateLimits& limits, Instant now) {
    turn_window(limits, now);
    ++answered_;
    if (sent_before_ > answered_before_ && rate_ > answered_before_) {
        if (now - changed_at_ <= limits.hysteresis) return;
        rate_before_cut_ = rate_;
        rate_ = std::max(1.0, rate_ * (1 - limits.beta));
        cut_at_ = now;
        changed_at_ = now;
        return;
    }
    const auto windows =
        static_cast<double>((now - cut_at_).count()) / static_cast<double>(limits.window.count());
    const double flat = math::pow(limits.beta * rate_before_cut_ / limits.gamma, 1.0 / 3);
    const double off = windows - flat;
    const double on_curve = limits.gamma * off * off * off + rate_before_cut_;
    if (on_curve <= rate_) return;
    rate_ = std::min(on_curve, rate_ + limits.max_step);
    changed_at_ = now;
}

void CubicRate::turn_window(const CubicRateLimits& limits, Instant now) {
    const auto passed = (now - window_begin_) / limits.window;
    if (passed <= 0) return;
    sent_before_ = passed == 1 ? sent_ : 0;
    answered_before_ = passed == 1 ? answered_ : 0;
    sent_ = 0;
    answered_ = 0;
    window_begin_ += passed * limits.window;
}

}  // namespace weft::mesh
