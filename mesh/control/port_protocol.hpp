#pragma once

#include "mesh/control/resources/resource.hpp"
#include "mesh/pool/pool_settings.hpp"

#include <string>

namespace weft::mesh::control {

/// What a port is declared to speak, in lower case: its protocol, or else its name up to a dash.
/// Empty if neither says anything.
std::string declared_protocol(const ServicePort& port);

/// Whether the mesh passes on what a port speaks as a stream of bytes. What is not declared, or
/// unknown, is sniffed, and found to be HTTP here. Source: Istio's protocol selection.
bool is_stream(const ServicePort& port);

/// HTTP/2 for a port that is declared so or speaks gRPC; HTTP/1.1 for every other. Source: Istio's
/// protocol selection.
HttpVersion http_version(const ServicePort& port);

}  // namespace weft::mesh::control
