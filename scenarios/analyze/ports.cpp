#include "mesh/control/host_names.hpp"
#include "mesh/control/port_protocol.hpp"
#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// Protocols that Istio knows by a port's name or its appProtocol.
constexpr std::array<std::string_view, 16> protocols{"grpc",
                                                     "grpc-web",
                                                     "hbone",
                                                     "http",
                                                     "http_proxy",
                                                     "http2",
                                                     "https",
                                                     "kubernetes.io/h2c",
                                                     "kubernetes.io/ws",
                                                     "kubernetes.io/wss",
                                                     "mongo",
                                                     "mysql",
                                                     "redis",
                                                     "tcp",
                                                     "tls",
                                                     "udp"};

/// Ports of mail, DNS, MySQL and MongoDB, at which the server speaks first: taken for TCP.
constexpr std::array<std::uint16_t, 4> spoken_first{25, 53, 3306, 27017};

bool says_protocol(const ServicePort& port) {
    return std::ranges::find(protocols, declared_protocol(port)) != protocols.end() ||
           std::ranges::find(spoken_first, port.port) != spoken_first.end();
}

/// The entry of spec.ports that has this number; those of UDP are no ports of the resource.
Place place_of_port(const Document& document, std::string_view key, std::uint16_t number) {
    const auto ports = find_in(document, {"spec", "ports"});
    for (std::size_t at = 0; ports && at < ports->size(); ++at) {
        const Path path{"spec", "ports", at, key};
        if (text_in(document, path) == std::to_string(number)) return place_in(document, path);
    }
    return place_in(document, {"spec", "ports"});
}

void check_service(const Document& document, const Service& service, Diagnostics& said) {
    if (is_system_namespace(service.meta.ns)) return;
    const bool is_external = !service.external_name.empty();
    for (const ServicePort& port : service.ports) {
        const Place place = place_of_port(document, "port", port.port);
        if (is_external && (!says_protocol(port) || declared_protocol(port) == "tcp")) {
            say(said, Finding::external_name_port, place, port.port);
        } else if (!says_protocol(port)) {
            say(said, Finding::port_name_says_no_protocol, place, port.name, port.port);
        }
    }
}

/// Istio takes a port without a protocol for one of TCP, where a connection is told apart by the
/// address that it goes to.
void check_addresses(const Document& document, const ServiceEntry& entry, Diagnostics& said) {
    if (find_in(document, {"spec", "addresses"})) return;
    for (std::size_t at = 0; at < entry.ports.size(); ++at) {
        const std::string& protocol = entry.ports[at].app_protocol;
        if (!protocol.empty() && protocol != "tcp") continue;
        say(said, Finding::addresses_required, place_in(document, {"spec", "ports", at}),
            entry.ports[at].port);
    }
}

/// Namespaces that are told of an entry; "*" for all.
std::set<std::string> viewers_of_entry(const ServiceEntry& entry) {
    std::set<std::string> viewers;
    for (const std::string& name : entry.export_to)
        viewers.insert(name == "." ? entry.meta.ns : name);
    if (viewers.empty()) viewers.insert("*");
    viewers.erase("~");
    return viewers;
}

/// Whether somebody is told of both.
bool meet_somewhere(const ServiceEntry& a, const ServiceEntry& b) {
    const auto some = viewers_of_entry(a);
    const auto others = viewers_of_entry(b);
    if (some.empty() || others.empty()) return false;
    if (some.contains("*") || others.contains("*")) return true;
    return std::ranges::any_of(some,
                               [&](const std::string& name) { return others.contains(name); });
}

void check_entry_protocols(const AnalyzedMesh& mesh, Diagnostics& said) {
    struct Statement {
        std::string protocol;
        const ServiceEntry* entry;
    };
    std::map<std::pair<std::string, std::uint16_t>, std::vector<Statement>> known;
    for (const auto& [document, entry] : mesh.all<ServiceEntry>()) {
        for (const std::string& host : entry.hosts) {
            for (const ServicePort& port : entry.ports) {
                const Statement own{declared_protocol(port), &entry};
                auto& others = known[{lower_case(host), port.port}];
                const auto rival = std::ranges::find_if(others, [&](const Statement& other) {
                    return other.entry != own.entry && other.protocol != own.protocol &&
                           meet_somewhere(*other.entry, *own.entry);
                });
                if (rival != others.end()) {
                    say(said, Finding::conflicting_entry_protocols,
                        place_of_port(document, "number", port.port), port.port, host, own.protocol,
                        rival->protocol, rival->entry->meta.name);
                }
                others.push_back(own);
            }
        }
    }
}

}  // namespace

void analyze_ports(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    for (const auto& [document, service] : mesh.all<Service>())
        check_service(document, service, diagnostics);
    for (const auto& [document, entry] : mesh.all<ServiceEntry>())
        check_addresses(document, entry, diagnostics);
    check_entry_protocols(mesh, diagnostics);
}

}  // namespace weft::scenarios
