#include "scenarios/manifests/check_services.hpp"

#include "mesh/base/quantity.hpp"
#include "mesh/control/registry.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <iterator>
#include <string>
#include <variant>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

using Workloads = std::vector<const Workload*>;

Workloads workloads_in(const std::vector<Resource>& all, const std::string& ns) {
    Workloads found;
    for (const Resource& resource : all) {
        const auto* const workload = std::get_if<Workload>(&resource);
        if (workload != nullptr && workload->meta.ns == ns) found.push_back(workload);
    }
    return found;
}

bool have_port(const Workloads& workloads, const std::string& name) {
    return std::ranges::any_of(workloads, [&](const Workload* workload) {
        return std::ranges::any_of(workload->pod.ports,
                                   [&](const ContainerPort& port) { return port.name == name; });
    });
}

std::string text_of_selector(const Labels& labels) {
    std::string text;
    for (const auto& [name, value] : labels)
        text += fmt::format("{}{}={}", text.empty() ? "" : ",", name, value);
    return text;
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

void check_pods_behind(const Document& document,
                       const Service& service,
                       const std::vector<Resource>& all,
                       Diagnostics& said) {
    // Pods of an installation are seldom among the manifests of applications.
    if (service.selector.empty() || service.selector.contains("istio")) return;
    if (!service.external_name.empty()) return;
    const Workloads workloads = workloads_in(all, service.meta.ns);
    if (workloads.empty()) return;
    Workloads behind;
    std::ranges::copy_if(workloads, std::back_inserter(behind), [&](const Workload* workload) {
        return has_labels(workload->pod.labels, service.selector);
    });
    if (!behind.empty()) return check_targets_of(document, service, behind, said);
    said.warning(
        place_in(document, {"spec", "selector"}),
        fmt::format("no workload of namespace '{}' has pods with the labels {}: what is "
                    "sent to Service '{}' gets 503 UH",
                    service.meta.ns, text_of_selector(service.selector), service.meta.name));
}

}  // namespace

void check_services(const Documents& documents,
                    const std::vector<Resource>& all,
                    Diagnostics& diagnostics) {
    for (const Document& document : documents) {
        if (!document.resource) continue;
        if (const auto* const service = std::get_if<Service>(&*document.resource))
            check_pods_behind(document, *service, all, diagnostics);
    }
}

}  // namespace weft::scenarios
