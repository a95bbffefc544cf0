#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "sim/service/behaviour.hpp"

#include <yaml-cpp/yaml.h>

#include <optional>
#include <string>
#include <vector>

namespace weft::scenarios {

/// What a file of kind MockServiceGraph describes: services that call each other, by a script each.
///
/// Every service becomes a Deployment of its name (labels app: NAME, version: v1), a Service with
/// the one port 8080, named "http" (or "grpc", by its type), and a behaviour. A mock service takes
/// every request at once and holds it to its answer: 1024 workers a pod, mode held. No script: it
/// answers at once.
struct ServiceGraph {
    std::vector<mesh::control::Resource> resources;
    std::vector<sim::BehaviourOf> services;
    std::vector<std::string> entry_points;  ///< Host names as of namespace "default".
};

/// Whether a document is a service graph: of that kind, or a list of services without any kind.
bool is_service_graph(const YAML::Node& document);

/// Nothing if it has an error. Whether calls go in a circle is not looked at here.
std::optional<ServiceGraph> read_service_graph(const YAML::Node& document,
                                               const std::string& file,
                                               Diagnostics& diagnostics);

}  // namespace weft::scenarios
