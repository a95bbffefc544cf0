#pragma once

#include "mesh/base/time.hpp"

namespace weft::mesh {

struct CubicRateLimits {
    Duration window;      ///< In which requests sent are counted against the rate.
    double initial;       ///< Requests in a window, as all rates here.
    double gamma;         ///< How steeply the rate grows.
    double beta;          ///< By what part it is cut, in (0, 1).
    double max_step;      ///< By how much one answer may raise it.
    Duration hysteresis;  ///< After a change for which it is not cut: answers come late.
};

/// How many requests a client sends to one server in a window: cut when the server answers fewer
/// than it was sent, then back along a cubic curve, flat about the rate where the trouble began.
/// Source: the C3 paper (Suresh et al., NSDI 2015), after TCP CUBIC. Unlike there a client that
/// sends less than it may is not taken for one whose server is slow.
class CubicRate {
public:
    CubicRate(const CubicRateLimits& limits, Instant now)
        : rate_(limits.initial),
          rate_before_cut_(limits.initial),
          cut_at_(now),
          changed_at_(now),
          window_begin_(now) {}

    double rate() const { return rate_; }

    /// Whether one more request stays within the rate.
    bool allows(const CubicRateLimits& limits, Instant now);
    void sent(const CubicRateLimits& limits, Instant now);

    /// An answer came: the rate is adapted.
    void answered(const CubicRateLimits& limits, Instant now);

private:
    void turn_window(const CubicRateLimits& limits, Instant now);

    double rate_;
    double rate_before_cut_;
    Instant cut_at_;
    Instant changed_at_;
    Instant window_begin_;
    double sent_ = 0;         ///< In this window,
    double answered_ = 0;     ///< both.
    double sent_before_ = 0;  ///< In the one before.
    double answered_before_ = 0;
};

}  // namespace weft::mesh
