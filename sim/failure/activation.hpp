#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"
#include "sim/failure/strength.hpp"

#include <cstdint>
#include <optional>

namespace weft::sim {

/// When a fault acts while its step lasts.
struct Activation {
    enum class Kind : std::uint8_t {
        always,
        probability,  ///< Each request on its own: the share.
        first,        ///< The first `count` requests that come to what it strikes,
        every,        ///< or every `count`-th.
        poisson,      ///< All is well for `up`, then it acts for `down`, and so on.
    };

    Kind kind = Kind::always;
    mesh::Ratio share{mesh::Ratio::whole};
    std::uint32_t count = 1;  ///< Above 0.
    mesh::Duration up{};      ///< Means of exponential times; both above 0.
    mesh::Duration down{};
};

/// Whether the requests have to be counted, and whether it acts on the one of this number, from 1.
bool counts(const Activation& activation);
bool strikes(const Activation& activation, std::uint64_t request);

/// How long it goes on acting, or not, for `poisson`. One number of `draws`.
mesh::Duration sojourn(const Activation& activation, bool acts, mesh::Draws& draws);

/// How a fault grows from nothing over `in`, and fades to nothing over the last `out`: in straight
/// lines, in steps of ramp_step.
struct Ramp {
    mesh::Duration in{};
    mesh::Duration out{};
};

inline constexpr mesh::Duration ramp_step = std::chrono::milliseconds{100};

/// How much of it there is after `elapsed`, with `left` to go (nothing: nobody knows how long).
Strength strength_at(const Ramp& ramp, mesh::Duration elapsed, std::optional<mesh::Duration> left);

/// How long it stays so; nothing if it does to the end.
std::optional<mesh::Duration> next_ramp_step(const Ramp& ramp,
                                             mesh::Duration elapsed,
                                             std::optional<mesh::Duration> left);

}  // namespace weft::sim
