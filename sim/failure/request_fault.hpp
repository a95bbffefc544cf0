#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/base/settings.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"

#include <cstdint>
#include <string>

namespace weft::sim {

/// What a fault does with some of the requests that come to a pod's app.
struct RequestFault {
    enum class Kind : std::uint8_t {
        fail,     ///< They are answered with `status` after `latency`, without any work.
        slow,     ///< Their compute times are `factor` times as long.
        swallow,  ///< They are never answered. When it ends their callers lose the connection.
        corrupt,  ///< Their callers cannot use the answer, which proxies take for a good one.
        kill,     ///< The app dies of them.
    };

    Kind kind = Kind::fail;
    mesh::Ratio share{mesh::Ratio::whole};
    std::string path = {};    ///< They begin so; empty: any.
    std::string method = {};  ///< Empty: any.
    bool by_root = false;     ///< All that belongs to one root request has the same fate.
    std::uint16_t status = 500;
    mesh::Duration latency{};  ///< A worker is held for so long.
    double factor = 1;

    friend bool operator==(const RequestFault&, const RequestFault&) = default;
};

/// Whether it is about such a request at all; its share is another matter.
bool is_about(const RequestFault& fault, const mesh::RequestHead& head);

/// Reads `path` and `method`, by which a fault may be about some requests only.
void read_match(mesh::Settings& settings, RequestFault& fault);

}  // namespace weft::sim
