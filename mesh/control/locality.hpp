#pragma once

#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/proxy/proxy_config.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Which hosts a proxy is told to prefer, by where it and they stand. Source: Istio.
namespace weft::mesh::control {

/// "region/zone/subzone" taken apart. A name without a slash is a zone; all such zones are in one
/// region, which has no name.
struct LocalityName {
    std::string_view region;
    std::string_view zone;
    std::string_view subzone;
};

LocalityName parse_locality(std::string_view name);

/// Whether a rule's place holds this one: the same name, or with "*" or nothing in place of a part.
bool locality_matches(std::string_view pattern, std::string_view locality);

/// Labels that every node has of where it stands, beside those that it was given.
Labels with_topology(Labels labels, std::string_view locality, std::string_view node);

/// The same of a pod, or of an address that a ServiceEntry lists: there is its cluster, too, which
/// is the only one and has the name that Istio gives it.
Labels with_place(Labels labels, std::string_view locality, std::string_view node);

/// Whether a label is one of these.
bool is_of_place(std::string_view label);

/// What holds for one cluster.
struct LocalityPolicy {
    enum class Kind : std::uint8_t { none, distribute, failover, zone_aware };

    Kind kind = Kind::none;
    LocalityRules rules{};

    /// Whether a priority's localities are weighted.
    bool is_weighted() const {
        return kind == Kind::distribute ||
               (kind == Kind::failover &&
                !(rules.failover.empty() && rules.failover_priority.empty()));
    }
};

/// A rule comes before what the Service says, and that before the mesh. A rule's or the mesh's
/// failover acts only where outliers are detected.
LocalityPolicy locality_policy(const TrafficPolicy& policy,
                               TrafficDistribution of_service,
                               const LocalityDefaults& defaults);

/// Labels of a proxy that decide what it is told by such a policy.
std::vector<std::string> deciding_labels(const LocalityPolicy& policy);

/// How far away a place is: 0 here, 1 in the zone, 2 in the region, 3 elsewhere; 4 if the rules
/// name another region that requests from this one go to first.
std::uint32_t failover_distance(std::string_view own,
                                std::string_view other,
                                const std::vector<LocalityRules::Failover>& failover);

/// 0 if both have the same of every label, in order; more, the earlier they differ. "label=value"
/// asks for that value, whatever the proxy's own.
std::uint32_t label_distance(const Labels& own,
                             const Labels& other,
                             const std::vector<std::string>& labels);

/// Who is told.
struct Caller {
    std::string locality;
    Labels labels;  ///< With those of its place.
};

/// The endpoints as the caller is told: with priorities from 0 without gaps, and weights of
/// localities, where the policy has some. Those that a distribution does not name are left out.
Endpoints arrange_endpoints(Endpoints endpoints,
                            const LocalityPolicy& policy,
                            const Caller& caller,
                            const std::function<Labels(const Endpoint&)>& labels_of);

}  // namespace weft::mesh::control
