#include "mesh/base/quantity.hpp"
#include "mesh/control/host_names.hpp"
#include "mesh/control/translate_gateways.hpp"
#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// Where a Service's port leads in a pod: to its target. One that is a name is not looked up, and
/// the Service's own number stands for it, as in Istio's analysis.
std::uint16_t target_of(const ServicePort& port) {
    const auto number = mesh::parse_count(port.target);
    return number ? static_cast<std::uint16_t>(*number) : port.port;
}

/// Ports of the pods that Services lead to.
std::set<std::uint16_t> ports_of(const AnalyzedMesh& mesh,
                                 const std::vector<const PodGroup*>& pods) {
    std::set<std::uint16_t> numbers;
    for (const PodGroup* const group : pods) {
        for (const KnownHost* const host : mesh.catalogue().selecting(group->ns, group->labels)) {
            for (const ServicePort& port : host->ports)
                numbers.insert(target_of(port));
        }
    }
    return numbers;
}

void check_pods(const AnalyzedMesh& mesh,
                const Document& document,
                const Gateway& gateway,
                Diagnostics& said) {
    if (gateway.selector.empty() || gateway.kind == Gateway::Kind::gateway_api) return;
    const auto pods = mesh.pods("", gateway.selector);
    if (pods.empty() && are_of_installation(gateway.selector)) return;
    if (pods.empty()) {
        // Where no file has pods, somebody checks rules by themselves.
        const auto severity =
            mesh.pods().empty() ? Diagnostic::Severity::warning : Diagnostic::Severity::error;
        return say_as(severity, said, Finding::referenced_resource_not_found,
                      place_in(document, {"spec", "selector"}), "pod for the selector",
                      to_text(gateway.selector), "");
    }
    const std::set<std::uint16_t> reached = ports_of(mesh, pods);
    for (std::size_t at = 0; at < gateway.servers.size(); ++at) {
        const std::uint16_t port = gateway.servers[at].port;
        if (reached.contains(port)) continue;
        say(said, Finding::gateway_port_not_in_service,
            place_in(document, {"spec", "servers", at, "port", "number"}), port,
            to_text(gateway.selector));
    }
}

/// Whether selectors are for the same pods: they ask for the same, or one for more than the other,
/// and there are pods that have it all.
bool select_alike(const AnalyzedMesh& mesh, const Labels& one, const Labels& other) {
    if (one == other) return true;
    if (has_labels(one, other)) return !mesh.pods("", one).empty();
    return has_labels(other, one) && !mesh.pods("", other).empty();
}

/// Two gateways at the same pods and port are one there, and a host can be served by one server.
/// "./bookinfo.com" and "bookinfo.com" differ in whose VirtualServices may name the host, and
/// "*.bookinfo.com" is another host than those that it covers. Source: Istio's analysis.
void check_conflicts(const AnalyzedMesh& mesh, Diagnostics& said) {
    std::map<std::pair<std::uint16_t, ServedHost>, std::vector<const Gateway*>> servers;
    for (const auto& [document, gateway] : mesh.all<Gateway>()) {
        if (gateway.kind == Gateway::Kind::gateway_api) continue;  // Its listeners are named.
        for (std::size_t at = 0; at < gateway.servers.size(); ++at) {
            const GatewayServer& server = gateway.servers[at];
            for (std::size_t to = 0; to < server.hosts.size(); ++to) {
                const ServedHost host = served_host(server.hosts[to], gateway.meta.ns);
                auto& known = servers[{server.port, host}];
                const auto rival = std::ranges::find_if(known, [&](const Gateway* other) {
                    return other != &gateway &&
                           select_alike(mesh, other->selector, gateway.selector);
                });
                if (rival != known.end()) {
                    say(said, Finding::conflicting_gateways,
                        place_in(document, {"spec", "servers", at, "hosts", to}), server.port,
                        server.hosts[to], (*rival)->meta.name);
                }
                known.push_back(&gateway);
            }
        }
    }
}

bool serves(const Gateway& gateway, const VirtualService& service) {
    for (const GatewayServer& server : gateway.servers) {
        for (const std::string& written : server.hosts) {
            const ServedHost served = served_host(written, gateway.meta.ns);
            if (served.ns != "*" && served.ns != service.meta.ns) continue;
            const bool is_meant = std::ranges::any_of(service.hosts, [&](const std::string& host) {
                return common_host(served.host, resolve_host(host, service.meta.ns)) ||
                       common_host(served.host, lower_case(host));
            });
            if (is_meant) return true;
        }
    }
    return false;
}

/// A VirtualService for the mesh, too, may have hosts that its gateways need not serve; so one that
/// is served is enough. Source: Istio's analysis.
void check_gateway_hosts(const AnalyzedMesh& mesh, Diagnostics& said) {
    const auto gateways = mesh.all<Gateway>();
    for (const auto& [document, service] : mesh.all<VirtualService>()) {
        for (std::size_t at = 0; at < service.gateways.size(); ++at) {
            const std::string& written = service.gateways[at];
            const auto named = std::ranges::find_if(gateways, [&](const Written<Gateway>& other) {
                const Metadata& meta = other.resource.meta;
                if (other.resource.kind == Gateway::Kind::gateway_api) return false;
                return written == meta.ns + "/" + meta.name ||
                       (written == meta.name && service.meta.ns == meta.ns);
            });
            if (named == gateways.end() || service.hosts.empty()) continue;
            if (serves(named->resource, service)) continue;
            say(said, Finding::host_not_in_gateway, place_in(document, {"spec", "gateways", at}),
                written, service.meta.name);
        }
    }
}

}  // namespace

void analyze_gateways(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    for (const auto& [document, gateway] : mesh.all<Gateway>())
        check_pods(mesh, document, gateway, diagnostics);
    check_conflicts(mesh, diagnostics);
    check_gateway_hosts(mesh, diagnostics);
}

}  // namespace weft::scenarios
