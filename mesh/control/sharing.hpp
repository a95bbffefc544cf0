#pragma once

#include "mesh/control/mesh_defaults.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/route/route_table.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace weft::mesh::control {

/// Keeps one object for each value among the parts of configurations: what two proxies have in
/// common is held once, and what a new version did not change keeps its address, by which proxies
/// see that there is nothing to do.
class Sharing {
public:
    std::shared_ptr<const ClusterConfig> cluster(ClusterConfig config);
    std::shared_ptr<const Endpoints> endpoints(ClusterId cluster, Endpoints list);
    std::shared_ptr<const InboundPolicy> inbound(InboundPolicy policy);
    std::shared_ptr<const WorkloadSecurity> security(WorkloadRules rules,
                                                     const MeshDefaults& defaults);
    std::shared_ptr<const RouteTable> routes(
        std::vector<VirtualHost> hosts, RouteTable::Ports ports = RouteTable::Ports::part_of_name);

    /// The hosts of a shared table under more names; the table itself if there are none.
    std::shared_ptr<const RouteTable> routes(const std::shared_ptr<const RouteTable>& table,
                                             std::vector<RouteTable::OtherName> more);

    /// Lets go of what nobody else holds.
    void forget_unused();

private:
    struct NamedRoutes {
        std::shared_ptr<const RouteTable> of;
        std::vector<RouteTable::OtherName> names;
        std::shared_ptr<const RouteTable> made;
    };

    std::map<ClusterId, std::vector<std::shared_ptr<const ClusterConfig>>> clusters_;
    std::map<ClusterId, std::vector<std::shared_ptr<const Endpoints>>> endpoints_;
    std::vector<std::shared_ptr<const InboundPolicy>> inbound_;
    std::vector<std::shared_ptr<const WorkloadSecurity>> security_;
    std::multimap<std::uint64_t, std::shared_ptr<const RouteTable>>
        routes_;  ///< By a digest of their names, since tables that differ are long alike.
    std::vector<NamedRoutes> named_routes_;
};

/// Whether two configurations say the same, whatever their versions. Requires that their parts come
/// from one Sharing.
bool same_content(const ProxyConfig& a, const ProxyConfig& b);

}  // namespace weft::mesh::control
