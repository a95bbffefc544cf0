#pragma once

/// Logarithm, exponential and power that give the same bits on every processor and compiler: only
/// + - * / and exact bit operations. Whatever reaches an event time or a decision uses these, since
/// libm's results differ by processor. Errors stay below 2 units in the last place.
namespace weft::mesh::math {

/// Natural logarithm. -infinity at 0, NaN below.
double log(double x);

/// e to the power x. 0 far below, infinity far above.
double exp(double x);

/// x to the power y for x >= 0; pow(0, 0) is 1.
double pow(double x, double y);

/// Cosine of 2 * pi * turns, for turns in [0, 1].
double cos_turns(double turns);

}  // namespace weft::mesh::math
