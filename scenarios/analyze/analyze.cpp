#include "scenarios/analyze/analyze.hpp"

namespace weft::scenarios {

void analyze(const Documents& documents, bool is_complete, Diagnostics& diagnostics) {
    const AnalyzedMesh mesh{documents};
    if (is_complete) {
        analyze_references(mesh, diagnostics);
        analyze_destination_rules(mesh, diagnostics);
        analyze_gateways(mesh, diagnostics);
        analyze_selectors(mesh, diagnostics);
        analyze_access_policies(mesh, diagnostics);
    }
    analyze_virtual_services(mesh, diagnostics);
    analyze_ports(mesh, diagnostics);
    analyze_pods(mesh, diagnostics);
    analyze_namespaces(mesh, diagnostics);
    analyze_deprecated_fields(mesh, diagnostics);
}

}  // namespace weft::scenarios
