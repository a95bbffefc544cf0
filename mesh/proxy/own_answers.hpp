#pragma once

#include "mesh/request/outcome.hpp"

#include <cstdint>

/// What a sidecar answers by itself where no upstream did. Source: the reference proxy.
namespace weft::mesh::own_answer {

inline constexpr std::uint16_t no_route = 404;
inline constexpr std::uint16_t unavailable = 503;  ///< No host, no room, no connection, reset.
inline constexpr std::uint16_t timeout = 504;

}  // namespace weft::mesh::own_answer
