#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

/// How long requests wait for a cluster that has no host to send them to. Once that time has
/// passed, all of them fail, and others at once, until there is a host again.
/// Source: the fail-fast of Linkerd's proxy.
struct FailFastSettings {
    Duration after{};         ///< Above 0.
    std::uint32_t queue = 0;  ///< Requests that wait at most.

    friend bool operator==(const FailFastSettings&, const FailFastSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
inline std::optional<std::string> mistake_in(const FailFastSettings& settings) {
    if (settings.after <= Duration::zero()) return "the time must be above 0";
    return std::nullopt;
}

}  // namespace weft::mesh
