#include "mesh/base/quantity.hpp"
#include "mesh/control/registry.hpp"
#include "scenarios/analyze/analyze.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

using Workloads = std::vector<const Workload*>;

/// Those whose pods a Service selects.
Workloads workloads_behind(const AnalyzedMesh& mesh, const Service& service) {
    Workloads found;
    for (const auto& [document, workload] : mesh.all<Workload>()) {
        const bool is_behind = workload.meta.ns == service.meta.ns &&
                               has_labels(workload.pod.labels, service.selector);
        if (is_behind) found.push_back(&workload);
    }
    return found;
}

bool have_port(const Workloads& workloads, const std::string& name) {
    return std::ranges::any_of(workloads, [&](const Workload* workload) {
        return std::ranges::any_of(workload->pod.ports,
                                   [&](const ContainerPort& port) { return port.name == name; });
    });
}

/// By what is written, since ports of UDP are none of the resource.
void check_targets_of(const Document& document,
                      const Service& service,
                      const Workloads& behind,
                      Diagnostics& said) {
    const auto ports = find_in(document, {"spec", "ports"});
    for (std::size_t at = 0; ports && at < ports->size(); ++at) {
        const Path path{"spec", "ports", at, "targetPort"};
        const std::string target = text_in(document, path);
        const bool is_played = std::ranges::any_of(
            service.ports, [&](const ServicePort& port) { return port.target == target; });
        if (target.empty() || mesh::parse_count(target) || !is_played) continue;
        if (have_port(behind, target)) continue;
        said.warning(
            place_in(document, path),
            fmt::format("no pod of Service '{}' has a port called '{}': what is sent there "
                        "gets 503 UH",
                        service.meta.name, target));
    }
}

void check_pods_behind(const AnalyzedMesh& mesh,
                       const Document& document,
                       const Service& service,
                       Diagnostics& said) {
    if (service.selector.empty() || !service.external_name.empty()) return;
    if (is_system_namespace(service.meta.ns) || are_of_installation(service.selector)) return;
    if (mesh.pods(service.meta.ns, {}).empty()) return;
    if (!mesh.pods(service.meta.ns, service.selector).empty()) {
        const Workloads behind = workloads_behind(mesh, service);
        if (!behind.empty()) check_targets_of(document, service, behind, said);
        return;
    }
    said.warning(place_in(document, {"spec", "selector"}),
                 fmt::format("no workload of namespace '{}' has pods with the labels {}: what is "
                             "sent to Service '{}' gets 503 UH",
                             service.meta.ns, to_text(service.selector), service.meta.name));
}

}  // namespace

void analyze_services(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    for (const auto& [document, service] : mesh.all<Service>())
        check_pods_behind(mesh, document, service, diagnostics);
}

}  // namespace weft::scenarios
