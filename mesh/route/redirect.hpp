#pragma once

#include "mesh/request/head.hpp"
#include "mesh/route/edits.hpp"
#include "mesh/route/string_match.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weft::mesh {

/// An answer that sends the client elsewhere. What is absent stays as the request has it.
struct Redirect {
    std::optional<std::string> scheme{};
    std::optional<std::string> authority{};
    std::optional<std::uint16_t> port{};
    std::optional<std::string> path{};  ///< With a query of its own, or the request's is kept.
    Rewrite::Replaces replaces = Rewrite::Replaces::path;
    std::uint16_t status = 301;
};

/// Whether clients are sent elsewhere with this status: 301, 302, 303, 307 or 308.
bool is_redirect_status(std::uint32_t status);

/// The Location that the answer names. `match` is what took the request, `scheme` what it came by.
/// The request's own port is left out where another one is set, and where the scheme changes and
/// the port is the usual one of the old scheme.
/// Source: the reference proxy's redirect action.
std::string redirect_location(const Redirect& redirect,
                              const std::optional<StringMatch>& match,
                              const RequestHead& head,
                              std::string_view scheme);

}  // namespace weft::mesh
