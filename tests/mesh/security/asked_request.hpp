#pragma once

#include "mesh/security/authorization.hpp"

#include <memory>
#include <optional>
#include <string>

namespace weft::mesh::tests {

/// Of those who are asked about.
inline const TrustDomains domains{.own = "cluster.local", .aliases = {"old.local"}};

/// A request, or a stream of bytes, with everything that it is a view of.
struct Asked {
    RequestHead head{.method = "GET", .authority = "cart.shop", .path = "/items/7?full=1"};
    std::optional<Identity> peer{Identity{"cluster.local", "web", "front"}};
    std::string token{};  ///< Empty: none.
    std::string source = "10.1.2.3";
    std::string remote = "203.0.113.4";
    std::string destination = "10.9.9.9";
    std::uint16_t port = 9080;
    std::string server_name = "cart.shop.svc";
    bool is_http = true;

    AccessVerdict decide(const Authorization& authorization,
                         ProviderAnswer answer = ProviderAnswer::not_asked) const {
        const RequestView view{head};
        const auto parsed = parse_token(token);
        return authorization.decide({.http = is_http ? &view : nullptr,
                                     .peer = peer ? &*peer : nullptr,
                                     .token = parsed ? &*parsed : nullptr,
                                     .source = parse_ip(source).value(),
                                     .remote = parse_ip(remote).value(),
                                     .destination = parse_ip(destination).value(),
                                     .port = port,
                                     .server_name = server_name},
                                    answer);
    }
};

inline AccessPolicy policy(AccessAction action, std::vector<AccessRule> rules) {
    return {.ns = "shop", .name = "p", .action = action, .provider = {}, .rules = std::move(rules)};
}

}  // namespace weft::mesh::tests
