#pragma once

#include "mesh/route/route_match.hpp"
#include "mesh/security/identity.hpp"
#include "mesh/security/ip_range.hpp"
#include "mesh/security/token.hpp"

#include <cstdint>
#include <string_view>

namespace weft::mesh {

/// All that a decision about access may know. Views: they hold as long as what they are of.
struct AccessRequest {
    const RequestView* http = nullptr;  ///< Null: a stream of bytes.
    const Identity* peer = nullptr;     ///< Of the caller's certificate; null: it showed none.
    const Token* token = nullptr;       ///< That was found good; null: there was none.
    IpAddress source{};                 ///< Of the connection.
    IpAddress remote{};                 ///< Of the client, as proxies in front report it.
    IpAddress destination{};
    std::uint16_t port = 0;  ///< Of the workload.
    std::string_view server_name{};
};

}  // namespace weft::mesh
