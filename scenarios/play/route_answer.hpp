#pragma once

#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/request/head.hpp"
#include "mesh/route/route.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weft::scenarios {

/// What did not decide, and why not.
struct PassedOver {
    std::string rule;    ///< "reviews.default/http[0]", "VirtualService 'reviews' in prod"
    std::string origin;  ///< "routes.yaml:12"
    std::string why;
};

/// A host that the balancer may choose.
struct CandidateHost {
    std::string pod;  ///< Empty: an address outside the cluster.
    std::string address;
    bool ready = true;
    std::string zone{};
    std::uint32_t priority = 0;
    std::uint32_t locality_weight = 0;  ///< 0: localities are not weighted.
};

/// What decided in which order localities are asked.
struct LocalityAnswer {
    std::string order;  ///< "failover by region, zone, subzone"; empty: every host alike.
    std::string by;     ///< "rule", "Service", "profile"
};

/// Where a request, or a share of such requests, would go.
struct ClusterAnswer {
    std::string name;  ///< "outbound|9080|v1|reviews.default.svc.cluster.local"
    std::string host;
    std::string subset;
    std::uint16_t port = 0;
    double share_percent = 100;
    std::shared_ptr<const mesh::ClusterConfig> config;  ///< Null: nobody defines the cluster.
    std::string destination_rule;                       ///< Its name; empty: the profile decides.
    std::string destination_rule_origin;
    std::string subset_origin;
    LocalityAnswer locality;
    std::vector<CandidateHost> hosts;
};

/// Whose sidecar is asked, and for what.
struct RouteQuestion {
    mesh::control::ProxyIdentity proxy;
    mesh::RequestHead head;
    sim::ClusterPlan cluster{};  ///< Whose zones pods are spread over; none: they have no zone.
};

/// An answer that the sidecar gives itself.
struct OwnAnswer {
    std::uint16_t status = 0;
    std::string flag;  ///< "NR", "NC", "UH"; empty: a rule says so.
    std::string why;
};

/// Which way one request takes, and what decided it.
struct RouteAnswer {
    std::string virtual_host;             ///< Empty: none has the request's host.
    std::vector<PassedOver> passed_over;  ///< In the order in which they were asked.
    std::optional<mesh::Route> route;     ///< As the sidecar has it.
    std::string origin;                   ///< Of the rule; empty: none decided.
    std::string match;                    ///< The conditions that the request met.
    std::string match_origin;             ///< Empty: the rule has no match.
    bool timeout_is_of_rule = false;      ///< If not, it is the profile's.
    bool retries_are_of_rule = false;
    mesh::RequestHead sent;  ///< As the route sends it on.
    std::vector<ClusterAnswer> clusters;
    std::vector<ClusterAnswer> mirrors;
    std::optional<OwnAnswer> own;
};

/// Asks the configuration that the control plane pushes to this proxy. The pods are those that a
/// run begins with.
RouteAnswer route_answer(const RouteQuestion& question,
                         const std::vector<mesh::control::Resource>& resources,
                         const mesh::control::MeshDefaults& defaults);

}  // namespace weft::scenarios
