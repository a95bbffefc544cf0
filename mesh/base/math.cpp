// Each function reduces its argument to a short interval by steps that are exact, takes a
// polynomial there, and undoes the reduction. The polynomials are Chebyshev interpolants of the
// named functions on those intervals, computed for this file with 300 bits. The order of every
// operation is written out, so that compilers have no choice.
//
// Sources of the schemes: Cody and Waite, "Software Manual for the Elementary Functions", 1980 (the
// reductions); Dekker, "A floating-point technique for extending the available precision", 1971
// (sums and products that keep their rounding error).
#include "mesh/base/math.hpp"

#include <bit>
#include <cstdint>
#include <limits>

namespace weft::mesh::math {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr double ln2_high = 0x1.62e42feep-1;  // 32 bits: its product with an exponent is exact.
constexpr double ln2_low = 0x1.a39ef35793c76p-33;
constexpr double per_ln2 = 0x1.71547652b82fep+0;

/// A number as the unevaluated sum of a double and its small rest.
struct Sum {
    double high;
    double low;
};

/// a + b without error. Requires |a| >= |b|, or a = 0.
constexpr Sum sum_of_ordered(double a, double b) {
    const double high = a + b;
    return {high, b - (high - a)};
}

/// a + b without error.
constexpr Sum sum_of(double a, double b) {
    const double high = a + b;
    const double part = high - a;
    return {high, (a - (high - part)) + (b - part)};
}

/// The upper 26 bits of a number and the rest.
constexpr Sum halves_of(double a) {
    const double scaled = a * 0x1.0000002p+27;
    const double high = scaled - (scaled - a);
    return {high, a - high};
}

/// a * b without error, far from overflow and underflow.
constexpr Sum product_of(double a, double b) {
    const double high = a * b;
    const Sum x = halves_of(a);
    const Sum y = halves_of(b);
    const double low = ((x.high * y.high - high) + x.high * y.low + x.low * y.high) + x.low * y.low;
    return {high, low};
}

/// 2 to the power k, for k from -1022 to 1023.
double power_of_two(std::int64_t k) {
    return std::bit_cast<double>((k + 1023) << 52);
}

/// A positive number as 2^exponent * fraction, with the fraction in [sqrt(1/2), sqrt(2)): both
/// sides of 1 have their logarithm near 0, and nothing cancels.
struct Binary {
    std::int64_t exponent;
    double fraction;
};

Binary binary_of(double x) {
    constexpr std::int64_t root_of_half = 0x3fe6a09e667f3bcd;
    std::int64_t subnormal = 0;
    if (x < std::numeric_limits<double>::min()) {
        x *= 0x1p54;
        subnormal = 54;
    }
    const auto bits = std::bit_cast<std::int64_t>(x);
    const std::int64_t exponent = (bits - root_of_half) >> 52;
    return {exponent - subnormal, std::bit_cast<double>(bits - exponent * (std::int64_t{1} << 52))};
}

/// (log((1 + s) / (1 - s)) / s - 2) / z with z = s * s, for |s| < 0.172.
double log_series(double z) {
    const double w = z * z;
    const double even =
        0x1.5555555555558p-1 +
        w * (0x1.2492492df281ap-2 + w * (0x1.7462b51cb66b1p-3 + w * 0x1.2b5900de53b32p-3));
    const double odd = 0x1.99999999952d7p-2 + w * (0x1.c71c62e3f11e6p-3 + w * 0x1.39fe51a7c18f9p-3);
    return even + z * odd;
}

/// (log_series(z) - 2/3) / z.
double log_series_rest(double z) {
    const double w = z * z;
    const double even =
        0x1.999999999999ep-2 +
        w * (0x1.c71c71d7e7fc3p-3 + w * (0x1.3b18b8ee7a308p-3 + w * 0x1.08788c3e01713p-3));
    const double odd = 0x1.249249248e532p-2 + w * (0x1.745d09f06d811p-3 + w * 0x1.1018ae366a914p-3);
    return even + z * odd;
}

/// The logarithm with some 65 bits, for powers: their error is the logarithm's times up to 745.
/// Requires x finite and above 0.
Sum long_log(double x) {
    const auto [exponent, fraction] = binary_of(x);
    const auto k = static_cast<double>(exponent);
    const double f = fraction - 1;

    const Sum divisor = sum_of_ordered(2, f);
    const double s = f / divisor.high;
    const Sum whole = product_of(s, divisor.high);
    const double s_low = (((f - whole.high) - whole.low) - s * divisor.low) / divisor.high;

    const Sum square = product_of(s, s);
    const double z = square.high;
    const double z_low = square.low + 2 * s * s_low;

    constexpr Sum two_thirds{0x1.5555555555555p-1, 0x1.5555555555555p-55};
    const Sum first = product_of(z, two_thirds.high);
    const double first_low = first.low + (z * two_thirds.low + z_low * two_thirds.high);
    const Sum series = sum_of_ordered(first.high, z * z * log_series_rest(z));
    const double series_low = series.low + first_low;

    const Sum bent = product_of(s, series.high);
    const double bent_low = bent.low + (s * series_low + s_low * series.high);
    const Sum near_one = sum_of_ordered(2 * s, bent.high);
    const double near_one_low = near_one.low + (bent_low + 2 * s_low);

    const Sum total = sum_of(k * ln2_high, near_one.high);
    return sum_of_ordered(total.high, total.low + (near_one_low + k * ln2_low));
}

/// e to the power x.high + x.low, with a low part that is small beside 1.
double exp_of(Sum x) {
    if (x.high > 709.79) return infinity;
    if (x.high < -745.2) return 0;

    constexpr double to_whole = 0x1.8p52;  // Adding it leaves no bit for a fraction.
    const double k = (x.high * per_ln2 + to_whole) - to_whole;
    const double r = (x.high - k * ln2_high) - (k * ln2_low - x.low);

    // (exp(r) - 1 - r) / (r * r), for |r| < 0.347.
    const double w = r * r;
    const double even =
        0x1.0000000000001p-1 +
        w * (0x1.5555555553d37p-5 +
             w * (0x1.6c16c1789d1d7p-10 + w * (0x1.a019b8ca26fcfp-16 + w * 0x1.2891d4ffbb0f9p-22)));
    const double odd =
        0x1.5555555555556p-3 +
        w * (0x1.11111111109a6p-7 +
             w * (0x1.a01a01a7cebcdp-13 + w * (0x1.71de0d85293b8p-19 + w * 0x1.af390ba7e6f47p-26)));
    const double power = 1 + (r + w * (even + r * odd));

    // In two steps, since 2^1024 and 2^-1074 are no normal numbers, though the result is one.
    const auto exponent = static_cast<std::int64_t>(k);
    const std::int64_t half = exponent / 2;
    return power * power_of_two(half) * power_of_two(exponent - half);
}

/// Sine of 2 * pi * u, for u from 0 to 1/8.
double sin_turns_near_zero(double u) {
    constexpr Sum two_pi{0x1.921fb54442d18p+2, 0x1.1a62633145c07p-52};
    const double v = u * u;
    const double w = v * v;
    const double even =
        -0x1.4abbce625be52p+5 + w * (-0x1.32d2cce500387p+6 + w * -0x1.e3027dea82bd7p+3);
    const double odd = 0x1.466bc6775a476p+6 + w * (0x1.50783208843ebp+5 + w * 0x1.e4a9d9166f052p+1);
    return u * two_pi.high + u * (two_pi.low + v * (even + v * odd));
}

/// Cosine of 2 * pi * u, for u from 0 to 1/8.
double cos_turns_near_zero(double u) {
    const double v = u * u;
    const double w = v * v;
    const double even =
        -0x1.3bd3cc9be45dep+4 +
        w * (-0x1.55d3c7e3cb241p+6 + w * (-0x1.a6d1eef479be1p+4 + w * -0x1.b2f3eb054afcdp+0));
    const double odd = 0x1.03c1f081b5ac0p+6 + w * (0x1.e1f5068688d5bp+5 + w * 0x1.f9ce245cada0bp+2);
    return 1 + v * (even + v * odd);
}

}  // namespace

double log(double x) {
    if (!(x > 0)) return x == 0 ? -infinity : not_a_number;
    if (x == infinity) return infinity;

    const auto [exponent, fraction] = binary_of(x);
    const auto k = static_cast<double>(exponent);
    const double f = fraction - 1;
    const double s = f / (2 + f);
    const double z = s * s;
    return k * ln2_high + (f - (s * (f - z * log_series(z)) - k * ln2_low));
}

double exp(double x) {
    if (x != x) return not_a_number;
    return exp_of({x, 0});
}

double pow(double x, double y) {
    if (y == 0 || x == 1) return 1;
    if (x != x || y != y || x < 0) return not_a_number;
    if (y == 1) return x;
    if (x == 0) return y > 0 ? 0 : infinity;
    if (x == infinity) return y > 0 ? infinity : 0;

    const Sum logarithm = long_log(x);
    const double rough = logarithm.high * y;
    if (rough > 710) return infinity;
    if (rough < -746) return 0;

    const Sum exact = product_of(logarithm.high, y);
    return exp_of({exact.high, exact.low + logarithm.low * y});
}

double cos_turns(double turns) {
    const double folded = turns > 0.5 ? 1 - turns : turns;
    const double from_axis = folded > 0.25 ? 0.5 - folded : folded;
    const double size =
        from_axis > 0.125 ? sin_turns_near_zero(0.25 - from_axis) : cos_turns_near_zero(from_axis);
    return folded > 0.25 ? -size : size;
}

}  // namespace weft::mesh::math
