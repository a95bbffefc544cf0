#pragma once

#include "mesh/control/host_names.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/control/security_policies.hpp"
#include "mesh/control/unlimited_objects.hpp"
#include "mesh/control/visibility.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace weft::mesh::control {

/// Where a host listens of which nobody says more.
inline constexpr std::uint16_t http_port = 80;

/// The port meant by a request that names none: the only one, or 80, or else the first. Requires a
/// port.
std::uint16_t default_port(const std::vector<ServicePort>& ports);

/// A host that requests can be sent to: a Service, a host of a ServiceEntry, or one that only a
/// VirtualService names.
struct KnownHost {
    std::string
        host;  ///< Full name, lower case: "reviews.default.svc.cluster.local", "*.example.com"
    std::string service;  ///< Name of the Service, or "".
    std::string ns;
    std::vector<ServiceName> aliases{};  ///< ExternalName Services that lead here.
    std::vector<ServicePort> ports;
    bool has_clusters = true;  ///< Not if only a VirtualService names it.
    Labels selector;           ///< Pods that answer for it.
    std::vector<ServiceEntry::WorkloadAddress> addresses;  ///< That answer beside the pods.
    TrafficDistribution distribution = TrafficDistribution::any;
    bool is_headless = false;  ///< Its clients choose a pod by DNS.
    bool publishes_not_ready = false;

    std::uint16_t default_port() const { return control::default_port(ports); }

    /// Null if it has no such port.
    const ServicePort* find_port(std::uint16_t port) const;
};

/// Whether what a catalogue says can depend on this object.
bool belongs_to_catalogue(const Resource& resource);

/// The registry's objects in the order in which the translation asks for them. A copy: it holds
/// until one of them changes, as belongs_to_catalogue() tells; pods are not in it.
class Catalogue {
public:
    /// Of everything.
    explicit Catalogue(const Registry& registry) : Catalogue(registry, VisibleObjects{registry}) {}

    /// Of what some proxies are told of. For a host that they are not told of there are no rules.
    Catalogue(const Registry& registry, const VisibleObjects& objects)
        : Catalogue(registry, objects, std::make_shared<const UnlimitedObjects>(registry)) {}

    /// The same, which shares with the catalogue of everything what no view limits.
    Catalogue(const Registry& registry, const VisibleObjects& objects, const Catalogue& everything)
        : Catalogue(registry, objects, everything.unlimited_) {}

    /// Services by namespace and name, then ServiceEntries, oldest first, ExternalName Services
    /// that lead outside, and hosts of VirtualServices. Of two that claim one host the first is
    /// known.
    const std::vector<KnownHost>& hosts() const { return hosts_; }

    /// Null if nobody knows a host of just this name. An alias finds the host that it leads to.
    const KnownHost* find(std::string_view host) const;

    /// The rules for requests to a host: the oldest VirtualService of the mesh that names it, or
    /// else that of the longest wildcard; null if none does.
    const VirtualService* virtual_service(std::string_view host) const;

    /// The DestinationRule that a client of this namespace with these labels obeys: of its own
    /// namespace, else of the host's, else of the root namespace; the first that has one for the
    /// host hides the others. There one that selects the client comes before the one for all. Null
    /// if there is none.
    const DestinationRule* destination_rule(const KnownHost& host,
                                            std::string_view client_ns,
                                            const Labels& client) const;

    /// Of all namespaces: those of one for the same host together, oldest first. A later one is
    /// merged into those before it, if they are exported to the same namespaces, and stands by
    /// itself if it selects other clients than they do.
    const std::vector<std::vector<DestinationRule>>& destination_rules() const {
        return destination_rules_;
    }

    /// Gateways, oldest first, and the VirtualServices that are bound to some, with the rules of
    /// those that they delegate to; gateways are named "NAMESPACE/NAME" in them.
    const std::vector<Gateway>& gateways() const { return unlimited_->gateways; }
    const std::vector<VirtualService>& bound_to_gateways() const {
        return unlimited_->bound_to_gateways;
    }

    /// Labels of a namespace, with its name.
    Labels labels_of_namespace(const std::string& name) const;

    /// Routes of the Gateway API, oldest first, and what they may refer to.
    const std::vector<GatewayRoute>& gateway_routes() const { return unlimited_->gateway_routes; }
    const std::vector<ReferenceGrant>& reference_grants() const {
        return unlimited_->reference_grants;
    }

    const SecurityPolicies& security() const { return unlimited_->security; }

    /// The hosts that pods with these labels answer for.
    std::vector<const KnownHost*> selecting(const std::string& ns, const Labels& labels) const;

    /// All that rules ask a client's labels for, each once: sourceLabels of VirtualServices,
    /// workloadSelectors of DestinationRules.
    const std::vector<Labels>& asked_labels() const { return asked_labels_; }

private:
    using NamespacedLabel = std::tuple<std::string, std::string, std::string>;

    Catalogue(const Registry& registry,
              const VisibleObjects& objects,
              std::shared_ptr<const UnlimitedObjects> unlimited);

    void add_services(const VisibleObjects& objects);
    void add_external_names(const VisibleObjects& objects);
    void add_service_entries(const VisibleObjects& objects);
    void add_virtual_services(const Registry& registry, const VisibleObjects& objects);
    void add_hosts_of(const VirtualService& rules, const std::vector<ServicePort>& ports);
    void add_destination_rules(const VisibleObjects& objects);
    void add_host(KnownHost host);
    bool covers_a_host(std::string_view wildcard) const;

    std::shared_ptr<const UnlimitedObjects> unlimited_;
    std::vector<KnownHost> hosts_;
    std::map<std::string, std::size_t, std::less<>> host_index_;
    std::map<NamespacedLabel, std::vector<std::size_t>> selectors_;  ///< By their first label.
    std::vector<VirtualService> virtual_services_;
    ByHost<std::size_t> virtual_service_index_;
    std::vector<Labels> asked_labels_;
    std::vector<std::vector<DestinationRule>> destination_rules_;
    std::map<std::string, ByHost<std::size_t>, std::less<>>
        destination_rule_index_;  ///< By namespace.
};

}  // namespace weft::mesh::control
