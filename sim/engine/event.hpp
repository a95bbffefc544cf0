#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>

namespace weft::sim {

using mesh::Duration;
using mesh::Instant;
using mesh::never;

/// What happens. The world names the kinds and switches on them.
enum class EventKind : std::uint32_t;

/// A slot of the pool that the kind names.
using Handle = std::uint32_t;

/// One thing that will happen: when, what, and to whom.
struct Event {
    Instant at;
    EventKind kind;
    Handle subject;
};
static_assert(sizeof(Event) == 16);

}  // namespace weft::sim
