#include "mesh/route/redirect.hpp"

#include "mesh/route/route_match.hpp"
#include "mesh/route/route_table.hpp"

#include <algorithm>
#include <array>

namespace weft::mesh {
namespace {

constexpr std::array<std::uint32_t, 5> redirect_statuses{301, 302, 303, 307, 308};

bool is_usual_port(std::string_view port, std::string_view scheme) {
    return (scheme == "http" && port == ":80") || (scheme == "https" && port == ":443");
}

std::string_view kept_authority(const Redirect& redirect,
                                std::string_view authority,
                                std::string_view scheme) {
    const std::string_view host = without_port(authority);
    if (redirect.port) return host;
    const bool changes_scheme = redirect.scheme && *redirect.scheme != scheme;
    const std::string_view port = authority.substr(host.size());
    return changes_scheme && is_usual_port(port, scheme) ? host : authority;
}

std::string new_path(const Redirect& redirect,
                     const std::optional<StringMatch>& match,
                     std::string_view path) {
    if (!redirect.path) return std::string{path};
    const bool has_query = redirect.path->find('?') != std::string::npos;
    return rewritten_path({.path = redirect.path, .replaces = redirect.replaces}, match,
                          has_query ? split_path(path).path : path);
}

}  // namespace

bool is_redirect_status(std::uint32_t status) {
    return std::find(redirect_statuses.begin(), redirect_statuses.end(), status) !=
           redirect_statuses.end();
}

std::string redirect_location(const Redirect& redirect,
                              const std::optional<StringMatch>& match,
                              const RequestHead& head,
                              std::string_view scheme) {
    std::string location{redirect.scheme ? std::string_view{*redirect.scheme} : scheme};
    location += "://";
    location += redirect.authority ? std::string_view{*redirect.authority}
                                   : kept_authority(redirect, head.authority, scheme);
    if (redirect.port) location.append(":").append(std::to_string(*redirect.port));
    location += new_path(redirect, match, head.path);
    return location;
}

}  // namespace weft::mesh
