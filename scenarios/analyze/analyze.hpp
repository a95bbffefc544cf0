#pragma once

#include "scenarios/analyze/analyzed_mesh.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"

namespace weft::scenarios {

/// Says what manifests make of each other, with the code that Istio's own analysis has for it:
/// what a rule names and nobody is, rules that no request reaches, ports that nobody agrees on.
/// `is_complete`: nothing could not be read. If something could not, what seems to be missing may
/// be there, and is not spoken of.
void analyze(const Documents& documents, bool is_complete, Diagnostics& diagnostics);

/// What a VirtualService or a route of the Gateway API leads to and nobody is.
void analyze_references(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Rules of a VirtualService that other rules of it hide.
void analyze_virtual_services(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// DestinationRules for nobody, subsets without pods, servers without authorities.
void analyze_destination_rules(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Gateways: their pods, ports and hosts.
void analyze_gateways(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Ports of Services and ServiceEntries.
void analyze_ports(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Pods behind several Services, and pods that take the sidecar's user.
void analyze_pods(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Selectors of policies that select nobody, or the same pods twice.
void analyze_selectors(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Namespaces that AuthorizationPolicies name and nobody has.
void analyze_access_policies(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Services that no pod answers for: none has the labels that they select, or none has a port of
/// the name that they lead to. Where a namespace has no pods, they may come later. Only manifests
/// that are all that there is are asked for it: those of a scenario may get their pods by its
/// steps.
void analyze_services(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// `portLevelSettings` of a DestinationRule, and matches of a VirtualService of the mesh, for a
/// port that their Service has not, such as the one its pods listen on. Asked of the same
/// manifests.
void analyze_port_settings(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Labels of namespaces that say who gets a sidecar.
void analyze_namespaces(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

/// Fields that have a successor.
void analyze_deprecated_fields(const AnalyzedMesh& mesh, Diagnostics& diagnostics);

}  // namespace weft::scenarios
