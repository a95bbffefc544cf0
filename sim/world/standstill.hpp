#pragma once

#include "mesh/base/quantity.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace weft::sim {

/// Events at one moment, from so many of which on it is certain that time goes on no more. A start
/// of ten thousand pods is some hundred thousand.
inline constexpr std::uint64_t most_at_a_moment = 2'000'000;

/// Time does not go on, since what is played takes none: a scenario's mistake.
class Standstill : public std::runtime_error {
public:
    explicit Standstill(mesh::Instant at)
        : std::runtime_error(
              "time stands still at " + mesh::to_text(at.time_since_epoch()) +
              ", where millions of events took no time: is there a closed loop without "
              "`think`, and neither network nor service that takes time?") {}
};

}  // namespace weft::sim
