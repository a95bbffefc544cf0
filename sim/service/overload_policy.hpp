#pragma once

#include "mesh/request/head.hpp"
#include "mesh/resilience/overload_control.hpp"

#include <cstdint>
#include <string>

namespace weft::sim {

inline constexpr std::uint16_t shed_status = 503;
inline constexpr std::uint16_t too_late_status = 504;

/// How a server defends itself against more requests than it can serve. What it sheds or what would
/// come too late is answered with the status above and costs no worker.
struct OverloadPolicy {
    mesh::OverloadSettings settings;
    std::string priority_header;   ///< Lower case; empty: all requests are of the highest priority.
    bool heeds_deadlines = false;  ///< Of callers, and of the callers' callers.

    friend bool operator==(const OverloadPolicy&, const OverloadPolicy&) = default;
};

/// The priority that the header names: 0, the highest, to `priorities` - 1. Without the header, or
/// if it is no number, the lowest, as is any number beyond it.
std::uint32_t priority_of(const mesh::RequestHead& head, const OverloadPolicy& policy);

}  // namespace weft::sim
