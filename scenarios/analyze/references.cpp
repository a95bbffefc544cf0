#include "mesh/control/host_names.hpp"
#include "mesh/control/visibility.hpp"
#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

using Severity = Diagnostic::Severity;

/// What is missing among these files is an error only if others of its kind are there. If none are,
/// somebody checks rules by themselves.
Severity severity_if(bool others_are_there) {
    return others_are_there ? Severity::error : Severity::warning;
}

Path with(Path path, Step step) {
    path.push_back(step);
    return path;
}

std::vector<std::uint16_t> port_numbers(const std::vector<ServicePort>& ports) {
    std::vector<std::uint16_t> numbers;
    for (const ServicePort& port : ports)
        numbers.push_back(port.port);
    return numbers;
}

/// Namespaces whose proxies are told of rules; of those for all of them, the rules' own.
std::vector<std::string> viewers_of(const VirtualService& service) {
    std::vector<std::string> namespaces;
    for (const std::string& name : service.export_to)
        namespaces.push_back(name == "." || name == "*" ? service.meta.ns : name);
    if (namespaces.empty()) namespaces.push_back(service.meta.ns);
    return namespaces;
}

class ManifestReferences {
public:
    ManifestReferences(const AnalyzedMesh& mesh, Diagnostics& diagnostics)
        : mesh_(mesh), diagnostics_(diagnostics), has_hosts_(mesh.has_hosts()) {
        for (const auto& [document, gateway] : mesh.all<Gateway>()) {
            if (gateway.kind == Gateway::Kind::istio)
                gateways_.emplace(gateway.meta.ns, gateway.meta.name);
        }
        for (const auto& [document, service] : mesh.all<Service>()) {
            exports_[service_host(service.meta.name, service.meta.ns)].push_back(
                {service.meta.ns, service.export_to});
        }
        for (const auto& [document, entry] : mesh.all<ServiceEntry>()) {
            for (const std::string& host : entry.hosts)
                exports_[lower_case(host)].push_back({entry.meta.ns, entry.export_to});
        }
        for (const auto& [document, rule] : mesh.all<DestinationRule>()) {
            auto& names = subsets_[resolve_host(rule.host, rule.meta.ns)];
            for (const Subset& subset : rule.subsets)
                names.push_back(subset.name);
        }
    }

    void check(const Document& document, const VirtualService& service) {
        for (std::size_t at = 0; at < service.gateways.size(); ++at)
            check_gateway(service, at, place_in(document, {"spec", "gateways", at}));
        const auto written = find_in(document, {"spec", "http"});
        if (!written || written->size() != service.http.size()) return;  // One could not be read.
        viewers_ = viewers_of(service);
        for (std::size_t at = 0; at < service.http.size(); ++at)
            check(document, service.meta.ns, service.http[at], {"spec", "http", at});
    }

    void check(const Document& document, const GatewayRoute& route) {
        for (std::size_t at = 0; at < route.rules.size(); ++at) {
            const auto& backends = route.rules[at].backends;
            for (std::size_t to = 0; to < backends.size(); ++to) {
                const Path path{"spec", "rules", at, "backendRefs", to};
                check_backend(document, backends[to], route.meta.ns, path);
            }
        }
    }

private:
    void check(const Document& document,
               const std::string& ns,
               const HttpRoute& rule,
               const Path& path) {
        for (std::size_t to = 0; to < rule.route.size(); ++to) {
            const Path route = with(with(path, "route"), to);
            check(document, ns, rule.route[to].destination, with(route, "destination"));
        }
        const bool has_mirror = find_in(document, with(path, "mirror")).has_value();
        for (std::size_t to = 0; to < rule.mirrors.size(); ++to) {
            const bool is_single = has_mirror && to == 0;
            const std::size_t at = to - (has_mirror ? 1 : 0);
            const Path below = is_single ? with(path, "mirror")
                                         : with(with(with(path, "mirrors"), at), "destination");
            check(document, ns, rule.mirrors[to].first, below);
        }
    }

    void check(const Document& document,
               const std::string& ns,
               const Destination& destination,
               const Path& path) {
        if (destination.host.empty()) return;  // Reported where it is missing.
        const std::string full = resolve_host(destination.host, ns);
        const KnownHost* const host = mesh_.find_host(full);
        if (host == nullptr && mesh_.is_beside(full)) return;
        if (host == nullptr) {
            return say_as(severity_if(has_hosts_), diagnostics_,
                          Finding::referenced_resource_not_found,
                          place_in(document, with(path, "host")), "host", destination.host,
                          mesh_.suggest_host(destination.host, ns));
        }
        check_visibility(*host, destination, place_in(document, with(path, "host")));
        check_port(*host, destination, place_in(document, with(with(path, "port"), "number")));
        check_is_one_port(*host, destination, place_in(document, with(path, "host")));
        if (!destination.subset.empty()) {
            check_subset(host->host, destination, place_in(document, with(path, "subset")));
        }
    }

    /// A rule leads nowhere if none of those who are told of it are told of the host.
    void check_visibility(const KnownHost& host, const Destination& destination, Place place) {
        const auto exports = exports_.find(host.host);
        if (exports == exports_.end()) return;
        const bool is_seen = std::ranges::any_of(exports->second, [&](const Export& one) {
            return std::ranges::any_of(
                viewers_, [&](const std::string& ns) { return is_exported(one.to, one.ns, ns); });
        });
        if (is_seen) return;
        say(diagnostics_, Finding::referenced_resource_not_found, std::move(place), "host",
            destination.host,
            fmt::format(" for proxies of '{}': it is not exported there", listed(viewers_)));
    }

    /// One that is named has to be there.
    void check_port(const KnownHost& host, const Destination& destination, Place place) {
        if (!destination.port || host.find_port(*destination.port) != nullptr) return;
        say(diagnostics_, Finding::referenced_resource_not_found, std::move(place), "port",
            *destination.port,
            fmt::format(" at host '{}', which has {}", destination.host,
                        listed(port_numbers(host.ports))));
    }

    void check_is_one_port(const KnownHost& host, const Destination& destination, Place place) {
        if (destination.port || host.ports.size() < 2) return;
        say(diagnostics_, Finding::destination_port_required, std::move(place), destination.host,
            listed(port_numbers(host.ports)));
    }

    void check_subset(const std::string& host, const Destination& destination, Place place) {
        std::vector<std::string> known;
        for (const auto& [of, names] : subsets_) {
            if (of == host || wildcard_covers(of, host))
                known.insert(known.end(), names.begin(), names.end());
        }
        if (std::ranges::find(known, destination.subset) != known.end()) return;
        say_as(severity_if(!subsets_.empty()), diagnostics_, Finding::referenced_resource_not_found,
               std::move(place), "subset", destination.subset,
               fmt::format(" of host '{}'{}", destination.host,
                           did_you_mean(destination.subset, known)));
    }

    void check_gateway(const VirtualService& service, std::size_t at, Place place) {
        const std::string& written = service.gateways[at];
        if (written == "mesh") return;
        const std::size_t slash = written.find('/');
        const bool is_near = slash == std::string::npos;
        const std::string ns = is_near ? service.meta.ns : written.substr(0, slash);
        const std::string name = is_near ? written : written.substr(slash + 1);
        if (name.ends_with("istio-autogenerated-k8s-gateway")) {
            return say(diagnostics_, Finding::internal_gateway, std::move(place), written);
        }
        if (gateways_.contains({ns, name})) return;
        std::vector<std::string> known;
        for (const auto& [of, gateway] : gateways_)
            known.push_back(of == service.meta.ns ? gateway : fmt::format("{}/{}", of, gateway));
        say_as(severity_if(!gateways_.empty()), diagnostics_,
               Finding::referenced_resource_not_found, std::move(place), "gateway", written,
               did_you_mean(written, known));
    }

    void check_backend(const Document& document,
                       const BackendRef& backend,
                       const std::string& ns,
                       const Path& path) {
        if (!backend.is_service || backend.name.empty()) return;
        const std::string full = service_host(backend.name, backend.ns);
        const KnownHost* const host = mesh_.find_host(full);
        if (host != nullptr) {
            check_port(*host, {.host = backend.name, .subset = {}, .port = backend.port},
                       place_in(document, with(path, "port")));
        } else if (!mesh_.is_beside(full)) {
            const std::string hint = backend.ns == ns
                                         ? mesh_.suggest_host(backend.name, ns)
                                         : fmt::format(" in namespace '{}'", backend.ns);
            say_as(severity_if(has_hosts_), diagnostics_, Finding::referenced_resource_not_found,
                   place_in(document, with(path, "name")), "Service", backend.name, hint);
        }
    }

    /// Who declares a host, and to whom.
    struct Export {
        std::string ns;
        ExportTo to;
    };

    const AnalyzedMesh& mesh_;
    Diagnostics& diagnostics_;
    std::map<std::string, std::vector<Export>> exports_;       ///< By full name.
    std::vector<std::string> viewers_;                         ///< Of the rules at hand.
    std::map<std::string, std::vector<std::string>> subsets_;  ///< By host, of any namespace.
    std::set<std::pair<std::string, std::string>> gateways_;   ///< Namespace and name.
    bool has_hosts_;
};

}  // namespace

void analyze_references(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    ManifestReferences references{mesh, diagnostics};
    for (const auto& [document, service] : mesh.all<VirtualService>())
        references.check(document, service);
    for (const auto& [document, route] : mesh.all<GatewayRoute>())
        references.check(document, route);
}

}  // namespace weft::scenarios
