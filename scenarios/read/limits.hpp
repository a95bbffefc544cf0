#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/base/settings.hpp"
#include "mesh/base/time.hpp"

#include <chrono>

namespace weft::scenarios {

/// The longest time that a scenario may name: sums of a few such times still fit an instant.
inline constexpr mesh::Duration longest_duration = std::chrono::hours{24 * 3650};

/// A time of zero or more.
constexpr mesh::Rule<mesh::Duration> any_duration(mesh::Duration fallback) {
    return {.fallback = fallback, .min = mesh::Duration::zero(), .max = longest_duration};
}

/// A time above zero.
constexpr mesh::Rule<mesh::Duration> positive_duration(mesh::Duration fallback) {
    return {.fallback = fallback, .min = mesh::Duration{1}, .max = longest_duration};
}

/// How long it is until the same is done again. What is done over and over without a pause to speak
/// of keeps a run from getting on.
constexpr mesh::Rule<mesh::Duration> pause_between(mesh::Duration fallback) {
    return {.fallback = fallback, .min = std::chrono::milliseconds{1}, .max = longest_duration};
}

/// A share from none to all.
constexpr mesh::Rule<mesh::Ratio> any_ratio(mesh::Ratio fallback) {
    return {.fallback = fallback, .min = {0}, .max = {mesh::Ratio::whole}};
}

}  // namespace weft::scenarios
