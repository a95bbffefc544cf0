#pragma once

#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Who is told of what: `exportTo` of the objects, and Sidecar resources. Source: Istio.
namespace weft::mesh::control {

/// Where those rules are that hold for every namespace.
inline constexpr std::string_view root_namespace = "istio-system";

/// Whose DestinationRules a client obeys: of the first of these namespaces that has one for the
/// host, and no other: its own, the host's, and the one for all.
constexpr std::array<std::string_view, 3> obeyed_namespaces(std::string_view client_ns,
                                                            std::string_view host_ns) {
    return {client_ns, host_ns, root_namespace};
}

/// Whether proxies of a namespace are told of an object of `own_ns`.
bool is_exported(const ExportTo& to, std::string_view own_ns, std::string_view client_ns);

/// Whether any object is kept from any proxy.
bool limits_visibility(const Registry& registry);

/// The Sidecars of a registry. Valid until one of them is applied or removed.
class SidecarScopes {
public:
    SidecarScopes() = default;
    explicit SidecarScopes(const Registry& registry);

    /// The one that a proxy obeys: the oldest of its namespace that selects it, else the oldest of
    /// its namespace that selects nobody, else such a one of the root namespace. Null if there is
    /// none; gateways obey none.
    const SidecarScope* of(const ProxyIdentity& proxy) const;

private:
    const SidecarScope* for_all_of(std::string_view ns) const;

    std::map<std::string, std::vector<const SidecarScope*>, std::less<>>
        by_namespace_;  ///< Oldest first.
};

/// Proxies that are told of the same objects.
struct Audience {
    std::string ns;
    const SidecarScope* scope = nullptr;  ///< Null: everything that is exported to the namespace.
};

/// The objects of a registry that some proxies are told of, or all of them. Valid until the next
/// apply() or remove().
class VisibleObjects {
public:
    /// All, whoever asks.
    explicit VisibleObjects(const Registry& registry);

    /// Those exported to the namespace, of which a Sidecar takes the hosts that it imports, the
    /// VirtualServices that rule an imported host, and the hosts to which these lead.
    VisibleObjects(const Registry& registry, const Audience& audience);

    const std::vector<const Service*>& services() const { return services_; }  ///< By name.
    const std::vector<const ServiceEntry*>& entries() const { return entries_; }

    /// The first that names a host rules it. Of an audience first those that nobody else sees, then
    /// those for named namespaces, then those for all.
    const std::vector<const VirtualService*>& virtual_services() const { return rules_; }
    const std::vector<const DestinationRule*>& destination_rules() const { return policies_; }

    /// Of a ServiceEntry that names several, some may be seen.
    bool has_host(std::string_view ns, std::string_view host) const;

    /// Whether there is a Service of this host, and it is not seen.
    bool hides(std::string_view host) const { return hidden_.contains(host); }

private:
    void keep_imported_rules(const Registry& registry);

    Audience audience_;
    bool is_everything_;
    std::vector<const Service*> services_;
    std::vector<const ServiceEntry*> entries_;
    std::vector<const VirtualService*> rules_;
    std::vector<const DestinationRule*> policies_;
    std::set<std::string, std::less<>> destinations_;  ///< Of the rules, where a Sidecar imports.
    std::set<std::string, std::less<>> hidden_;
};

}  // namespace weft::mesh::control
