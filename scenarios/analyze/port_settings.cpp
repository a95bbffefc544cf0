#include "mesh/base/quantity.hpp"
#include "mesh/control/host_names.hpp"
#include "scenarios/analyze/analyze.hpp"

#include <cstddef>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

class PortCheck {
public:
    PortCheck(const AnalyzedMesh& mesh, Diagnostics& diagnostics)
        : services_(mesh.all<Service>()), diagnostics_(diagnostics) {}

    void check(const Document& document, const DestinationRule& rule) {
        const Service* const service = service_called(resolve_host(rule.host, rule.meta.ns));
        if (service == nullptr) return;
        check_policy(document, {"spec", "trafficPolicy", "portLevelSettings"}, *service);
        for (std::size_t at = 0; at < rule.subsets.size(); ++at) {
            check_policy(document, {"spec", "subsets", at, "trafficPolicy", "portLevelSettings"},
                         *service);
        }
    }

    /// At a gateway a port is the gateway's, and of several hosts one may have it.
    void check(const Document& document, const VirtualService& rules) {
        if (rules.hosts.size() != 1 || !rules.gateways.empty()) return;
        const Service* const service =
            service_called(resolve_host(rules.hosts.front(), rules.meta.ns));
        const auto http = find_in(document, {"spec", "http"});
        if (service == nullptr || !http) return;
        for (std::size_t rule = 0; rule < http->size(); ++rule) {
            const auto matches = find_in(document, {"spec", "http", rule, "match"});
            for (std::size_t at = 0; matches && at < matches->size(); ++at) {
                if (find_in(document, {"spec", "http", rule, "match", at, "gateways"})) continue;
                check_port(document, {"spec", "http", rule, "match", at, "port"}, *service);
            }
        }
    }

private:
    const Service* service_called(const std::string& host) const {
        for (const auto& [document, service] : services_) {
            if (service.ports.empty()) continue;
            if (service_host(service.meta.name, service.meta.ns) == host) return &service;
        }
        return nullptr;
    }

    void check_policy(const Document& document, const Path& list, const Service& service) {
        const auto settings = find_in(document, list);
        for (std::size_t at = 0; settings && at < settings->size(); ++at) {
            Path path = list;
            path.insert(path.end(), {at, "port", "number"});
            check_port(document, path, service);
        }
    }

    void check_port(const Document& document, const Path& path, const Service& service) {
        const std::string written = text_in(document, path);
        const auto number = mesh::parse_count(written);
        if (!number) return;
        std::string known;
        std::string hint;
        for (const ServicePort& port : service.ports) {
            if (port.port == *number) return;
            known += fmt::format("{}{}", known.empty() ? "" : ", ", port.port);
            if (port.target == written) hint = "; that is the port of its pods";
        }
        diagnostics_.warning(
            place_in(document, path),
            fmt::format("Service '{}' has no port {}, but {}: what is said of it holds for no "
                        "request{}",
                        service.meta.name, written, known, hint));
    }

    std::vector<Written<Service>> services_;
    Diagnostics& diagnostics_;
};

}  // namespace

void analyze_port_settings(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    PortCheck check{mesh, diagnostics};
    for (const auto& [document, rule] : mesh.all<DestinationRule>())
        check.check(document, rule);
    for (const auto& [document, rules] : mesh.all<VirtualService>())
        check.check(document, rules);
}

}  // namespace weft::scenarios
