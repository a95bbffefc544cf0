#pragma once

#include "mesh/base/fraction.hpp"
#include "mesh/base/time.hpp"
#include "mesh/control/resources/metadata.hpp"
#include "mesh/route/edits.hpp"
#include "mesh/route/redirect.hpp"
#include "mesh/route/route_match.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Routes of the Kubernetes Gateway API, for services of a mesh and for gateways.
namespace weft::mesh::control {

/// A service whose callers obey the route.
struct ParentService {
    std::string name;
    std::string ns;
    std::optional<std::uint16_t> port{};  ///< Absent: each of its ports.
};

/// A gateway that takes requests by the route.
struct ParentGateway {
    std::string name;
    std::string ns;
    std::string listener{};               ///< Empty: each that takes it.
    std::optional<std::uint16_t> port{};  ///< Absent: at each of its ports.
};

struct BackendRef {
    std::string name;
    std::string ns;
    std::optional<std::uint16_t> port{};  ///< Without one the reference leads nowhere.
    std::uint32_t weight = 1;
    HeaderEdits request_headers{};
    HeaderEdits response_headers{};  ///< Kept; no decision depends on them.
    bool is_service = true;          ///< Other kinds lead nowhere.
};

struct GatewayMatch {
    RouteMatch match;            ///< Always with a path.
    std::string grpc_service{};  ///< As written; of a GRPCRoute.
    std::string grpc_method{};
    std::string origin{};  ///< Where it was written, for people; empty: it was not.
};

struct GatewayRule {
    std::string name{};
    std::vector<GatewayMatch> matches{};  ///< At least one.
    std::vector<BackendRef> backends{};
    std::optional<Redirect> redirect{};
    std::optional<Rewrite> rewrite{};
    HeaderEdits request_headers{};
    HeaderEdits response_headers{};  ///< Kept; no decision depends on them.
    std::vector<std::pair<BackendRef, Fraction>> mirrors{};
    std::optional<Duration> request_timeout{};          ///< Over all attempts; 0 is none.
    std::optional<Duration> backend_request_timeout{};  ///< Of each attempt.
    std::string origin{};                               ///< Where it was written, for people.
};

/// HTTPRoute or GRPCRoute.
struct GatewayRoute {
    enum class Kind : std::uint8_t { http, grpc };

    Kind kind = Kind::http;
    Metadata meta{};
    std::vector<ParentService> parents{};
    std::vector<GatewayRule> rules{};
    std::string origin{};  ///< Where it was written, for people.
    std::vector<ParentGateway> gateways{};
    std::vector<std::string> hostnames{};  ///< At gateways; none: those of the listener.
};

/// Lets routes of other namespaces refer to services of its own.
struct ReferenceGrant {
    struct From {
        std::string kind;  ///< "HTTPRoute"
        std::string ns;
    };

    Metadata meta{};
    std::vector<From> from{};
    std::vector<std::string> services{};  ///< Names; empty: all of its namespace.
};

}  // namespace weft::mesh::control
