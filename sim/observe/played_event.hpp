#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace weft::sim::observe {

/// One event of a run as people look at it.
struct PlayedEvent {
    mesh::Instant at;
    std::string_view kind;  ///< "request_arrives"
    std::string who;        ///< The pod or proxy that it happens to; empty: the cluster as a whole.
    std::string from;       ///< Whose message it is; empty: nobody's.
    std::string load;       ///< Of the request that it is about; empty: of none.
    std::uint64_t request = 0;      ///< Its number within the load.
    std::uint64_t fingerprint = 0;  ///< What it added; 0: it is not counted, only what it causes.

    friend bool operator==(const PlayedEvent&, const PlayedEvent&) = default;
};

}  // namespace weft::sim::observe
