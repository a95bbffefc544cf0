#include "scenarios/manifests/check_attachment.hpp"

#include "mesh/control/catalogue.hpp"
#include "mesh/control/gateway_rules.hpp"
#include "mesh/control/host_names.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/translate_gateways.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

class AttachmentCheck {
public:
    AttachmentCheck(const Catalogue& catalogue,
                    const Document& document,
                    const GatewayRoute& route,
                    Diagnostics& diagnostics)
        : catalogue_(catalogue), document_(document), route_(route), diagnostics_(diagnostics) {}

    /// Parents stand in the route by kind, each kind in the order of parentRefs.
    void check_parents() {
        const auto parents = find_in(document_, {"spec", "parentRefs"});
        std::size_t gateways = 0;
        std::size_t services = 0;
        for (std::size_t at = 0; parents && at < parents->size(); ++at) {
            const std::string kind = text_in(document_, {"spec", "parentRefs", at, "kind"});
            const std::string group = text_in(document_, {"spec", "parentRefs", at, "group"});
            const bool is_service = kind == "Service" && group.empty();
            const bool is_gateway = kind.empty() || kind == "Gateway";
            if (is_service && services < route_.parents.size())
                check_service(route_.parents[services++], at);
            if (is_gateway && gateways < route_.gateways.size())
                check_gateway(route_.gateways[gateways++], at);
        }
    }

    void check_backends() {
        for (std::size_t rule = 0; rule < route_.rules.size(); ++rule) {
            const auto& backends = route_.rules[rule].backends;
            for (std::size_t at = 0; at < backends.size(); ++at)
                check_backend(backends[at],
                              {"spec", "rules", rule, "backendRefs", at, "namespace"});
            for (const auto& [backend, share] : route_.rules[rule].mirrors)
                check_backend(backend, {"spec", "rules", rule, "filters"});
        }
    }

private:
    void warn(const Path& path, std::string what) {
        diagnostics_.warning(place_in(document_, path), std::move(what));
    }

    /// What stops the route where it comes nearest; nothing where some listener takes it.
    std::optional<NotAttached> why_nowhere(const ParentGateway& parent,
                                           const Gateway& gateway) const {
        std::optional<NotAttached> nearest;
        for (const GatewayServer& server : gateway.servers) {
            const auto why = why_not_attached(route_, parent, server, catalogue_);
            if (!why) return std::nullopt;
            if (!nearest || *nearest < *why) nearest = why;
        }
        return nearest;
    }

    void check_gateway(const ParentGateway& parent, std::size_t at) {
        const auto& gateways = catalogue_.gateways();
        const auto gateway = std::ranges::find_if(gateways, [&](const Gateway& other) {
            return other.kind == Gateway::Kind::gateway_api && other.meta.ns == parent.ns &&
                   other.meta.name == parent.name;
        });
        if (gateway == gateways.end()) return;  // Said elsewhere, as of a listener.
        const auto say = [&](const Path& path, const std::string& why) {
            warn(path,
                 fmt::format("Gateway '{}' {}, and no request comes by it", parent.name, why));
        };
        const Path reference{"spec", "parentRefs", at};
        switch (why_nowhere(parent, *gateway).value_or(NotAttached::listener)) {
            case NotAttached::listener:
                return;
            case NotAttached::port:
                return say({"spec", "parentRefs", at, "port"},
                           fmt::format("has no such listener at port {}", parent.port.value_or(0)));
            case NotAttached::kind:
                return say(reference, fmt::format("takes no {}", document_.key.kind));
            case NotAttached::route_namespace:
                return say(reference, fmt::format("takes no routes of namespace '{}': its listener "
                                                  "says so by allowedRoutes",
                                                  route_.meta.ns));
            case NotAttached::hostnames:
                return say({"spec", "hostnames"}, "serves none of these hosts");
        }
    }

    void check_service(const ParentService& parent, std::size_t at) {
        const KnownHost* const host = catalogue_.find(service_host(parent.name, parent.ns));
        if (host == nullptr || !host->has_clusters) {
            warn({"spec", "parentRefs", at, "name"},
                 fmt::format(
                     "there is no Service '{}' in namespace '{}', and no request comes by it",
                     parent.name, parent.ns));
        } else if (parent.port && host->find_port(*parent.port) == nullptr) {
            warn({"spec", "parentRefs", at, "port"},
                 fmt::format("Service '{}' has no port {}, and no request comes by it", parent.name,
                             *parent.port));
        }
    }

    void check_backend(const BackendRef& backend, const Path& path) {
        const bool is_there = backend.is_service &&
                              catalogue_.find(service_host(backend.name, backend.ns)) != nullptr;
        if (!is_there || is_granted(catalogue_, route_, backend)) return;
        warn(path,
             fmt::format("no ReferenceGrant of namespace '{}' lets {}s of '{}' send to Service "
                         "'{}': requests to it get 500",
                         backend.ns, document_.key.kind, route_.meta.ns, backend.name));
    }

    const Catalogue& catalogue_;
    const Document& document_;
    const GatewayRoute& route_;
    Diagnostics& diagnostics_;
};

const GatewayRoute* route_of(const Document& document) {
    return document.resource ? std::get_if<GatewayRoute>(&*document.resource) : nullptr;
}

}  // namespace

void check_attachment(const Documents& documents,
                      const std::vector<Resource>& all,
                      Diagnostics& diagnostics) {
    if (std::ranges::none_of(documents, route_of)) return;
    Registry registry;
    for (const Resource& resource : all)
        registry.apply(resource);
    const Catalogue catalogue{registry};
    for (const Document& document : documents) {
        const GatewayRoute* const route = route_of(document);
        if (route == nullptr) continue;
        AttachmentCheck check{catalogue, document, *route, diagnostics};
        check.check_parents();
        check.check_backends();
    }
}

}  // namespace weft::scenarios
