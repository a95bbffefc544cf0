#include "sim/service/normal_quantile.hpp"

#include "mesh/base/math.hpp"

#include <cassert>
#include <cmath>

namespace weft::sim {
namespace {

namespace math = mesh::math;

using Coefficients = std::array<double, 8>;  ///< Lowest power first.

double polynomial(const Coefficients& coefficients, double x) {
    double sum = 0;
    for (std::size_t i = coefficients.size(); i-- > 0;)
        sum = sum * x + coefficients[i];
    return sum;
}

/// A quotient of two polynomials.
struct Rational {
    Coefficients above;
    Coefficients below;

    double operator()(double x) const { return polynomial(above, x) / polynomial(below, x); }
};

/// For shares within 0.425 of one half.
constexpr Rational near_median{
    .above = {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
              1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
              3.3430575583588128105e+4, 2.5090809287301226727e+3},
    .below = {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
              2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
              5.2264952788528545610e+3},
};

/// For tails down to about e^-25.
constexpr Rational tail{
    .above = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
              3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
              2.27238449892691845833e-2, 7.74545014278341407640e-4},
    .below = {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
              1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
              1.05075007164441684324e-9},
};

/// For what is beyond.
constexpr Rational far_tail{
    .above = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
              2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
              2.71155556874348757815e-5, 2.01033439929228813265e-7},
    .below = {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
              7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
              2.04426310338993978564e-15},
};

}  // namespace

double normal_quantile(double share) {
    assert(share > 0 && share < 1);
    const double from_middle = share - 0.5;
    if (std::abs(from_middle) <= 0.425) {
        return from_middle * near_median(0.180625 - from_middle * from_middle);
    }
    const double depth = std::sqrt(-math::log(std::min(share, 1 - share)));
    const double size = depth <= 5 ? tail(depth - 1.6) : far_tail(depth - 5);
    return from_middle < 0 ? -size : size;
}

const NormalTable& NormalTable::shared() {
    static const NormalTable table;
    return table;
}

/// Each cubic has the quantile's value and slope at both ends of its cell (Hermite).
NormalTable::NormalTable() {
    constexpr double root_of_two_pi = 2.50662827463100050242;
    const auto cell_start = [](std::size_t cell) {
        return std::bit_cast<double>((first_cell + cell) << cell_shift);
    };
    for (std::size_t cell = 0; cell < cell_count; ++cell) {
        const double begin = cell_start(cell);
        const double end = cell_start(cell + 1);
        const double value = -normal_quantile(begin);
        const double end_value = -normal_quantile(end);
        const auto rise = [&](double at) {
            return -(end - begin) * root_of_two_pi * math::exp(at * at / 2);
        };
        const double step = end_value - value;
        const double rise_at_begin = rise(value);
        const double rise_at_end = rise(end_value);
        cells_[cell] = {value, rise_at_begin, 3 * step - 2 * rise_at_begin - rise_at_end,
                        rise_at_begin + rise_at_end - 2 * step};
    }
}

}  // namespace weft::sim
