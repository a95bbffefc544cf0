#include "mesh/control/injection.hpp"
#include "mesh/control/port_protocol.hpp"
#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <fmt/format.h>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// What the Services before some pods say of one port: each statement with those that make it.
using Statements = std::map<std::string, std::set<std::string>>;

/// "http (cart), tcp (cart-raw)"
std::string text_of_statements(const Statements& statements) {
    std::string text;
    for (const auto& [what, services] : statements) {
        if (!text.empty()) text += ", ";
        text += fmt::format("{} ({})", what, listed(services));
    }
    return text;
}

/// Whether two Services differ; one may well reach a port of the pods by several of its own.
bool disagree(const Statements& statements) {
    std::set<std::string> services;
    for (const auto& [what, by] : statements)
        services.insert(by.begin(), by.end());
    return statements.size() > 1 && services.size() > 1;
}

/// What is no part of the mesh may be behind any Services.
bool has_no_sidecar(const AnalyzedMesh& mesh, const PodGroup& pods) {
    if (!pods.document->resource) return false;
    const auto* const workload = std::get_if<Workload>(&*pods.document->resource);
    return workload != nullptr &&
           !has_sidecar(workload->pod, mesh.catalogue().labels_of_namespace(pods.ns));
}

void check_services(const AnalyzedMesh& mesh, const PodGroup& pods, Diagnostics& said) {
    if (has_no_sidecar(mesh, pods)) return;
    std::map<std::string, Statements> protocols;  // By the port of the Service.
    std::map<std::string, Statements> numbers;    // By the port of the pod.
    for (const KnownHost* const host : mesh.catalogue().selecting(pods.ns, pods.labels)) {
        if (host->service.empty()) continue;
        for (const ServicePort& port : host->ports) {
            const std::string number = std::to_string(port.port);
            const std::string protocol = declared_protocol(port);
            if (!protocol.empty()) protocols[number][protocol].insert(host->service);
            numbers[port.target.empty() ? number : port.target][number].insert(host->service);
        }
    }
    const ResourceKey& key = pods.document->key;
    const Place place = place_in(*pods.document, {"metadata", "name"});
    for (const auto& [number, statements] : protocols) {
        if (!disagree(statements)) continue;
        say(said, Finding::services_disagree_on_protocol, place, key.kind, key.name, number,
            text_of_statements(statements));
    }
    for (const auto& [target, statements] : numbers) {
        if (!disagree(statements)) continue;
        say(said, Finding::services_disagree_on_port, place, key.kind, key.name, target,
            text_of_statements(statements));
    }
}

/// The sidecar lets pass what its own user sends, or it would catch itself.
void check_user(const Document& document, const Path& path, Diagnostics& said) {
    if (text_in(document, path) != "1337") return;
    say(said, Finding::user_of_sidecar, place_in(document, path));
}

void check_users(const Document& document, Diagnostics& said) {
    check_user(document, {"spec", "template", "spec", "securityContext", "runAsUser"}, said);
    const auto containers = find_in(document, {"spec", "template", "spec", "containers"});
    for (std::size_t at = 0; containers && at < containers->size(); ++at) {
        const auto name = text_in(document, {"spec", "template", "spec", "containers", at, "name"});
        if (name == "istio-proxy") continue;
        check_user(document,
                   {"spec", "template", "spec", "containers", at, "securityContext", "runAsUser"},
                   said);
    }
}

}  // namespace

void analyze_pods(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    for (const PodGroup& pods : mesh.pods()) {
        check_services(mesh, pods, diagnostics);
        check_users(*pods.document, diagnostics);
    }
}

}  // namespace weft::scenarios
