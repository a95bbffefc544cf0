#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <optional>

/// One function for each kind of manifest. Each is given the whole document, reports what it finds
/// wrong or cannot honour, and returns nothing where too little is left to make sense.
namespace weft::scenarios {

using ReadResource = std::optional<mesh::control::Resource> (*)(YamlMap& document);

std::optional<mesh::control::Resource> read_namespace(YamlMap& document);
std::optional<mesh::control::Resource> read_service_account(YamlMap& document);
std::optional<mesh::control::Resource> read_service(YamlMap& document);
std::optional<mesh::control::Resource> read_deployment(YamlMap& document);
std::optional<mesh::control::Resource> read_stateful_set(YamlMap& document);
std::optional<mesh::control::Resource> read_autoscaler(YamlMap& document);
std::optional<mesh::control::Resource> read_daemon_set(YamlMap& document);
std::optional<mesh::control::Resource> read_job(YamlMap& document);
std::optional<mesh::control::Resource> read_disruption_budget(YamlMap& document);
std::optional<mesh::control::Resource> read_virtual_service(YamlMap& document);
std::optional<mesh::control::Resource> read_destination_rule(YamlMap& document);
std::optional<mesh::control::Resource> read_gateway(YamlMap& document);
std::optional<mesh::control::Resource> read_api_gateway(YamlMap& document);
std::optional<mesh::control::Resource> read_service_entry(YamlMap& document);
std::optional<mesh::control::Resource> read_sidecar(YamlMap& document);
std::optional<mesh::control::Resource> read_http_route(YamlMap& document);
std::optional<mesh::control::Resource> read_grpc_route(YamlMap& document);
std::optional<mesh::control::Resource> read_reference_grant(YamlMap& document);
std::optional<mesh::control::Resource> read_peer_authentication(YamlMap& document);
std::optional<mesh::control::Resource> read_authorization_policy(YamlMap& document);
std::optional<mesh::control::Resource> read_request_authentication(YamlMap& document);

}  // namespace weft::scenarios
