#pragma once

#include "mesh/control/resources/gateway_route.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <string>

/// Parts of the Gateway API's routes.
namespace weft::scenarios {

/// One element of an HTTPRoute's or a GRPCRoute's `matches`.
mesh::control::GatewayMatch read_http_route_match(YamlMap map);
mesh::control::GatewayMatch read_grpc_route_match(YamlMap map);

/// What takes every request: the match that is meant where none is written.
mesh::control::GatewayMatch any_gateway_match();

/// `backendRef` and the like. A namespace that is absent is the route's.
mesh::control::BackendRef read_backend(YamlMap& map, const std::string& route_ns);

/// The rule's `filters`. What a kind of route cannot have is an error, what is not honoured a
/// warning. Requires that the rule's matches are read.
void read_filters(YamlMap& rule,
                  mesh::control::GatewayRoute::Kind kind,
                  const std::string& route_ns,
                  mesh::control::GatewayRule& read);

/// The `filters` of a backend: of them the edits of headers are honoured.
void read_filters(YamlMap& backend_map, mesh::control::BackendRef& backend);

}  // namespace weft::scenarios
