#include "sim/failure/activation.hpp"

#include "sim/service/distribution.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

/// How much of `whole` has passed, at most all of it.
Strength passed_share(mesh::Duration whole, mesh::Duration passed) {
    if (passed >= whole) return 1;
    return static_cast<double>(passed.count()) / static_cast<double>(whole.count());
}

}  // namespace

bool counts(const Activation& activation) {
    return activation.kind == Activation::Kind::first || activation.kind == Activation::Kind::every;
}

bool strikes(const Activation& activation, std::uint64_t request) {
    if (activation.kind == Activation::Kind::first) return request <= activation.count;
    if (activation.kind == Activation::Kind::every) return request % activation.count == 0;
    return true;
}

mesh::Duration sojourn(const Activation& activation, bool acts, mesh::Draws& draws) {
    const Sampler length{Distribution::exponential(acts ? activation.down : activation.up)};
    return std::max(length(draws), mesh::Duration{1});
}

Strength strength_at(const Ramp& ramp, mesh::Duration elapsed, std::optional<mesh::Duration> left) {
    const Strength grown = passed_share(ramp.in, elapsed);
    return left ? std::min(grown, passed_share(ramp.out, *left)) : grown;
}

std::optional<mesh::Duration> next_ramp_step(const Ramp& ramp,
                                             mesh::Duration elapsed,
                                             std::optional<mesh::Duration> left) {
    if (elapsed < ramp.in) return ramp_step;
    if (!left || ramp.out == mesh::Duration::zero()) return std::nullopt;
    if (*left > ramp.out) return *left - ramp.out;
    if (*left > ramp_step) return ramp_step;
    return std::nullopt;
}

}  // namespace weft::sim
