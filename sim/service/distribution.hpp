#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>
#include <vector>

namespace weft::sim {

/// A law of durations. Its first number is always its mean.
struct Distribution {
    enum class Law : std::uint8_t {
        constant,
        exponential,
        lognormal,       ///< mean, scv (variance over squared mean)
        bounded_pareto,  ///< mean, shape alpha, longest
        bimodal,    ///< Two exponentials: mean of the short, mean of the long, share of the long.
        empirical,  ///< The values, each as likely as its weight.
    };

    Law law = Law::constant;
    mesh::Duration mean{};     ///< Of the law; of the short ones if bimodal; unused if empirical.
    double scv = 1;            ///< lognormal
    double alpha = 0;          ///< bounded_pareto
    mesh::Duration longest{};  ///< bounded_pareto; mean of the long ones if bimodal.
    double long_share = 0;     ///< bimodal, 0 to 1
    std::vector<mesh::Duration> values = {};  ///< empirical
    std::vector<double> weights = {};         ///< empirical, same length

    static Distribution constant(mesh::Duration value) { return {.mean = value}; }
    static Distribution exponential(mesh::Duration mean) {
        return {.law = Law::exponential, .mean = mean};
    }

    bool is_constant() const { return law == Law::constant; }
};

/// Whether a Sampler can be made from it: parameters in their ranges, and a bounded Pareto law
/// whose mean can be reached with its longest value and alpha.
bool feasible(const Distribution& distribution);

class NormalTable;

/// Draws from one law, prepared once: parameters of the formula are computed here, not per draw.
/// Uses one number per draw whatever the law, so that two laws stay in step (common random
/// numbers), and only mesh/base/math.
class Sampler {
public:
    /// Requires feasible(distribution).
    explicit Sampler(const Distribution& distribution);

    /// Not negative. One number of `draws`.
    mesh::Duration operator()(mesh::Draws& draws) const;

    /// The value at a share of the distribution in [0, 1): the inverse of its cumulative law.
    mesh::Duration quantile(double share) const;

    bool is_constant() const { return law_ == Distribution::Law::constant; }
    mesh::Duration constant_value() const { return mean_; }

private:
    double bimodal_quantile(double share) const;

    void prepare_bounded_pareto(const Distribution& distribution);
    void prepare_empirical(const Distribution& distribution);

    Distribution::Law law_;
    mesh::Duration mean_;
    double a_ = 0;  ///< Each law's prepared parameters.
    double b_ = 0;
    double c_ = 0;
    const NormalTable* normal_ = nullptr;  ///< lognormal
    std::vector<double> cumulative_;
    std::vector<mesh::Duration> values_;
};

}  // namespace weft::sim
