#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/locality.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/sharing.hpp"
#include "mesh/proxy/proxy_config.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::mesh::control {

/// The host name of the service whose policy protects the app beside a proxy: one that its pod
/// answers for, and of several the first by name. Empty if there is none.
std::string protecting_service(const Catalogue& catalogue,
                               const MeshDefaults& defaults,
                               const ProxyIdentity& proxy);

/// Labels of a proxy that some rule, Service or the mesh looks at to tell which hosts are near,
/// with those of its place; sorted. None if place makes no difference.
std::vector<std::string> labels_of_place(const Catalogue& catalogue, const MeshDefaults& defaults);

/// The cluster of requests for hosts that nobody declared, which pass.
inline constexpr std::string_view passthrough_cluster = "PassthroughCluster";

/// Makes configurations for proxies while the objects stay as they are: what two of them have in
/// common is made once.
class Translation {
public:
    /// `seen` is what the proxies are told of, and `sidecar` the Sidecar that they obey, null if
    /// there is none; `catalogue` is everything. The registry gives numbers, sharing remembers
    /// parts. All must outlive this object.
    Translation(const Catalogue& seen,
                const SidecarScope* sidecar,
                const Catalogue& catalogue,
                const MeshDefaults& defaults,
                Registry& registry,
                Sharing& sharing)
        : seen_(seen),
          sidecar_(sidecar),
          catalogue_(catalogue),
          defaults_(defaults),
          registry_(registry),
          sharing_(sharing) {}

    /// All that a proxy must know, without a version and the short names of its namespace. Of its
    /// identity the name does not count. Rules for clients of `client_ns` hold: of the proxy's
    /// namespace, or "" for what is the same wherever nothing sets the namespace apart.
    /// `asked_of_callers` are its workload_rules(); null: nothing is.
    ProxyConfig config(const ProxyIdentity& proxy,
                       const std::string& client_ns,
                       const WorkloadRules* asked_of_callers);

    /// Lets an app beside such a proxy call Services of its namespace by their names alone.
    void add_short_names(ProxyIdentity::Kind kind, const std::string& ns, ProxyConfig& config);

    /// A configuration of such a proxy, with only these hosts' endpoints anew.
    ProxyConfig renew_endpoints(const ProxyConfig& config,
                                const ProxyIdentity& proxy,
                                const std::vector<const KnownHost*>& hosts);

private:
    /// A cluster of a host: one of its ports, and perhaps a subset.
    struct Part {
        const KnownHost& host;
        const ServicePort& port;
        const Subset* subset;  ///< Null: the whole host.

        ClusterId number(Registry& registry) const;
    };

    std::vector<Part> parts_of(const KnownHost& host, const DestinationRule* rule) const;
    LocalityPolicy locality_of(const Part& part, const TrafficPolicy& policy) const;
    std::shared_ptr<const ClusterConfig> cluster(const Part& part,
                                                 ClusterId id,
                                                 const TrafficPolicy& policy,
                                                 const LocalityPolicy& locality,
                                                 const ProxyIdentity& proxy);
    ProxyConfig config_outside(const ProxyIdentity& proxy);
    ProxyConfig config_without_proxy(const ProxyIdentity& proxy, const std::string& client_ns);
    std::vector<VirtualHost> routes_in(const std::string& client_ns, const ProxyIdentity& proxy);
    void add_routes(const ProxyIdentity& proxy, const std::string& client_ns, ProxyConfig& config);
    UnknownHosts unknown_hosts() const;
    void add_unknown_hosts(std::vector<VirtualHost>& hosts, ProxyConfig& config);
    std::shared_ptr<const Endpoints> endpoints(const Part& part, ClusterId id);
    std::shared_ptr<const Endpoints> endpoints_for(const Part& part,
                                                   ClusterId id,
                                                   const LocalityPolicy& locality,
                                                   const Caller& caller);
    std::shared_ptr<const Endpoints> peers_of(const ProxyIdentity& proxy);

    const Catalogue& seen_;
    const SidecarScope* sidecar_;
    const Catalogue& catalogue_;
    const MeshDefaults& defaults_;
    Registry& registry_;
    Sharing& sharing_;
    std::map<std::pair<ClusterId, Labels>, std::shared_ptr<const Endpoints>> endpoints_;
};

}  // namespace weft::mesh::control
